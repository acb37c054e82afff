"""Dumbbells: two amounts a line, women a diamond, men a disc, and the gap in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.drawing import NARROW, Chart, draw, round_up, wrap

_LEFT, _RIGHT, _TOP, _ROW, _LINE = 210.0, 84.0, 40.0, 42.0, 16.0


@dataclass(frozen=True)
class Pair:
    """Amounts of one group; None when they are withheld. `gap` is ready to print."""

    label: str
    women: float | None
    men: float | None
    gap: str


def _drawn(pair: Pair, at: Callable[[float], float]) -> dict[str, object]:
    return {
        "shown": pair.women is not None and pair.men is not None,
        "women": at(pair.women) if pair.women is not None else 0,
        "men": at(pair.men) if pair.men is not None else 0,
        "gap": pair.gap,
    }


def dumbbell(
    title: str,
    pairs: Sequence[Pair],
    women: str,
    men: str,
    gap_label: str,
    number: Callable[[float], str],
) -> Chart:
    """Draw the pairs in their order, with their gaps where `gap_label` names them; the axis need not
    start at zero, and shows where it starts."""
    start, step, count = _axis(pairs)

    def layout(width: float) -> dict[str, Any]:
        above = width <= NARROW
        left = 24.0 if above else _LEFT
        right = _RIGHT if gap_label else 12.0
        scale = (width - left - right - 20) / (step * count)

        def at(value: float) -> float:
            return left + (value - start) * scale

        drawn, bottom = _rows(pairs, width, left, at)
        # the words of every other line are enough where there is little room
        marks = range(0, count + 1, 2 if above and count > 3 else 1)
        return {
            "pairs": drawn,
            "ticks": [
                {"at": at(start + step * i), "label": number(start + step * i)} for i in marks
            ],
            "women": women,
            "men": men,
            "gap_label": gap_label,
            "above": above,
            "left": left,
            "top": _TOP,
            "bottom": bottom,
            "height": bottom + 28,
        }

    return draw("dumbbell", title, layout)


def _axis(pairs: Sequence[Pair]) -> tuple[float, float, int]:
    """Where the axis starts, its step and how many steps it has."""
    values = [v for pair in pairs for v in (pair.women, pair.men) if v is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    step = round_up((high - low) / 4 or 1.0)
    start = math.floor(low / step) * step
    return start, step, math.ceil((high - start) / step) or 1


def _rows(
    pairs: Sequence[Pair], width: float, left: float, at: Callable[[float], float]
) -> tuple[list[dict[str, Any]], float]:
    """Each pair beside its label, on a narrow drawing under it; and where the last one ends."""
    above, y, drawn = width <= NARROW, _TOP, []
    for pair in pairs:
        label = wrap(pair.label, width - 8 if above else left - 20)
        room = len(label) * _LINE if above else 0.0
        height = room + 30.0 if above else _ROW
        middle = y + room + 14.0 if above else y + _ROW / 2
        label_y = y + room / 2 + 4 if above else middle + 5
        drawn.append({"label": label, "label_y": label_y, "y": middle, **_drawn(pair, at)})
        y += height
    return drawn, y
