"""Age pyramid: women left, men right, bands of age upwards."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.drawing import NARROW, Chart, draw, round_up

_GAP, _ROW, _BAR, _TOP = 124.0, 26.0, 20.0, 30.0
#: Room for a number at the end of the longest bar.
_BESIDE = 50.0


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
    longest = max((v for b in bands for v in (b.women, b.men) if v is not None), default=0)

    def layout(width: float) -> dict[str, Any]:
        left, right = (width - _GAP) / 2, (width + _GAP) / 2
        step = round_up(longest / (2 if width <= NARROW else 4))
        count = max(1, math.ceil(longest / step))
        scale = (left - _BESIDE) / (step * count)
        bottom = _TOP + _ROW * len(bands)
        return {
            "bands": [_drawn(band, n, bottom, scale) for n, band in enumerate(bands)],
            "ticks": [
                {"at": step * i * scale, "label": number(step * i)} for i in range(count + 1)
            ],
            "women": women,
            "men": men,
            "left": left,
            "right": right,
            "top": _TOP,
            "bottom": bottom,
            "height": bottom + 28,
        }

    return draw("pyramid", title, layout)


def _drawn(band: Band, place: int, bottom: float, scale: float) -> dict[str, object]:
    return {
        "label": band.label,
        "women": (band.women or 0) * scale,
        "men": (band.men or 0) * scale,
        "women_label": band.women_label,
        "men_label": band.men_label,
        "y": bottom - _ROW * (place + 1) + (_ROW - _BAR) / 2,
        "text_y": bottom - _ROW * (place + 0.5) + 5,
        "height": _BAR,
    }
