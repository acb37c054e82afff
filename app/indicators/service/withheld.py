"""What is withheld of a year, and why: for those who have its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.indicators.core.catalogue import asked
from app.indicators.service.figures import figures_of
from app.indicators.service.imports import current_import
from app.text import Text


@dataclass(frozen=True)
class Log:
    """How many numbers of people, in the groups of a cross, are shown and withheld: because they
    are small themselves, or because a small one could be worked out from them."""

    people: Text
    crossed: Text
    shown: int
    small: int
    others: int


def withheld_of(year: int) -> list[Log] | None:
    """The log of a year, by population and cross, the most withheld first; None without one."""
    figures = figures_of(current_import(year))
    if figures is None or not figures.guarded:
        return None
    counts = {name: _by_cross(figures.guarded[name]) for name in ("shown", "withheld", "small")}
    people, attributes = _words()
    log = [
        Log(
            people.get(code, Text(code, code)),
            _and(attributes[each] for each in cross if each in attributes),
            counts["shown"][code, cross],
            counts["small"][code, cross],
            withheld - counts["small"][code, cross],
        )
        for (code, cross), withheld in counts["withheld"].items()
    ]
    return sorted(log, key=lambda own: -(own.small + own.others))


def _by_cross(cells: Iterable[list[object]]) -> Counter[tuple[str, tuple[str, ...]]]:
    return Counter((str(code), tuple(map(str, cross))) for code, cross, _group in cells)  # type: ignore[call-overload]


def _words() -> tuple[dict[str, Text], dict[str, Text]]:
    """What populations and attributes are called, by their codes."""
    every = list(asked())
    people = {t.people.code: t.people.label for each in every for t in each.measure.terms}
    return people, {own.code: own.words for each in every for own in each.cross}


def _and(words: Iterable[Text]) -> Text:
    said = list(words)
    return Text(" et ".join(own.fr for own in said), " and ".join(own.en for own in said))
