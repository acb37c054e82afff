"""What all charts share: the canvas, colours, wrapped labels, axes in round numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

WIDTH = 720.0
TEXT_SIZE = 14.0
_SIGN_WIDTH = 0.5  # mean advance of Source Sans 3, in ems


@dataclass(frozen=True)
class Chart:
    """A drawing whose `title` is its text alternative: what it says, in words."""

    title: str
    svg: Markup


@lru_cache(maxsize=1)
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["px"] = lambda value: f"{value:.1f}".rstrip("0").rstrip(".")
    return environment


def draw(form: str, title: str, **geometry: Any) -> Chart:
    """Fill the template of a form of chart."""
    svg = _environment().get_template(f"{form}.svg").render(title=title, width=WIDTH, **geometry)
    return Chart(title, Markup(svg))


def wrap(label: str, width: float, size: float = TEXT_SIZE) -> list[str]:
    """The label cut into lines of `width` units at most, between words."""
    limit = max(8, int(width / (size * _SIGN_WIDTH)))
    lines: list[str] = []
    for word in label.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= limit:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def round_up(value: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `value`."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value - 1e-9)
