"""Figures as every page, chart and document shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from typing import Final, Literal, TypeAlias

from app.text import Text


class _Suppression(Enum):
    SUPPRESSED = "s"


SUPPRESSED: Final = _Suppression.SUPPRESSED
Suppressed: TypeAlias = Literal[_Suppression.SUPPRESSED]
#: A number, a number withheld by statistical disclosure control, or no number at all.
Figure: TypeAlias = float | int | Suppressed | None


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"  # 0 to 1
    GAP = "gap"  # (women - men) / men, signed
    POINTS = "points"  # difference of two shares, signed
    NUMBER = "number"  # with one digit
    SCORE = "score"  # 0 to 100, whole
    ALPHA = "alpha"  # under 1, with two digits
    DAY = "day"  # proleptic Gregorian ordinal
    EUROS = "euros"
    FTE = "fte"
    YEARS = "years"
    YEAR = "year"
    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True)
class Column:
    code: str
    label: Text
    unit: Unit


@dataclass(frozen=True)
class Row:
    code: str
    label: Text
    cells: tuple[Figure, ...]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A published table: where it comes from goes with it."""

    code: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    population: Text
    source: Text
    as_of: dt.date
    note: Text = field(default_factory=Text)

    def cell(self, row: str, column: str) -> Figure:
        """One figure by the codes of its row and column; KeyError when there is none."""
        position = [c.code for c in self.columns].index(column)
        for candidate in self.rows:
            if candidate.code == row:
                return candidate.cells[position]
        raise KeyError(row)

    def known(self, row: str, column: str) -> Figure:
        """One figure, None where an older table has no such column yet."""
        codes = {own.code for own in self.columns}
        return self.cell(row, column) if column in codes else None

    def unit(self, column: str) -> Unit:
        """The unit of a column; KeyError when there is none of this code."""
        for candidate in self.columns:
            if candidate.code == column:
                return candidate.unit
        raise KeyError(column)

    def column(self, code: str) -> list[Figure]:
        position = [c.code for c in self.columns].index(code)
        return [row.cells[position] for row in self.rows]

    def only(self, codes: Collection[str]) -> Table:
        """The same with these columns alone, of those that it has."""
        places = [place for place, own in enumerate(self.columns) if own.code in codes]
        return replace(
            self,
            columns=tuple(self.columns[place] for place in places),
            rows=tuple(
                replace(row, cells=tuple(row.cells[place] for place in places)) for row in self.rows
            ),
        )

    @property
    def suppressed(self) -> bool:
        """Whether at least one cell is withheld."""
        return any(cell is SUPPRESSED for row in self.rows for cell in row.cells)

    @property
    def incomplete(self) -> bool:
        """Whether at least one cell has no figure at all; a base needs none."""
        rows = (row for row in self.rows if row.code != "~base")
        return any(cell is None for row in rows for cell in row.cells)


class ChartForm(StrEnum):
    """The forms that draw a table of figures by sex."""

    SHARES = "shares"
    PYRAMID = "pyramid"
    PAY = "pay"


@dataclass(frozen=True)
class Drawing:
    """How a table is drawn. The title may state a `{figure}`: `quotes` is its row and column."""

    form: ChartForm
    title: Text
    quotes: tuple[str, str] | None = None


#: The digits that a figure of a unit is printed with; others are whole.
_DIGITS = {
    Unit.SHARE: 3,
    Unit.GAP: 3,
    Unit.POINTS: 3,
    Unit.ALPHA: 2,
    **dict.fromkeys((Unit.NUMBER, Unit.FTE, Unit.YEARS, Unit.DAYS), 1),
}


def printed(value: float, unit: Unit) -> float | int:
    """A figure to the last digit that pages print: a file says no more than they do."""
    digits = _DIGITS.get(unit, 0)
    return round(value, digits) if digits else round(value)


def ratio(numerator: Figure, denominator: Figure) -> Figure:
    """numerator / denominator; suppressed as soon as one is, None without denominator."""
    if numerator is SUPPRESSED or denominator is SUPPRESSED:
        return SUPPRESSED
    if numerator is None or not denominator:
        return None
    return numerator / denominator


def number(value: Figure) -> float | None:
    """The value, None where it is suppressed or missing."""
    return None if value is SUPPRESSED or value is None else float(value)


def numbers(values: Iterable[Figure]) -> list[float]:
    """The values that are neither suppressed nor missing."""
    return [float(v) for v in values if v is not None and v is not SUPPRESSED]
