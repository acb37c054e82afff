"""Bars of several groups under each option, and differences with their intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.charts.drawing import WIDTH, Chart, draw, round_up, wrap

_LEFT, _RIGHT = 210.0, 76.0
#: Fill and text of a bar: women and men have their own, other groups follow one another.
_KINDS = {
    "woman": ("c-women", "#5a2a82"),
    "man": ("c-men", "#1aa18e"),
    "all": ("c-bar", "#44546a"),
}


@dataclass(frozen=True)
class GroupBar:
    """A share from 0 to 1 of one group, None when withheld; its words are ready to print."""

    code: str
    label: str
    share: float | None
    value: str


@dataclass(frozen=True)
class OptionBars:
    """One option: a bar for each group, and a figure from elsewhere to compare with."""

    label: str
    bars: Sequence[GroupBar]
    mark: float | None = None


def group_bars(
    title: str, options: Sequence[OptionBars], percent: Callable[[float], str], mark: str = ""
) -> Chart:
    """The options one under the other, each with the bars of its groups, on an axis to 100 %."""
    top, bar, gap = 28.0, 22.0, 12.0
    length = WIDTH - _LEFT - _RIGHT
    y, drawn = top, []
    for option in options:
        lines = wrap(option.label, WIDTH - 20)
        heading = len(lines) * 18.0
        bars = [
            {
                "label": each.label,
                "y": y + heading + place * bar,
                "length": (each.share or 0.0) * length,
                "value": each.value,
                "shape": _KINDS.get(each.code, _KINDS["all"]),
            }
            for place, each in enumerate(option.bars)
        ]
        bottom = y + heading + len(bars) * bar
        at = None if option.mark is None else _LEFT + option.mark * length
        drawn.append(
            {"lines": lines, "y": y, "bars": bars, "top": y + heading, "bottom": bottom, "mark": at}
        )
        y = bottom + gap
    ticks = [{"at": _LEFT + length * i / 4, "label": percent(i / 4)} for i in range(5)]
    return draw(
        "group_bars",
        title,
        options=drawn,
        ticks=ticks,
        left=_LEFT,
        top=top,
        bottom=y - gap + 4,
        mark=mark,
        height=y + 20,
    )


@dataclass(frozen=True)
class Mean:
    """The mean of a group and its interval, None where there is none; words ready to print."""

    code: str
    label: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None


def means(
    title: str, rows: Sequence[Mean], number: Callable[[float], str], end: float | None = None
) -> Chart:
    """One point a line: a diamond for women, a disc for others; the axis holds zero and `end`."""
    top, row = 10.0, 40.0
    highest = max((v for r in rows for v in (r.value, r.high) if v is not None), default=1.0)
    step = round_up((end or max(highest, 0.0)) / 4)
    count = max(1, math.ceil((end or highest) / step))
    lowest = min((v for r in rows for v in (r.value, r.low) if v is not None), default=0.0)
    start = min(0.0, math.floor(lowest / step) * step)
    scale = (WIDTH - _LEFT - _RIGHT) / (step * count - start)

    def at(value: float) -> float:
        return _LEFT + (value - start) * scale

    bottom = top + row * len(rows)
    drawn = [
        {
            "label": wrap(each.label, _LEFT - 20, 13),
            "y": top + row * (place + 0.5),
            **_placed(each, at),
            "shape": _KINDS.get(each.code, _KINDS["all"]),
            "diamond": each.code == "woman",
        }
        for place, each in enumerate(rows)
    ]
    ticks = [{"at": at(step * i), "label": number(step * i)} for i in range(count + 1)]
    return draw(
        "means",
        title,
        rows=drawn,
        ticks=ticks,
        left=_LEFT,
        top=top,
        bottom=bottom,
        height=bottom + 28,
    )


@dataclass(frozen=True)
class DifferenceBar:
    """A difference and the interval around it, None where there is none; words ready to print."""

    label: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None


def _placed(each: Mean | DifferenceBar, at: Callable[[float], float]) -> dict[str, object]:
    """Where a point and the ends of its interval are drawn, and its words."""
    return {
        "at": at(each.value),
        "low": None if each.low is None else at(each.low),
        "high": None if each.high is None else at(each.high),
        "words": each.words,
    }


def differences(
    title: str, rows: Sequence[DifferenceBar], axis: str, number: Callable[[float], str]
) -> Chart:
    """One point a line, with its interval, on both sides of zero."""
    left, top, row = 300.0, 34.0, 40.0
    ends = [abs(v) for r in rows for v in (r.value, r.low, r.high) if v is not None]
    step = round_up(max(ends, default=1.0) / 2)
    reach = step * max(1, math.ceil(max(ends, default=1.0) / step))
    scale = (WIDTH - left - _RIGHT) / (2 * reach)

    def at(value: float) -> float:
        return left + (value + reach) * scale

    bottom = top + row * len(rows)
    drawn = [
        {
            "label": wrap(each.label, left - 20, 13),
            "y": top + row * (place + 0.5),
            **_placed(each, at),
        }
        for place, each in enumerate(rows)
    ]
    ticks = [{"at": at(v), "label": number(v)} for v in (-reach, -reach / 2, 0, reach / 2, reach)]
    return draw(
        "differences",
        title,
        rows=drawn,
        ticks=ticks,
        zero=at(0),
        axis=axis,
        left=left,
        top=top,
        bottom=bottom,
        height=bottom + 28,
    )
