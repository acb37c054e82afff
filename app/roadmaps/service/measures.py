"""Indicators of a roadmap: which figures are due; values and targets, insert-only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from app.extensions import db
from app.indicators.following import Followed, figures
from app.roadmaps.core import frequencies
from app.roadmaps.core.indicators import IndicatorUnit, Point
from app.roadmaps.models import Indicator, Target, Value
from app.roadmaps.service.history import Author, record_changes
from app.statistics.figures import Unit
from app.text import Text


def indicators_of(roadmap_ids: Sequence[int]) -> dict[int, list[Indicator]]:
    """The indicators in use of each roadmap, in their order."""
    own = select(Indicator).where(
        Indicator.roadmap_id.in_(roadmap_ids), Indicator.ended_on.is_(None)
    )
    by_roadmap: dict[int, list[Indicator]] = {}
    rows = db.session.scalars(own.order_by(Indicator.position, Indicator.id)).all()
    follow(rows)
    for indicator in rows:
        by_roadmap.setdefault(indicator.roadmap_id, []).append(indicator)
    return by_roadmap


def following(codes: Collection[str]) -> list[Indicator]:
    """The indicators in use that follow these figures of the product, with what they are counted
    at."""
    rows = db.session.scalars(
        select(Indicator)
        .where(Indicator.computed_from.in_(codes), Indicator.ended_on.is_(None))
        .order_by(Indicator.roadmap_id, Indicator.position)
    ).all()
    follow(rows)
    return list(rows)


def follow(indicators: Sequence[Indicator]) -> None:
    """Bring those that follow a figure of the product what it is counted at."""
    given = figures(each.computed_from for each in indicators)
    for indicator in indicators:
        figure = given.get(indicator.computed_from)
        indicator.followed = followed_points(figure, indicator.unit)
        indicator.followed_source = figure.source if figure else Text()


def followed_points(figure: Followed | None, unit: IndicatorUnit) -> tuple[Point, ...]:
    """What a figure of the product is counted at, as an indicator of this unit is read."""
    scale = 100 if unit is IndicatorUnit.SHARE else 1
    return tuple(Point(on, value * scale) for on, value in figure.points) if figure else ()


#: How the figures of the product are counted, in the units of indicators.
UNITS = {
    Unit.SHARE: IndicatorUnit.SHARE,
    Unit.GAP: IndicatorUnit.SHARE,
    Unit.EUROS: IndicatorUnit.EUROS,
    Unit.HOURS: IndicatorUnit.HOURS,
}


def unit_of(code: str) -> IndicatorUnit | None:
    """The unit of a figure of the product; None when nobody gives it."""
    figure = figures([code]).get(code)
    return UNITS.get(figure.unit, IndicatorUnit.NUMBER) if figure else None


def due_indicators(indicators: Iterable[Indicator], today: dt.date) -> list[Indicator]:
    """Those whose latest value is as old as the time between two of them, or that have none."""
    return [each for each in indicators if not each.computed_from and _is_due(each, today)]


def _is_due(indicator: Indicator, today: dt.date) -> bool:
    values = indicator.values
    return not values or (today - values[-1].on).days >= frequencies.DAYS[indicator.frequency]


def add_value(indicator: Indicator, value: Value, author: Author, now: dt.datetime) -> None:
    """Keep a value; another of the same day is corrected by it, and stays in the history."""
    before = indicator.value_on(value.on)
    indicator.entries.append(value)
    words = (_words(before) if before else "", _words(value))
    record_changes(indicator, {"value": words}, author, now)
    db.session.flush()


def withdraw(value: Value, author: Author, now: dt.datetime) -> None:
    """Take a value back: its day has none any more."""
    copy = Value(on=value.on, withdrawn=True, numerator=value.numerator)
    value.indicator.entries.append(copy)
    record_changes(value.indicator, {"value": (_words(value), "")}, author, now)
    db.session.flush()


def withdrawn_values(indicator: Indicator) -> list[Value]:
    """The values that were taken back and can be put back: the last one of each day without any."""
    standing = {value.on for value in indicator.values}
    last = {entry.on: entry for entry in indicator.entries if not entry.withdrawn}
    return [value for on, value in sorted(last.items()) if on not in standing]


def put_back_value(value: Value, author: Author, now: dt.datetime) -> None:
    """Let a value that was taken back hold again."""
    names = ("on", "numerator", "denominator", "women", "men", "other", "comment")
    copy = Value(**{name: getattr(value, name) for name in names})
    value.indicator.entries.append(copy)
    record_changes(value.indicator, {"value": ("", _words(copy))}, author, now)
    db.session.flush()


def withdraw_target(
    indicator: Indicator,
    target: Target,
    author: Author,
    now: dt.datetime,
    decision_id: int | None = None,
) -> None:
    """Take a target back: its day has none any more."""
    copy = Target(on=target.on, value=target.value, set_on=now.date(), withdrawn=True)
    indicator.targets.append(copy)
    words = (f"{target.on.isoformat()}: {target.value:.15g}", "")
    record_changes(indicator, {"target": words}, author, now, decision_id=decision_id)
    db.session.flush()


def _words(value: Value) -> str:
    whole = "" if value.denominator is None else f" / {value.denominator:.15g}"
    sexes = [value.women, value.men, value.other]
    known = any(count is not None for count in sexes)
    by_sex = f" ({', '.join('–' if n is None else str(n) for n in sexes)})" if known else ""
    return f"{value.on.isoformat()}: {value.numerator:.15g}{whole}{by_sex}"


def set_target(
    indicator: Indicator,
    on: dt.date,
    value: float,
    author: Author,
    now: dt.datetime,
    decision_id: int | None = None,
) -> Target:
    """A target by a day; the one set before for that day stays in the history."""
    before = next((f"{t.value:.15g}" for t in indicator.aims if t.on == on), "")
    target = Target(on=on, value=value, set_on=now.date())
    indicator.targets.append(target)
    day = on.isoformat()
    words = (before and f"{day}: {before}", f"{day}: {value:.15g}")
    record_changes(indicator, {"target": words}, author, now, decision_id=decision_id)
    db.session.flush()
    return target
