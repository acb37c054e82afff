"""What a table compares of women and of men, and whether it shows anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.statistics.figures import Column, Table, Unit, number

WOMEN, MEN = "women", "men"
#: What can be compared of women and of men: shares and means. Sums of all women and of all men say
#: how many there are.
_SHARES = (Unit.SHARE, Unit.YEARS)
_MEANS = ("mean", "median", "ifse", "months", "days")


@dataclass(frozen=True)
class Pair:
    """Two columns of a table that say the same of women and of men."""

    women: Column
    men: Column

    @property
    def codes(self) -> tuple[str, str]:
        return self.women.code, self.men.code


def pairs(table: Table) -> Iterator[Pair]:
    """The columns of a table that say the same of women and of men, in their order."""
    by_code = {column.code: column for column in table.columns}
    for code, column in by_code.items():
        if (other := twin(code)) in by_code:
            yield Pair(column, by_code[other])


def twin(code: str) -> str:
    """The column of men that goes with this one of women; none has that name otherwise."""
    parts = [MEN if part == WOMEN else part for part in code.split("_")]
    return "_".join(parts) if WOMEN in code.split("_") else ""


def _comparable(pair: Pair) -> bool:
    """Whether its two figures are of the same scale, however many women and men there are."""
    first = pair.women.code.split("_")[0]
    return pair.women.unit in _SHARES or (pair.women.unit is not Unit.COUNT and first in _MEANS)


def main_pair(table: Table) -> Pair | None:
    """What a table compares first of all: pay, otherwise shares before means."""
    every = [pair for pair in pairs(table) if _comparable(pair)]
    if every and every[0].women.unit is Unit.EUROS:
        return every[0]
    shares = [pair for pair in every if pair.women.unit is Unit.SHARE]
    return next(iter(shares or every), None)


def is_series(table: Table) -> bool:
    """Whether its rows are years."""
    return bool(table.rows) and all(row.code.isdigit() and len(row.code) == 4 for row in table.rows)


def says_something(table: Table) -> bool:
    """Whether it shows a figure other than zero."""
    return any(number(cell) for row in table.rows if row.code != "~base" for cell in row.cells)
