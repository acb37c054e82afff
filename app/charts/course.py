"""The course of a figure: its values over time, its base and what it aims at, joined by a dashed line."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.drawing import Chart, draw_at, round_up

_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 62.0, 30.0, 18.0, 34.0, 230.0


@dataclass(frozen=True)
class Dated:
    """A value on a day, with the words printed beside it."""

    on: dt.date
    value: float
    words: str


def course(
    title: str,
    values: Sequence[Dated],
    aims: Sequence[Dated],
    number: Callable[[float], str],
) -> Chart:
    """Draw values as discs joined by a line, and aims as diamonds joined by a dashed line, which
    begins at the base when the first of them is one. The axis starts at zero unless a value is
    below."""
    everything = [*values, *aims]
    low = min([0.0, *(each.value for each in everything)])
    high = max([each.value for each in everything], default=1.0)
    step = round_up((high - low) / 4 or 1.0)
    start = math.floor(low / step) * step
    count = math.ceil((high - start) / step) or 1
    days = [each.on.toordinal() for each in everything] or [0]
    first, span = min(days), max(max(days) - min(days), 1)

    def layout(width: float) -> Mapping[str, Any]:
        bottom = _HEIGHT - _BOTTOM

        def place(each: Dated) -> dict[str, Any]:
            x = _LEFT + 12 + (width - _LEFT - _RIGHT - 12) * (each.on.toordinal() - first) / span
            y = bottom - (bottom - _TOP) * (each.value - start) / (step * count)
            return {"x": x, "y": y, "words": each.words}

        ticks = [
            {"y": bottom - (bottom - _TOP) * i / count, "words": number(start + step * i)}
            for i in range(count + 1)
        ]
        years = [
            {"x": place(Dated(dt.date(year, 12, 31), start, ""))["x"], "words": str(year)}
            for year in sorted({each.on.year for each in everything})
            if first <= dt.date(year, 12, 31).toordinal() <= first + span
        ]
        return {
            "values": [place(each) for each in values],
            "aims": [place(each) for each in aims],
            "ticks": ticks,
            "years": years,
            "left": _LEFT,
            "bottom": bottom,
            "height": _HEIGHT,
        }

    return draw_at("course", title, layout)
