"""Figures that the product counts already, over time, for whoever follows them: roadmaps.

Each comes from tables that have passed the gate. A feature registers what it gives; one that comes
later than this one hands its figures here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.permissions import Permission
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


@dataclass(frozen=True)
class Giver:
    """What gives figures, and who may hand them on to the readers of what follows them."""

    permission: Permission
    figures: Callable[[], Sequence[Followed]]


#: What gives figures, by the first word of their codes.
GIVERS: dict[str, Giver] = {}


def all_figures(may: Callable[[Permission], bool]) -> list[Followed]:
    """Every figure that somebody who reads it where it is counted can let be followed."""
    names = [name for name in sorted(GIVERS) if may(GIVERS[name].permission)]
    return [each for name in names for each in GIVERS[name].figures()]


def figures(codes: Iterable[str]) -> dict[str, Followed]:
    """These figures by their codes, without those that nobody gives any more."""
    wanted = {code for code in codes if code}
    givers = {code.split(":", 1)[0] for code in wanted}
    given = (each for name in sorted(givers & set(GIVERS)) for each in GIVERS[name].figures())
    return {each.code: each for each in given if each.code in wanted}
