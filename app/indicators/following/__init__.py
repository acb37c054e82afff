"""Figures that the product counts already, over time, for whoever follows them: roadmaps.

Each comes from tables that have passed the gate. A feature registers what it gives; one that comes
later than this one hands its figures here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
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


@dataclass(frozen=True)
class Aimed:
    """A target that somebody set for a figure: what it is, where, in words, and how it stands, a
    word with its kind and its sign, where that is known."""

    title: Text
    address: str
    target: str
    state: tuple[str, str, str] | None


#: What sets targets for figures, by their codes, on a day.
AIMS: dict[str, Callable[[Collection[str], dt.date], Sequence[Aimed]]] = {}


def aims_for(codes: Collection[str], today: dt.date) -> list[Aimed]:
    """The targets that were set for these figures."""
    return [aimed for aims in AIMS.values() for aimed in aims(codes, today)]


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
