"""Differences with their intervals, on both sides of zero."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from app.charts.drawing import NARROW, Chart, draw, round_up, wrap
from app.charts.groups import Mark, placed

_LEFT, _RIGHT, _TOP, _ROW, _LINE = 300.0, 76.0, 34.0, 40.0, 16.0


def differences(
    title: str, marks: Sequence[Mark], axis: str, number: Callable[[float], str]
) -> Chart:
    """One point a line, with its interval; a withheld difference has no point."""
    ends = [abs(v) for m in marks for v in (m.value, m.low, m.high) if v is not None]
    step = round_up(max(ends, default=1.0) / 2)
    reach = step * max(1, math.ceil(max(ends, default=1.0) / step))

    def layout(width: float) -> dict[str, Any]:
        above = width <= NARROW
        left, right = 20.0 if above else _LEFT, width - _RIGHT

        def at(value: float) -> float:
            return left + (value + reach) * (right - left) / (2 * reach)

        drawn, bottom = _drawn(marks, width, left, at)
        values = (-reach, 0.0, reach) if above else (-reach, -reach / 2, 0.0, reach / 2, reach)
        return {
            "rows": drawn,
            "ticks": [{"at": at(value), "label": number(value)} for value in values],
            "above": above,
            "left": left,
            "right": right,
            "zero": at(0),
            "axis": axis,
            "top": _TOP,
            "bottom": bottom,
            "height": bottom + 28,
        }

    return draw("differences", title, layout)


def _drawn(
    marks: Sequence[Mark], width: float, left: float, at: Callable[[float], float]
) -> tuple[list[dict[str, Any]], float]:
    """Each point beside its label, on a narrow drawing under it; and where the last one ends."""
    above, y, drawn = width <= NARROW, _TOP, []
    for mark in marks:
        lines = wrap(mark.label, width - 8 if above else left - 20, 13)
        room = len(lines) * _LINE
        height = room + 30 if above else max(_ROW, room + 8)
        middle = y + room + 14 if above else y + height / 2
        label_y = y + room / 2 + 4 if above else middle + 4
        drawn.append({"lines": lines, "label_y": label_y, **placed(mark, middle, at)})
        y += height
    return drawn, y
