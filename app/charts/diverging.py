"""Diverging bars for scales: unfavourable steps left, favourable ones right of a middle line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.drawing import WIDTH, Chart, draw, wrap

# Ochre to blue; neighbours are close in contrast, hence the labels and gaps. (fill, ink)
_FIVE = [
    ("#9a5b13", "#ffffff"),
    ("#dfb266", "#1d2433"),
    ("#d8dbe0", "#1d2433"),
    ("#86b6d9", "#1d2433"),
    ("#1f5f8b", "#ffffff"),
]
_RIGHT, _ROW, _BAR, _LINE = 66.0, 40.0, 26.0, 17.0
_SHORT, _LONG = 130.0, 300.0  # room for labels: groups, questions
_MASKED = ("#ffffff", "#566073")


@dataclass(frozen=True)
class ScaleStep:
    """A step of the scale, from the most unfavourable to the most favourable."""

    label: str


@dataclass(frozen=True)
class DivergingBar:
    """Shares (0 to 1) of each step; None for a withheld one. Labels are ready to print."""

    label: str
    shares: Sequence[float | None]
    labels: Sequence[str]
    favourable: str


def diverging(
    title: str, steps: Sequence[ScaleStep], bars: Sequence[DivergingBar], favourable: str
) -> Chart:
    """Draw one bar a line. Withheld steps are drawn together, blank, where the scale puts them."""
    colours = _colours(len(steps))
    legend, legend_height = _legend(steps, colours)
    top = legend_height + 26
    left_edge = _LONG if any(len(bar.label) > 16 for bar in bars) else _SHORT
    labels = [wrap(bar.label, left_edge - 16) for bar in bars]
    row = max(_ROW, max((len(lines) for lines in labels), default=1) * _LINE + 10)
    spans = [_span(bar.shares) for bar in bars]
    widest_left = max((left for left, _ in spans), default=0.5)
    widest_right = max((right for _, right in spans), default=0.5)
    scale = (WIDTH - left_edge - _RIGHT - 6) / max(widest_left + widest_right, 0.01)
    middle = left_edge + widest_left * scale
    drawn = []
    for position, (bar, (left, _)) in enumerate(zip(bars, spans, strict=True)):
        drawn.append(
            {
                "label": labels[position],
                "y": top + row * position + (row - _BAR) / 2,
                "parts": _parts(bar, colours, middle - left * scale, scale),
                "favourable": bar.favourable,
            }
        )
    return draw(
        "diverging",
        title,
        steps=legend,
        bars=drawn,
        favourable=favourable,
        left=left_edge,
        top=top,
        middle=middle,
        height_of_bar=_BAR,
        height=top + row * len(bars) + 8,
    )


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
) -> list[dict[str, Any]]:
    parts = []
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
    steps: Sequence[ScaleStep], colours: Sequence[tuple[str, str]]
) -> tuple[list[dict[str, Any]], float]:
    x, y, drawn = 4.0, 16.0, []
    for step, (fill, _) in zip(steps, colours, strict=True):
        width = 34 + len(step.label) * 6.1
        if x + width > WIDTH:
            x, y = 4.0, y + 22
        drawn.append({"x": x, "y": y, "label": step.label, "colour": fill})
        x += width
    return drawn, y
