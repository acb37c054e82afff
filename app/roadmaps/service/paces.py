"""How every indicator of many roadmaps stands, from plain rows: a board has a thousand of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from app.extensions import db
from app.indicators.following import figures
from app.roadmaps.core.indicators import Counts, Pace, Point, read_pace
from app.roadmaps.core.publishing import counts_people, pace_tells
from app.roadmaps.models import Indicator, Target, Value
from app.roadmaps.models.measures import aim_of, points_of, standing_entries
from app.roadmaps.service.measures import followed_points
from app.statistics.disclosure import Thresholds

#: The thresholds of the gate, as the application begins with them.
GATE = {"cell": Thresholds().cell}

_OF_INDICATOR = (
    Indicator.id,
    Indicator.roadmap_id,
    Indicator.unit,
    Indicator.direction,
    Indicator.frequency,
    Indicator.base_value,
    Indicator.base_on,
    Indicator.low,
    Indicator.high,
    Indicator.computed_from,
)


def paces_of(roadmap_ids: Sequence[int], today: dt.date) -> dict[int, list[Pace]]:
    """The pace of each indicator in use of these roadmaps, by two queries and those of what they
    follow."""
    in_use = Indicator.roadmap_id.in_(roadmap_ids) & Indicator.ended_on.is_(None)
    aimed = _by_indicator(
        select(*_OF_INDICATOR, Target.on, Target.value, Target.withdrawn)
        .outerjoin(Target, Target.indicator_id == Indicator.id)
        .where(in_use)
        .order_by(Target.on, Target.id)
    )
    entries = _by_indicator(
        select(Value.indicator_id, Value.on, Value.numerator, Value.denominator, Value.withdrawn)
        .add_columns(Value.women, Value.men, Value.other)
        .join(Value.indicator)
        .where(in_use)
        .order_by(Value.on, Value.id)
    )
    followed = figures(rows[0].computed_from for rows in aimed.values())
    paces: defaultdict[int, list[Pace]] = defaultdict(list)
    for number, rows in aimed.items():
        own, targets = rows[0], [row for row in rows if row.on is not None]
        if withheld(own, entries[number]):
            paces[own.roadmap_id].append(Pace.NO_DATA)
            continue
        points: Sequence[Point] = points_of(own.unit, entries[number])
        if own.computed_from:
            points = followed_points(followed.get(own.computed_from), own.unit)
        aim = aim_of(own, targets, points[-1].on if points else today)
        paces[own.roadmap_id].append(read_pace(aim, points, today).pace)
    return paces


def withheld(own: Any, entries: Sequence[Any]) -> bool:
    """Whether a pace would tell of a count of people that readers may not know."""
    if own.computed_from:
        return False
    every = [Counts(e.numerator, e.denominator, e.women, e.men, e.other) for e in entries]
    if not counts_people(own.unit, every):
        return False
    kept = {id(entry) for entry in standing_entries(entries)}
    counts = [each for each, entry in zip(every, entries, strict=True) if id(entry) in kept]
    return pace_tells(own.unit, own.base_value, counts, GATE["cell"])


def _by_indicator(query: Select[*tuple[Any, ...]]) -> defaultdict[int, list[Row[Any]]]:
    """The rows of a query by the number of the indicator, which comes first."""
    rows: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(query):
        rows[row[0]].append(row)
    return rows
