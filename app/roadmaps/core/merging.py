"""Two people at one form: what each changed, and what they both did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people changed to two values, as the form writes them."""

    field: str
    was: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The values to keep; the fields taken from somebody else; those that both changed."""

    values: dict[str, str]
    taken: tuple[str, ...]
    clashes: tuple[Clash, ...]


def merge(was: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merge:
    """Merge a form shown as `was`, sent as `mine`, whose row is `theirs` meanwhile.

    A field that only one of the two changed takes that change. Where both did, mine is kept in
    `values`, for the form to show, and the field is a clash.
    """
    values, taken, clashes = {}, [], []
    for field, sent in mine.items():
        shown, stored = was.get(field, ""), theirs.get(field, "")
        if sent in (shown, stored):
            values[field] = stored
            if stored not in (shown, sent):
                taken.append(field)
            continue
        values[field] = sent
        if stored != shown:
            clashes.append(Clash(field, shown, stored, sent))
    return Merge(values, tuple(taken), tuple(clashes))
