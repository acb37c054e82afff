"""Lines over years: women, men, or everybody, with their values written at each year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.drawing import NARROW, Chart, draw, round_up

_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 64.0, 30.0, 52.0, 190.0, 232.0


@dataclass(frozen=True)
class Line:
    """One line: `kind` is `women`, `men` or `all`; None where a year has no figure."""

    kind: str
    label: str
    values: Sequence[float | None]


def years(
    title: str,
    labels: Sequence[str],
    lines: Sequence[Line],
    number: Callable[[float], str],
    note: str,
    least: float = 0.0,
) -> Chart:
    """Draw a line or two over the years; where the axis does not start at zero, a note says so. Its
    steps are of `least` or more: what hardly moved is not drawn as a fall."""
    low, step, count = _axis(lines, least)

    def down(value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (value - low) / (step * count)

    def layout(width: float) -> Mapping[str, Any]:
        room = width - _LEFT - _RIGHT - 40
        places = [
            _LEFT + 20 + (room * place / (len(labels) - 1) if len(labels) > 1 else room / 2)
            for place in range(len(labels))
        ]
        return {
            "lines": _points(lines, places, down, number),
            "ticks": [
                {"y": down(low + step * mark), "words": number(low + step * mark)}
                for mark in range(count + 1)
            ],
            "years": [{"x": x, "words": words} for x, words in zip(places, labels, strict=True)],
            "left": _LEFT,
            "bottom": _BOTTOM,
            "height": _HEIGHT,
            "narrow": width <= NARROW,
            "note": "" if low <= 0 <= low + step * count else note,
        }

    return draw("years", title, layout)


def _points(
    lines: Sequence[Line],
    places: Sequence[float],
    down: Callable[[float], float],
    number: Callable[[float], str],
) -> list[dict[str, Any]]:
    """Each line with its points; its words stand above where it is the higher one of a year, under
    otherwise."""
    drawn = []
    for line in lines:
        points = []
        for place, value in enumerate(line.values):
            if value is None:
                continue
            others = [o.values[place] for o in lines if o is not line]
            above = all(other is None or value >= other for other in others)
            y = down(value)
            words_y = y - 11 if above else y + 20
            points.append({"x": places[place], "y": y, "words_y": words_y, "words": number(value)})
        drawn.append({"kind": line.kind, "label": line.label, "points": points})
    return drawn


def _axis(lines: Sequence[Line], least: float) -> tuple[float, float, int]:
    """Where the axis starts, its step and how many steps it has."""
    values = [value for line in lines for value in line.values if value is not None]
    low, high = min(values), max(values)
    step = max(round_up((high - low) / 2 or abs(high) / 2 or 1.0), least)
    start = step * (low // step)
    if low >= 0 and low - start < step * 0.25 and start > 0:
        start -= step
    count = 1
    while start + step * count < high:
        count += 1
    return start, step, count
