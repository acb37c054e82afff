"""What fits on the two pages of a note: the size of its type, and how long a quoted text may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Setting:
    """The size of the type in points, and how many signs are quoted of a text."""

    points: float
    quoted: int


#: From the most comfortable to the tightest that a committee still reads on paper.
SETTINGS = (
    Setting(9, 240),
    Setting(8.5, 170),
    Setting(8, 120),
    Setting(8, 80),
    Setting(7.5, 80),
    Setting(7.5, 60),
    Setting(7, 60),
    Setting(7, 40),
)
#: How many signs a cell holds, and how many millimetres wide it is.
Cell: TypeAlias = tuple[int, float]
#: The height of two pages, in millimetres.
ROOM = 2 * 269.0
#: In points: the width of a sign, and the height of a line. What a cell loses where words do not
#: fill its last line. In millimetres: what is beside the words of a cell, and around a row.
SIGN, LINE, LOST, BESIDE, AROUND = 0.47, 1.3, 0.6, 2.4, 1.5
POINT = 25.4 / 72


def heights(rows: Iterable[Sequence[Cell]], points: float) -> list[float]:
    """How high each row of cells is on paper, in millimetres: as high as its longest cell."""
    sign, line = points * SIGN * POINT, points * LINE * POINT
    lines = [max(n * sign / (wide - BESIDE) for n, wide in row) + LOST for row in rows]
    return [max(count, 1) * line + AROUND for count in lines]


def setting_for(rows: Callable[[int], Iterable[Sequence[Cell]]], taken: float) -> Setting:
    """The most comfortable setting in which rows fit beside what is `taken` already, in
    millimetres. `rows` gives them, by how many signs are quoted; the tightest where none does.
    A row that does not end on the first page begins the second one: as much may be lost."""
    for setting in SETTINGS:
        each = heights(rows(setting.quoted), setting.points)
        if taken + sum(each) + max(each, default=0) <= ROOM:
            return setting
    return SETTINGS[-1]


def shortened(text: str, signs: int) -> str:
    """A text of so many signs at most, cut between two words."""
    whole = " ".join(text.split())
    if len(whole) <= signs:
        return whole
    return whole[:signs].rsplit(" ", 1)[0][: signs - 1].rstrip(" ,;:.") + "…"
