"""What is declared about an indicator. Page, report, files, series and guide derive from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

import polars as pl

from app.indicators.core.agents import has, present
from app.indicators.core.columns import UID
from app.indicators.core.formulas import row_digests
from app.law import LegalBasis
from app.statistics.disclosure import Thresholds
from app.statistics.figures import Column, Drawing, Figure
from app.text import Text


@dataclass(frozen=True)
class YearStaff:
    """The agents of a year, and what indicators need to know about it.

    `directorates` are the names of those that the file gives by code.
    """

    year: int
    agents: pl.DataFrame
    thresholds: Thresholds
    directorates: Mapping[str, Text] = field(default_factory=dict)

    @cached_property
    def lot(self) -> bytes:
        """What decides by lot between cells to withhold: a digest of the file, so that whoever
        imports the same file prints alike, and readers, who have no file, cannot tell."""
        traits = [name for name in self.agents.columns if name != UID]
        rows = sorted(row_digests(self.agents, traits))
        return blake2b(b"".join(rows), digest_size=32).digest()

    @cached_property
    def staff(self) -> pl.DataFrame:
        return self.agents.filter(present(self.year))

    @property
    def as_of(self) -> dt.date:
        return dt.date(self.year, 12, 31)

    def has(self, column: str) -> bool:
        """Whether the year's file has this column: what it leaves out is unknown, not zero."""
        return has(self.agents, column)


@dataclass(frozen=True)
class Group:
    """The agents of one line."""

    code: str
    label: Text
    agents: pl.DataFrame


@dataclass(frozen=True)
class Breakdown:
    """What splits people into lines: « par catégorie ». `column` is that of the file."""

    code: str
    words: Text
    column: str
    groups: Callable[[YearStaff, pl.DataFrame], list[Group]]


def _no_note(limits: Thresholds) -> Text:
    return Text()


#: For each group, then for all of them: one figure a column, through the disclosure gate.
Cells = Callable[[YearStaff, Sequence[pl.DataFrame]], list[tuple[Figure, ...]]]


@dataclass(frozen=True)
class Lines:
    """What a table says of each group."""

    columns: tuple[Column, ...]
    cells: Cells
    note: Callable[[Thresholds], Text] = _no_note


@dataclass(frozen=True)
class Cut:
    """One table of an indicator: its breakdown, what it says, its drawing."""

    breakdown: Breakdown
    lines: Lines
    drawing: Drawing | None = None


@dataclass(frozen=True)
class Yearly:
    """What an indicator says of one year, in the series of its theme."""

    columns: tuple[Column, ...]
    cells: Callable[[YearStaff], tuple[Figure, ...]]
    note: Callable[[Thresholds], Text] = _no_note


@dataclass(frozen=True)
class Theme:
    """Indicators shown together, with one table of all of them over the years.

    `chapter` is the chapter of the annual report that has this table.
    """

    code: str
    title: Text
    series: Text
    population: Text
    chapter: str

    @property
    def series_code(self) -> str:
        """The code of its table over the years."""
        return f"{self.code}-series"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator, declared once.

    All `columns` of the agents' file are needed; of those in `either`, one is enough. A file that
    lacks them gives no table of the indicator. `chapter` is that of the annual report.
    """

    code: str
    name: Text
    theme: Theme
    chapter: str
    population: Text
    definition: Text
    formula: Text
    bases: tuple[LegalBasis, ...]
    columns: tuple[str, ...]
    either: tuple[str, ...] = ()
    people: Callable[[YearStaff], pl.DataFrame]
    cuts: tuple[Cut, ...]
    yearly: Yearly | None = None

    def known(self, now: YearStaff) -> bool:
        """Whether the year's file has what the indicator needs."""
        whole = all(now.has(column) for column in self.columns)
        return whole and (not self.either or any(now.has(column) for column in self.either))

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of the file that it is made of, or may be."""
        return (*self.columns, *self.either)

    def table_code(self, cut: Cut) -> str:
        """The code of one of its tables; the indicator's own when it has only one."""
        return self.code if len(self.cuts) == 1 else f"{self.code}-{cut.breakdown.code}"

    def table_title(self, cut: Cut) -> Text:
        words = cut.breakdown.words
        return Text(f"{self.name.fr} {words.fr}", f"{self.name.en} {words.en}")
