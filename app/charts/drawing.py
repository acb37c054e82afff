"""What all charts share: the canvas, colours, wrapped labels, axes in round numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

WIDTH, NARROW = 720.0, 360.0
TEXT_SIZE = 14.0
_SIGN_WIDTH = 0.5  # mean advance of Source Sans 3, in ems


@dataclass(frozen=True)
class Chart:
    """A drawing whose `title` is its text alternative: what it says, in words.

    `narrow` is the same for a phone or a half page.
    """

    title: str
    svg: Markup
    narrow: Markup


@lru_cache(maxsize=1)
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["px"] = lambda value: f"{value:.1f}".rstrip("0").rstrip(".")
    return environment


def draw(form: str, title: str, layout: Callable[[float], Mapping[str, Any]]) -> Chart:
    """Fill the template of a form, laid out for the width of a page, and for that of a phone."""
    wide, narrow = (_filled(form, title, width, layout(width)) for width in (WIDTH, NARROW))
    return Chart(title, wide, narrow)


def _filled(form: str, title: str, width: float, geometry: Mapping[str, Any]) -> Markup:
    template = _environment().get_template(f"{form}.svg")
    return Markup(template.render(title=title, width=width, **geometry))


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
