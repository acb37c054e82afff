"""Figures that the product counts already, over time, for whoever follows them: roadmaps.

Each comes from tables that have passed the gate. A feature registers what it gives; one that comes
later than this one hands its figures here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.statistics.figures import Unit
from app.text import Text


@dataclass(frozen=True)
class Followed:
    """A figure by its code, with its value on each day for which it may be shown."""

    code: str
    label: Text
    source: Text
    unit: Unit
    points: tuple[tuple[dt.date, float], ...]


#: What gives figures, by the first word of their codes.
GIVERS: dict[str, Callable[[], Sequence[Followed]]] = {}


def all_figures() -> list[Followed]:
    """Every figure that can be followed."""
    return [each for name in sorted(GIVERS) for each in GIVERS[name]()]


def figures(codes: Iterable[str]) -> dict[str, Followed]:
    """These figures by their codes, without those that nobody gives any more."""
    wanted = {code for code in codes if code}
    givers = {code.split(":", 1)[0] for code in wanted}
    given = (each for name in sorted(givers & set(GIVERS)) for each in GIVERS[name]())
    return {each.code: each for each in given if each.code in wanted}
