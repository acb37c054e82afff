"""Indicators of a roadmap: the figures kept, and the light that compares them with a target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.roadmaps.core.frequencies import Frequency, missing


class IndicatorKind(StrEnum):
    RESULT = "result"
    IMPACT = "impact"


class Direction(StrEnum):
    """Which way is better; `none` for a figure that is only followed."""

    UP = "up"
    DOWN = "down"
    RANGE = "range"
    NONE = "none"


class IndicatorUnit(StrEnum):
    """What is counted; a share is kept as its two counts."""

    SHARE = "share"
    PEOPLE = "people"
    NUMBER = "number"
    EUROS = "euros"
    HOURS = "hours"


def can_aim_at(unit: IndicatorUnit, computed: bool, value: float) -> bool:
    """Whether an indicator can be this: a share goes from 0 to 100, but for one that the product
    counts, which may be a gap."""
    return unit is not IndicatorUnit.SHARE or (-100 if computed else 0) <= value <= 100


class Pace(StrEnum):
    """How an indicator moves towards its target."""

    ACHIEVED = "achieved"
    ON_PACE = "on_pace"
    MODERATE = "moderate"
    LIMITED = "limited"
    REVERSE = "reverse"
    NO_DATA = "no_data"


WEAK = frozenset({Pace.LIMITED, Pace.REVERSE})
#: Open SDG's thresholds, on the ratio of the observed progress to the expected one.
ON_PACE, MODERATE, LIMITED = 0.95, 0.60, 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day."""

    on: dt.date
    value: float


@dataclass(frozen=True, slots=True)
class Aim:
    """What an indicator aims at: a target by a date, from a base, or a range to stay in."""

    direction: Direction
    frequency: Frequency
    base: Point | None = None
    target: Point | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The pace of an indicator, with what it was computed from."""

    pace: Pace
    value: float | None = None
    expected: float | None = None
    ratio: float | None = None


def read_pace(aim: Aim, values: Sequence[Point], today: dt.date) -> Reading:
    """How an indicator stands: its last value against the straight line from base to target.

    `values` are in the order of their days. No data with fewer than two points (the base is one),
    without target, on the day of the base, when target and base are equal, or when the last value
    is older than one and a half times the frequency.
    """
    if not values or aim.direction is Direction.NONE:
        return Reading(Pace.NO_DATA)
    last = values[-1]
    old = missing(last.on, aim.frequency, today)
    if aim.direction is Direction.RANGE:
        return Reading(Pace.NO_DATA, last.value) if old else _in_range(aim, values)
    if aim.target is not None and _met(aim.direction, last.value, aim.target.value):
        return Reading(Pace.ACHIEVED, last.value)
    base = aim.base or (values[0] if len(values) > 1 else None)
    if old or base is None or aim.target is None:
        return Reading(Pace.NO_DATA, last.value)
    return _against_line(base, aim.target, last)


def _met(direction: Direction, value: float, target: float) -> bool:
    return value >= target if direction is Direction.UP else value <= target


def _against_line(base: Point, target: Point, last: Point) -> Reading:
    if last.on <= base.on or target.on <= base.on or target.value == base.value:
        return Reading(Pace.NO_DATA, last.value)
    spent = min((last.on - base.on) / (target.on - base.on), 1.0)
    expected = base.value + (target.value - base.value) * spent
    ratio = (last.value - base.value) / (expected - base.value)
    return Reading(_pace_of(ratio), last.value, expected, ratio)


def _pace_of(ratio: float) -> Pace:
    # A value on the threshold is on its good side, whatever binary fractions make of it.
    rounded = round(ratio, 9)
    if rounded >= ON_PACE:
        return Pace.ON_PACE
    if rounded >= MODERATE:
        return Pace.MODERATE
    return Pace.LIMITED if rounded >= LIMITED else Pace.REVERSE


def _in_range(aim: Aim, values: Sequence[Point]) -> Reading:
    """Inside the range the aim is met; outside, the distance shrinks or grows."""
    distances = [_distance(aim, point.value) for point in values]
    if distances[-1] == 0:
        return Reading(Pace.ACHIEVED, values[-1].value)
    if len(values) < 2:
        return Reading(Pace.NO_DATA, values[-1].value)
    shrinks = distances[-1] < distances[-2]
    return Reading(Pace.MODERATE if shrinks else Pace.REVERSE, values[-1].value)


def _distance(aim: Aim, value: float) -> float:
    below = aim.low - value if aim.low is not None else 0.0
    above = value - aim.high if aim.high is not None else 0.0
    return max(below, above, 0.0)


@dataclass(frozen=True, slots=True)
class Counts:
    """A value as it is kept: what was counted, of how many, and by sex where it is known."""

    numerator: float
    denominator: float | None = None
    women: int | None = None
    men: int | None = None
    other: int | None = None

    @property
    def by_sex(self) -> bool:
        """Whether one of the counts by sex is known."""
        return any(count is not None for count in (self.women, self.men, self.other))

    @property
    def value(self) -> float:
        """The share, or the number itself."""
        return self.numerator / self.denominator if self.denominator else self.numerator


class CountsProblem(StrEnum):
    NO_DENOMINATOR = "no_denominator"
    ZERO_DENOMINATOR = "zero_denominator"
    ABOVE_DENOMINATOR = "above_denominator"
    NEGATIVE = "negative"
    SEXES_ABOVE_TOTAL = "sexes_above_total"
    NOT_WHOLE = "not_whole"


def counts_problem(unit: IndicatorUnit, counts: Counts) -> CountsProblem | None:
    """Why a value cannot be: a part larger than its whole, sexes larger than their total."""
    sexes = [count for count in (counts.women, counts.men, counts.other) if count is not None]
    if counts.numerator < 0 or (counts.denominator or 0) < 0 or any(s < 0 for s in sexes):
        return CountsProblem.NEGATIVE
    if unit is IndicatorUnit.PEOPLE and not float(counts.numerator).is_integer():
        return CountsProblem.NOT_WHOLE
    total = counts.numerator
    if unit is IndicatorUnit.SHARE:
        if counts.denominator is None:
            return CountsProblem.NO_DENOMINATOR
        if counts.denominator == 0:
            return CountsProblem.ZERO_DENOMINATOR
        if counts.numerator > counts.denominator:
            return CountsProblem.ABOVE_DENOMINATOR
        total = counts.denominator
    return CountsProblem.SEXES_ABOVE_TOTAL if sum(sexes) > total else None
