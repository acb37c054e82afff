"""Diverging bars for scales: unfavourable steps left, favourable ones right of a middle line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.drawing import NARROW, Chart, draw, wrap

# Ochre to blue; neighbours are close in contrast, hence the labels and gaps. (fill, ink)
_FIVE = [
    ("#9a5b13", "#ffffff"),
    ("#dfb266", "#1d2433"),
    ("#d8dbe0", "#1d2433"),
    ("#86b6d9", "#1d2433"),
    ("#1f5f8b", "#ffffff"),
]
_RIGHT, _BASE, _BAR, _LINE = 66.0, 62.0, 26.0, 17.0
_SHORT, _LONG = 130.0, 270.0  # room for labels: groups, questions
_MASKED = ("#ffffff", "#566073")


@dataclass(frozen=True)
class ScaleStep:
    """A step of the scale, from the most unfavourable to the most favourable."""

    label: str


@dataclass(frozen=True)
class DivergingBar:
    """Shares (0 to 1) of each step; None for a withheld one. Words are ready to print:
    the favourable share, its interval, how many people it is of."""

    label: str
    shares: Sequence[float | None]
    labels: Sequence[str]
    favourable: str
    interval: str = ""
    base: str = ""


def diverging(
    title: str,
    steps: Sequence[ScaleStep],
    bars: Sequence[DivergingBar],
    favourable: str,
    base_label: str = "",
) -> Chart:
    """Draw one bar a line. Withheld steps are drawn together, blank, where the scale puts them."""
    heads = {"favourable": favourable, "base_label": base_label}
    return draw("diverging", title, lambda width: _laid_out(width, steps, bars) | heads)


def _laid_out(
    width: float, steps: Sequence[ScaleStep], bars: Sequence[DivergingBar]
) -> dict[str, Any]:
    """Labels stand left of the bars; on a narrow drawing above them, and with them the bases."""
    above, based = width <= NARROW, any(bar.base for bar in bars)
    legend, legend_height = _legend(steps, _colours(len(steps)), width)
    left = 4.0 if above else _LONG if any(len(bar.label) > 16 for bar in bars) else _SHORT
    room = width - left - _RIGHT - (_BASE if based and not above else 0) - 6
    spans = [_span(bar.shares) for bar in bars]
    widest = max((low for low, _ in spans), default=0.5)
    scale = room / max(widest + max((high for _, high in spans), default=0.5), 0.01)
    middle, top = left + widest * scale, legend_height + 26
    drawn, bottom = _drawn(bars, width, left, top, middle, scale)
    return {
        "steps": legend,
        "bars": drawn,
        "above": above,
        "left": left,
        "top": top,
        "middle": middle,
        "right": width - 4 if above or not based else width - _BASE,
        "height_of_bar": _BAR,
        "height": bottom + 8,
    }


def _drawn(
    bars: Sequence[DivergingBar],
    width: float,
    left: float,
    y: float,
    middle: float,
    scale: float,
) -> tuple[list[dict[str, Any]], float]:
    """Each bar with its label, from `y` on; and where the last one ends."""
    above, drawn = width <= NARROW, []
    for bar in bars:
        lines = wrap(bar.label, width - _RIGHT if above else left - 16)
        room = len(lines) * _LINE
        height = room + _BAR + 18 if above else max(_BAR + 14, room + 10)
        bar_y = y + room + 4 if above else y + (height - _BAR) / 2
        colours = _colours(len(bar.shares))
        drawn.append(
            {
                "bar": bar,
                "lines": lines,
                "label_y": y + room / 2 + 2 if above else bar_y + _BAR / 2 + 5,
                "y": bar_y,
                "parts": _parts(bar, colours, middle - _span(bar.shares)[0] * scale, scale),
            }
        )
        y += height
    return drawn, y


def _colours(count: int) -> list[tuple[str, str]]:
    """Colours for a scale of 2 to 5 steps; an even scale has no neutral one."""
    return {
        2: [_FIVE[0], _FIVE[4]],
        3: [_FIVE[0], _FIVE[2], _FIVE[4]],
        4: [_FIVE[0], _FIVE[1], _FIVE[3], _FIVE[4]],
    }.get(count, _FIVE)


def _filled(shares: Sequence[float | None]) -> list[float]:
    """Withheld shares split equally what the shown ones leave, for the drawing only."""
    hidden = sum(share is None for share in shares)
    rest = max(0.0, 1 - sum(share for share in shares if share is not None))
    return [rest / hidden if share is None else share for share in shares]


def _span(shares: Sequence[float | None]) -> tuple[float, float]:
    """How far a bar reaches left and right of the middle of its scale."""
    filled = _filled(shares)
    half = len(filled) // 2
    neutral = filled[half] / 2 if len(filled) % 2 else 0.0
    return sum(filled[:half]) + neutral, sum(filled[len(filled) - half :]) + neutral


def _parts(
    bar: DivergingBar, colours: Sequence[tuple[str, str]], x: float, scale: float
) -> list[Mapping[str, Any]]:
    parts: list[Mapping[str, Any]] = []
    for share, width, label, (fill, ink) in zip(
        bar.shares, _filled(bar.shares), bar.labels, colours, strict=True
    ):
        masked = share is None
        length = width * scale
        parts.append(
            {
                "x": x,
                "width": max(length - 1, 0),
                "label": label if length > 8 + 7 * len(label) else "",
                "colour": _MASKED[0] if masked else fill,
                "ink": _MASKED[1] if masked else ink,
                "masked": masked,
            }
        )
        x += length
    return parts


def _legend(
    steps: Sequence[ScaleStep], colours: Sequence[tuple[str, str]], width: float
) -> tuple[list[dict[str, Any]], float]:
    x, y, drawn = 4.0, 16.0, []
    for step, (fill, _) in zip(steps, colours, strict=True):
        length = 34 + len(step.label) * 6.1
        if x > 4.0 and x + length > width:
            x, y = 4.0, y + 22
        drawn.append({"x": x, "y": y, "label": step.label, "colour": fill})
        x += length
    return drawn, y
