"""Age pyramid: women left, men right, bands of age upwards."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.charts.drawing import WIDTH, Chart, draw, round_up

_GAP, _ROW, _BAR, _TOP = 124.0, 26.0, 20.0, 30.0


@dataclass(frozen=True)
class Band:
    """Numbers of one band of age; None where withheld. Labels are ready to print."""

    label: str
    women: float | None
    men: float | None
    women_label: str
    men_label: str


def pyramid(
    title: str, bands: Sequence[Band], women: str, men: str, number: Callable[[float], str]
) -> Chart:
    """Draw bands from the youngest, at the bottom, to the oldest."""
    left, right = (WIDTH - _GAP) / 2, (WIDTH + _GAP) / 2
    longest = max((v for b in bands for v in (b.women, b.men) if v is not None), default=0)
    step = round_up(longest / 4)
    count = max(1, math.ceil(longest / step))
    scale = (left - 50) / (step * count)
    bottom = _TOP + _ROW * len(bands)
    drawn = [
        {
            "label": band.label,
            "women": (band.women or 0) * scale,
            "men": (band.men or 0) * scale,
            "women_label": band.women_label,
            "men_label": band.men_label,
            "y": bottom - _ROW * (position + 1) + (_ROW - _BAR) / 2,
            "text_y": bottom - _ROW * (position + 0.5) + 5,
            "height": _BAR,
        }
        for position, band in enumerate(bands)
    ]
    ticks = [{"at": step * i * scale, "label": number(step * i)} for i in range(count + 1)]
    return draw(
        "pyramid",
        title,
        bands=drawn,
        ticks=ticks,
        women=women,
        men=men,
        left=left,
        right=right,
        top=_TOP,
        bottom=bottom,
        height=bottom + 28,
    )
