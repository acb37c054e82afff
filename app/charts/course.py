"""The course of a figure: its values over time, its base and what it aims at."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.drawing import Chart, draw, round_up

_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 62.0, 30.0, 32.0, 196.0, 230.0


@dataclass(frozen=True)
class Dated:
    """A value on a day, with the words printed beside it."""

    on: dt.date
    value: float
    words: str


@dataclass(frozen=True)
class _Scale:
    """Where a day and a value are drawn."""

    first: int
    days: int
    low: float
    step: float
    steps: int

    def across(self, on: dt.date, width: float) -> float:
        share = (on.toordinal() - self.first) / self.days
        return _LEFT + 12 + (width - _LEFT - _RIGHT - 12) * share

    def down(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (value - self.low) / (self.step * self.steps)

    def years(self) -> list[int]:
        """The years whose last day is on the axis."""
        last = self.first + self.days
        ends = range(dt.date.fromordinal(self.first).year, dt.date.fromordinal(last).year + 1)
        return [y for y in ends if self.first <= dt.date(y, 12, 31).toordinal() <= last]


def _scale(points: Sequence[Dated]) -> _Scale:
    low = min(0.0, *(each.value for each in points))
    high = max(each.value for each in points)
    step = round_up((high - low) / 4 or 1.0)
    start = math.floor(low / step) * step
    days = [each.on.toordinal() for each in points]
    span = max(max(days) - min(days), 1)
    return _Scale(min(days), span, start, step, math.ceil((high - start) / step) or 1)


def course(
    title: str,
    values: Sequence[Dated],
    aims: Sequence[Dated],
    number: Callable[[float], str],
) -> Chart:
    """Draw one value or more as discs joined by a line, and aims as diamonds joined by a dashed
    line, which begins at the base where there is one. The axis starts at zero, or below."""
    scale = _scale([*values, *aims])

    def layout(width: float) -> Mapping[str, Any]:
        def place(each: Dated) -> dict[str, Any]:
            x, y = scale.across(each.on, width), scale.down(each.value)
            return {"x": x, "y": y, "words": each.words}

        levels = [scale.low + scale.step * i for i in range(scale.steps + 1)]
        ends = [dt.date(year, 12, 31) for year in scale.years()]
        return {
            "values": [place(each) for each in values],
            "aims": [place(each) for each in aims],
            "ticks": [{"y": scale.down(level), "words": number(level)} for level in levels],
            "years": [{"x": scale.across(end, width), "words": str(end.year)} for end in ends],
            "left": _LEFT,
            "bottom": _BOTTOM,
            "height": _HEIGHT,
        }

    return draw("course", title, layout)
