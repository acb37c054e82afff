"""What texts make of figures that were typed: balanced appointments, the index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.indicators.core.appointments import Balance, balance, rule_of
from app.indicators.core.index_scale import WHOLE, IndexScale
from app.indicators.service.figures import tables
from app.statistics.figures import Table, number, numbers

#: The index that asks for nothing more (décret 2024-801 [S]).
TARGET = 75


@dataclass(frozen=True)
class Index:
    """The notes of an index, added up, and the most that they can be."""

    note: float
    most: float

    @property
    def possible(self) -> bool:
        return self.note <= self.most <= WHOLE

    @property
    def whole(self) -> bool:
        """Whether all its notes are known."""
        return self.most == WHOLE

    @property
    def met(self) -> bool:
        return self.note >= TARGET


def index_of(table: Table | None) -> Index | None:
    """The index of a year by the notes that were typed; None without any."""
    if table is None:
        return None
    codes = [row.code for row in table.rows if not row.total]
    notes = numbers(table.cell(code, "note") for code in codes)
    most = numbers(table.cell(code, "maximum") for code in codes)
    return Index(sum(notes), sum(most)) if notes else None


@dataclass(frozen=True)
class Notes:
    """The index of a year by the scale of this instance, and by the notes that were typed."""

    scale: IndexScale | None
    scored: Table | None
    typed: Index | None

    @property
    def computed(self) -> Index | None:
        return index_of(self.scored)

    @property
    def differ(self) -> bool:
        """Whether two notes are known that are not the same."""
        both = self.computed and self.typed
        return bool(both) and self.computed != self.typed


def notes_of(scale: IndexScale | None, values: Table | None, typed: Table | None) -> Notes:
    """The notes of a year from its four indicators, and those that were typed."""
    scored = scale.scored(values) if scale and values else None
    return Notes(scale, scored, index_of(typed))


def balance_of(year: int, table: Table | None) -> Balance | None:
    """What the appointments of a year ask for; None when none were typed."""
    if table is None:
        return None
    first = [row.code for row in table.rows if row.code.endswith("-FIRST")]
    women, men = (
        int(sum(numbers(table.cell(code, f"people_{sex}") for code in first)))
        for sex in ("women", "men")
    )
    return balance((women, men), _posted(year), rule_of(dt.date(year, 12, 31)))


def _posted(year: int) -> tuple[int, int] | None:
    """Women and men in senior posts on 31 December; None where that is not known, or withheld."""
    counted = tables(year)
    posts = counted.get("senior-posts-post") if counted else None
    if posts is None:
        return None
    women, men = (number(posts.cell("total", sex)) for sex in ("women", "men"))
    return None if women is None or men is None else (int(women), int(men))
