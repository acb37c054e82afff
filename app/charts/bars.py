"""Bars: rates on one axis, and shares of women and men that make a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.drawing import NARROW, Chart, draw, wrap

_LEFT, _RIGHT, _LINE = 236.0, 70.0, 16.0
_LEFT_NARROW = 116.0


@dataclass(frozen=True)
class RateBar:
    """A share from 0 to 1, and what it is a share of; both ready to print."""

    label: str
    rate: float
    value: str
    base: str


def rate_bars(
    title: str, bars: Sequence[RateBar], base_label: str, percent: Callable[[float], str]
) -> Chart:
    """One rate a line, on an axis from 0 to 100 %."""

    def layout(width: float) -> dict[str, Any]:
        left = _LEFT_NARROW if width <= NARROW else _LEFT
        length = width - left - _RIGHT - 60
        top = y = 30.0
        drawn = []
        for bar in bars:
            label = wrap(bar.label, left - 14)
            height = max(32.0, len(label) * _LINE + 8)
            drawn.append(
                {"bar": bar, "label": label, "y": y + height / 2, "end": bar.rate * length}
            )
            y += height
        return {
            "bars": drawn,
            "ticks": [{"at": left + length * i / 4, "label": percent(i / 4)} for i in range(5)],
            "base_label": base_label,
            "left": left,
            "top": top,
            "bottom": y,
            "height": y + 28,
        }

    return draw("rate_bars", title, layout)


@dataclass(frozen=True)
class ShareBar:
    """The share of women of one group; None when withheld. Labels are ready to print."""

    label: str
    women: float | None
    value: str
    base: str


def share_bars(
    title: str, bars: Sequence[ShareBar], women: str, men: str, base_label: str, half_label: str
) -> Chart:
    """Women then men, one whole per line, with a mark at one half. On a narrow drawing, each label
    stands above its bar."""

    def layout(width: float) -> dict[str, Any]:
        above = width <= NARROW
        left, right, top = 4.0 if above else _LEFT, width - _RIGHT, 30.0
        drawn, y = [], top
        for bar in bars:
            label = wrap(bar.label, width - 8 if above else left - 14)
            room = len(label) * _LINE + 4 if above else 0.0
            drawn.append(
                _drawn(bar, left, right - left)
                | {
                    "label": label,
                    "label_y": y + room / 2 + 4 if above else y + 22,
                    "y": y + room + 5,
                }
            )
            y += room + 34.0
        return {
            "bars": drawn,
            "women": women,
            "men": men,
            "base_label": base_label,
            "half_label": half_label,
            "half": left + (right - left) / 2,
            "above": above,
            "left": left,
            "right": right,
            "top": top,
            "bottom": y,
            "height": y + 24,
        }

    return draw("share_bars", title, layout)


def _drawn(bar: ShareBar, left: float, length: float) -> dict[str, object]:
    """A whole of this length: its two parts, and its value inside or beside the women's part."""
    share = bar.women or 0.0
    inside = bar.women is not None and share * length > 60
    return {
        "shown": bar.women is not None,
        "women": share * length,
        "men": max((1 - share) * length - 1, 0),
        "value": bar.value,
        "text_x": left + 8 if inside or bar.women is None else left + share * length + 8,
        "anchor": "start",
        "kind": "" if bar.women is not None else "c-muted",
        "ink": "#ffffff" if inside else "#0b1a17" if bar.women is not None else "#566073",
        "base": bar.base,
    }
