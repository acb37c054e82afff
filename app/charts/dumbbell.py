"""Dumbbells: two amounts a line, women a diamond, men a disc, and the gap in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.charts.drawing import WIDTH, Chart, draw, round_up, wrap

_LEFT, _RIGHT, _TOP, _ROW = 210.0, 84.0, 40.0, 42.0


@dataclass(frozen=True)
class Pair:
    """Amounts of one group; None when they are withheld. `gap` is ready to print."""

    label: str
    women: float | None
    men: float | None
    gap: str


def _drawn(pair: Pair, at: Callable[[float], float]) -> dict[str, object]:
    return {
        "label": wrap(pair.label, _LEFT - 20),
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
    """Draw the pairs in their order; the axis need not start at zero, and shows where it starts."""
    values = [v for pair in pairs for v in (pair.women, pair.men) if v is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    step = round_up((high - low) / 4 or 1.0)
    start = math.floor(low / step) * step
    count = math.ceil((high - start) / step) or 1
    scale = (WIDTH - _LEFT - _RIGHT - 20) / (step * count)

    def at(value: float) -> float:
        return _LEFT + (value - start) * scale

    bottom = _TOP + _ROW * len(pairs)
    drawn = [
        _drawn(pair, at) | {"y": _TOP + _ROW * (position + 0.5)}
        for position, pair in enumerate(pairs)
    ]
    ticks = [
        {"at": at(start + step * i), "label": number(start + step * i)} for i in range(count + 1)
    ]
    return draw(
        "dumbbell",
        title,
        pairs=drawn,
        ticks=ticks,
        women=women,
        men=men,
        gap_label=gap_label,
        left=_LEFT,
        top=_TOP,
        bottom=bottom,
        height=bottom + 28,
    )
