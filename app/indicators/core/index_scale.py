"""The notes of the index of the territorial civil service, by a scale that somebody has read in its
text: nobody's memory of it makes a note.

The weights of the four indicators are not in proportion when one is missing, so the scale says them
for each set of indicators that can be calculated (décret 2024-802 [S], from article 9 on).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from app.statistics.figures import Column, Row, Table, Unit, number
from app.text import Text

#: What the notes of a whole index can be at most.
WHOLE = 100
#: In which column of the indicators each is, and by how much it is multiplied for the scale, which
#: is in percent and in points of percent.
_VALUES = {"1": ("gap", 100), "2": ("gap", 100), "3": ("points", 100), "4": ("number", 1)}


class ScaleError(Exception):
    """A scale file that cannot be used: the message says why, and where."""


@dataclass(frozen=True)
class IndexScale:
    """A scale, where it was read, by whom and when; `notes`: by the indicators that can be
    calculated, then by indicator, up to which value there is which note."""

    source: str
    checked_by: str
    checked_on: dt.date
    decimals: int
    notes: Mapping[str, Mapping[str, Sequence[tuple[Decimal, Decimal]]]]

    def scored(self, values: Table) -> Table | None:
        """The note of each indicator of a year, and what it can be at most; None where the scale
        does not say what is made of the indicators that can be calculated."""
        known = {code: own for code in _VALUES if (own := self._value(values, code)) is not None}
        steps = self.notes.get("".join(known))
        if steps is None:
            return None
        rows = [
            Row(
                row.code,
                row.label,
                (_most(steps[row.code]), _note(steps[row.code], known[row.code])),
            )
            for row in values.rows
            if row.code in known
        ]
        return Table(
            "fpt-index-notes",
            Text("Notes de l’index", "Scores of the index"),
            (
                Column("maximum", Text("Maximum", "Maximum"), Unit.SCORE),
                Column("note", Text("Note", "Score"), Unit.SCORE),
            ),
            tuple(rows),
            values.population,
            values.source,
            values.as_of,
        )

    def _value(self, values: Table, code: str) -> Decimal | None:
        column, times = _VALUES[code]
        figure = number(values.cell(code, column))
        if figure is None:
            return None
        least = Decimal(1).scaleb(-self.decimals)
        return abs(Decimal(str(figure)) * times).quantize(least, ROUND_HALF_UP)


def _note(steps: Sequence[tuple[Decimal, Decimal]], value: Decimal) -> float:
    return float(next((note for up_to, note in steps if value <= up_to), steps[-1][1]))


def _most(steps: Sequence[tuple[Decimal, Decimal]]) -> float:
    return float(max(note for _up_to, note in steps))


def read_scale(said: Any) -> IndexScale | None:
    """The scale that a document says; None while nobody says on which day they checked it.

    Raises ScaleError.
    """
    if not isinstance(said, dict):
        raise ScaleError("not a list of names and values")
    if said.get("checked_on") in (None, ""):
        return None
    if not isinstance(said["checked_on"], dt.date):
        raise ScaleError("checked_on must be a day, such as 2026-09-30")
    for name in ("source", "checked_by"):
        if not isinstance(said.get(name), str) or not said[name].strip():
            raise ScaleError(f"{name} is missing")
    if said.get("decimals") not in range(4):
        raise ScaleError("decimals must be a whole number from 0 to 3")
    if not isinstance(said.get("notes"), dict) or not said["notes"]:
        raise ScaleError("notes are missing")
    notes = {str(known): _steps(str(known), own) for known, own in said["notes"].items()}
    return IndexScale(
        said["source"], said["checked_by"], said["checked_on"], said["decimals"], notes
    )


def _steps(known: str, said: Any) -> dict[str, list[tuple[Decimal, Decimal]]]:
    """The steps of each of the indicators that can be calculated."""
    own = {str(code): steps for code, steps in said.items()} if isinstance(said, dict) else {}
    if (
        not known
        or "".join(code for code in _VALUES if code in own) != known
        or len(own) > len(known)
    ):
        raise ScaleError(f"notes, {known}: give the steps of each of these indicators, of no other")
    read = {code: _steps_of(f"notes, {known}, {code}", steps) for code, steps in own.items()}
    if (most := sum(_most(steps) for steps in read.values())) != WHOLE:
        raise ScaleError(f"notes, {known}: the highest notes add up to {most:g}, not to {WHOLE}")
    return read


def _steps_of(where: str, said: Any) -> list[tuple[Decimal, Decimal]]:
    """Pairs of a value and of the note up to it, in increasing order of values."""
    try:
        steps = [(Decimal(str(up_to)), Decimal(str(note))) for up_to, note in said]
        increasing = all(one[0] < other[0] for one, other in pairwise(steps))
        possible = all(0 <= number <= WHOLE for step in steps for number in step)
    except (TypeError, ValueError, ArithmeticError):
        increasing = possible = False
        steps = []
    if not steps or not increasing or not possible:
        raise ScaleError(f"{where}: pairs such as [1.5, 48], values increasing, from 0 to {WHOLE}")
    return steps
