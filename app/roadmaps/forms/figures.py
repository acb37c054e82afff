"""Figures of indicators as people read them, through the gate where they count people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app import charts
from app.charts import Chart, Dated
from app.roadmaps.core.indicators import IndicatorUnit, Reading
from app.roadmaps.core.publishing import (
    pace_tells,
    read_value,
    shown_base_value,
    shown_counts,
)
from app.roadmaps.models import Indicator, Target, Value
from app.roadmaps.service.outline import reading_of
from app.statistics.figures import SUPPRESSED, Figure, Unit
from app.web.formats import day, decimal, euros, figure_text, percent_sign
from app.web.language import current_language
from app.web.settings import hr_thresholds


def measured(value: Figure, unit: IndicatorUnit) -> str:
    """A value as it is read: 18.2%, 1,234, €10,000; `s` where it is withheld."""
    if value is SUPPRESSED:
        return "s"
    if value is None:
        return "–"
    digits = 0 if round(float(value), 1).is_integer() else 1
    text = decimal(value, digits)
    if unit is IndicatorUnit.SHARE:
        return text + percent_sign(current_language())
    if unit is IndicatorUnit.EUROS:
        return euros(value)
    return _("%(count)s h", count=text) if unit is IndicatorUnit.HOURS else text


def range_words(between: tuple[float, float], unit: IndicatorUnit) -> str:
    """The numbers between which an indicator is to stay."""
    low, high = (measured(each, unit) for each in between)
    return _("between %(low)s and %(high)s", low=low, high=high)


@dataclass(frozen=True)
class ShownValue:
    """One value of an indicator as its table shows it."""

    value: Value
    read: Figure
    numerator: Figure
    denominator: Figure
    women: Figure
    men: Figure
    other: Figure

    @property
    def comment(self) -> str:
        """What was written beside it, unless something of it is withheld: words may tell of few."""
        counts = (self.numerator, self.denominator, self.women, self.men, self.other)
        return "" if SUPPRESSED in counts else self.value.comment


def shown_value(value: Value, indicator: Indicator, everything: bool) -> ShownValue:
    """A value as it may be shown: whole to those who keep the roadmap, through the gate to others."""
    unit, gated = indicator.unit, indicator.counts_people and not everything
    cell = hr_thresholds().cell
    shown = shown_counts(unit, value.counts, cell, people=gated)
    return ShownValue(value, read_value(unit, value.counts, cell, people=gated), **shown)


@dataclass(frozen=True)
class Read:
    """What an indicator is read at on a day; SUPPRESSED where it may not be shown."""

    on: dt.date
    value: Figure


@dataclass(frozen=True)
class ShownIndicator:
    """An indicator as it may be shown: its last value, the one before, what it aims at by then, and
    how it stands. `reading` is None where the last value is withheld: it would tell of it."""

    indicator: Indicator
    last: Read | None
    before: Read | None
    target: Target | None
    reading: Reading | None


def reads_of(indicator: Indicator, everything: bool) -> list[Read]:
    """What an indicator is read at, day by day: whole to those who keep its roadmap, through the
    gate to others; what follows a figure of the product has been through a gate."""
    if indicator.computed_from:
        return [Read(point.on, point.value) for point in indicator.points]
    shown = [shown_value(value, indicator, everything) for value in indicator.values]
    return [Read(each.value.on, each.read) for each in shown]


def _tells(indicator: Indicator, everything: bool) -> bool:
    """Whether how an indicator stands would tell of a count that is withheld."""
    if everything or indicator.computed_from:
        return False
    counts = [value.counts for value in indicator.values]
    if not indicator.counts_people:
        return False
    return pace_tells(indicator.unit, indicator.base_value, counts, hr_thresholds().cell)


def shown_indicator(indicator: Indicator, today: dt.date, everything: bool) -> ShownIndicator:
    """An indicator as it may be shown to those who keep its roadmap, or to others."""
    reads = reads_of(indicator, everything)
    last = reads[-1] if reads else None
    aims, on = indicator.aims, last.on if last else today
    return ShownIndicator(
        indicator,
        last,
        reads[-2] if len(reads) > 1 else None,
        next((each for each in aims if each.on >= on), aims[-1] if aims else None),
        None if _tells(indicator, everything) else reading_of(indicator, today),
    )


def counted(value: Value) -> str:
    """A value in words, with its counts: “25% (5 of 20)”."""
    unit = value.indicator.unit
    shown = shown_value(value, value.indicator, everything=False)
    text = measured(shown.read, unit)
    if shown.read is SUPPRESSED:
        return text
    if unit is IndicatorUnit.SHARE:
        text = _(
            "%(share)s (%(part)s of %(whole)s)",
            share=text,
            part=figure_text(shown.numerator, Unit.COUNT),
            whole=figure_text(shown.denominator, Unit.COUNT),
        )
    return ", ".join([text, *_by_sex(shown)])


def _by_sex(shown: ShownValue) -> list[str]:
    """The counts by sex that are known, in words."""
    words = {
        _("women: %(count)s"): shown.women,
        _("men: %(count)s"): shown.men,
        _("other or not known: %(count)s"): shown.other,
    }
    return [
        text % {"count": figure_text(count, Unit.COUNT)}
        for text, count in words.items()
        if count is not None
    ]


def shown_base(indicator: Indicator, everything: bool) -> Figure:
    """The base as it may be shown: it is a count of people where the indicator counts them."""
    people, cell = indicator.counts_people and not everything, hr_thresholds().cell
    return shown_base_value(indicator.unit, indicator.base_value, cell, people)


def drawn(indicator: Indicator, reads: Sequence[Read], everything: bool) -> Chart | None:
    """The course of an indicator, with its base and its targets; None without a value to show."""
    unit = indicator.unit
    dated = lambda on, value: Dated(on, value, measured(value, unit))  # noqa: E731
    values = [dated(each.on, each.value) for each in reads if isinstance(each.value, (int, float))]
    if not values:
        return None
    value = shown_base(indicator, everything)
    base = [dated(indicator.base_on, value)] if isinstance(value, (int, float)) else []
    aims = base + [dated(target.on, target.value) for target in indicator.aims]
    last = reads[-1]
    title = _(
        "Last value: %(value)s on %(day)s",
        value=measured(last.value, unit),
        day=day(last.on),
    )
    return charts.course(title, values, aims, lambda value: measured(value, unit))
