"""Bars: rates on one axis, and shares of women and men that make a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.drawing import NARROW, WIDTH, Chart, draw, draw_at, wrap

_LEFT, _RIGHT = 236.0, 70.0
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
            height = max(32.0, len(label) * 16.0 + 8)
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

    return draw_at("rate_bars", title, layout)


@dataclass(frozen=True)
class ShareBar:
    """The share of women of one group; None when withheld. Labels are ready to print."""

    label: str
    women: float | None
    value: str
    base: str


def _drawn(bar: ShareBar, length: float) -> dict[str, object]:
    """A whole of this length: its two parts, and its value inside or beside the women's part."""
    share = bar.women or 0.0
    inside = bar.women is not None and share * length > 60
    return {
        "label": wrap(bar.label, _LEFT - 14),
        "shown": bar.women is not None,
        "women": share * length,
        "men": max((1 - share) * length - 1, 0),
        "value": bar.value,
        "text_x": _LEFT + 8 if inside or bar.women is None else _LEFT + share * length + 8,
        "anchor": "start",
        "kind": "" if bar.women is not None else "c-muted",
        "ink": "#ffffff" if inside else "#0b1a17" if bar.women is not None else "#566073",
        "base": bar.base,
    }


def share_bars(
    title: str, bars: Sequence[ShareBar], women: str, men: str, base_label: str, half_label: str
) -> Chart:
    """Women then men, one whole per line, with a mark at one half."""
    top, row = 30.0, 34.0
    right = WIDTH - _RIGHT
    length = right - _LEFT
    drawn = [
        _drawn(bar, length) | {"y": top + row * position + 5} for position, bar in enumerate(bars)
    ]
    bottom = top + row * len(bars)
    return draw(
        "share_bars",
        title,
        bars=drawn,
        women=women,
        men=men,
        base_label=base_label,
        half_label=half_label,
        half=_LEFT + length / 2,
        left=_LEFT,
        right=right,
        top=top,
        bottom=bottom,
        height=bottom + 24,
    )
