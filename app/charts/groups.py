"""Bars of several groups under each option, and means with their intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.drawing import NARROW, Chart, draw, round_up, wrap

_LEFT, _RIGHT, _LINE = 230.0, 66.0, 15.0
#: Room for the names of groups on a narrow drawing.
_LEFT_NARROW = 146.0
#: Fill and text of a bar: women and men have their own, other groups follow one another.
_KINDS = {
    "woman": ("c-women", "#5a2a82"),
    "man": ("c-men", "#1aa18e"),
    "all": ("c-bar", "#44546a"),
}


@dataclass(frozen=True)
class Mark:
    """A figure of one group and its interval, None when withheld or without; words ready to print.

    Of bars it is a share from 0 to 1, of means a number.
    """

    code: str
    label: str
    value: float | None
    words: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class MarkedRow:
    """What several groups have a figure of: an option, a question, a dimension. `mark` is a share
    from elsewhere to compare with."""

    label: str
    marks: Sequence[Mark]
    mark: float | None = None


def group_bars(
    title: str, rows: Sequence[MarkedRow], percent: Callable[[float], str], mark: str = ""
) -> Chart:
    """The rows one under the other, each with the bars of its groups, on an axis to 100 %."""

    def layout(width: float) -> dict[str, Any]:
        left = _left(width, rows)
        length = width - left - _RIGHT
        ticks = [{"at": left + length * i / 4, "label": percent(i / 4)} for i in range(5)]
        drawn, bottom = _drawn(rows, width, 28.0, 18.0, lambda value: left + value * length)
        return {
            "rows": drawn,
            "ticks": ticks,
            "left": left,
            "top": 28.0,
            "bottom": bottom,
            "mark": mark,
            "height": bottom + 24,
        }

    return draw("group_bars", title, layout)


def means(
    title: str, rows: Sequence[MarkedRow], number: Callable[[float], str], end: float | None = None
) -> Chart:
    """One point a line: a diamond for women, a disc for others; the axis holds zero and `end`."""
    marks = [mark for row in rows for mark in row.marks]
    highest = max((v for m in marks for v in (m.value, m.high) if v is not None), default=1.0)
    lowest = min((v for m in marks for v in (m.value, m.low) if v is not None), default=0.0)
    step = round_up((end or max(highest, 0.0)) / 4)
    count = max(1, math.ceil((end or highest) / step))
    start = min(0.0, math.floor(lowest / step) * step)

    def layout(width: float) -> dict[str, Any]:
        left = _left(width, rows)
        scale = (width - left - _RIGHT - 12) / (step * count - start)

        def at(value: float) -> float:
            return left + (value - start) * scale

        drawn, bottom = _drawn(rows, width, 10.0, 28.0, at)
        ticks = [{"at": at(step * i), "label": number(step * i)} for i in range(count + 1)]
        return {
            "rows": drawn,
            "ticks": ticks,
            "left": left,
            "top": 10.0,
            "bottom": bottom,
            "height": bottom + 24,
        }

    return draw("means", title, layout)


def _left(width: float, rows: Sequence[MarkedRow]) -> float:
    """Where the axis begins: after the names of groups, at the edge where there are none."""
    if not any(mark.label for row in rows for mark in row.marks):
        return 18.0
    return _LEFT_NARROW if width <= NARROW else _LEFT


def _drawn(
    rows: Sequence[MarkedRow],
    width: float,
    top: float,
    line: float,
    at: Callable[[float], float],
) -> tuple[list[dict[str, Any]], float]:
    """Each row under its name, a line or more for each group; and where the last one ends."""
    left, y = _left(width, rows), top
    drawn = []
    for row in rows:
        heading = wrap(row.label, width - 12) if row.label else []
        begin, marks = y + len(heading) * 18.0, []
        bottom = begin
        for mark in row.marks:
            names = wrap(mark.label, left - 12, 13) if mark.label else []
            height = max(line + 4, len(names) * _LINE + 5)
            marks.append({"names": names, **placed(mark, bottom + height / 2, at)})
            bottom += height
        elsewhere = None if row.mark is None else at(row.mark)
        drawn.append(
            {
                "lines": heading,
                "y": y,
                "marks": marks,
                "top": begin,
                "bottom": bottom,
                "mark": elsewhere,
            }
        )
        y = bottom + (12.0 if heading else 2.0)
    return drawn, y


def placed(mark: Mark, y: float, at: Callable[[float], float]) -> dict[str, Any]:
    """Where a figure and the ends of its interval are drawn, and its words."""
    return {
        "y": y,
        "at": None if mark.value is None else at(mark.value),
        "low": None if mark.low is None else at(mark.low),
        "high": None if mark.high is None else at(mark.high),
        "words": mark.words,
        "shape": _KINDS.get(mark.code, _KINDS["all"]),
        "diamond": mark.code == "woman",
    }
