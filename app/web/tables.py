"""Published tables as the rows of a file: the figures that pages print, to their last digit."""

from __future__ import annotations

from collections.abc import Iterator

from app.statistics.figures import SUPPRESSED, Figure, Table, Unit, printed
from app.web.language import current_language


def header_of(table: Table) -> list[str]:
    """The title of a table, which heads its groups, and what its columns are called."""
    language = current_language()
    return [table.title[language], *(column.label[language] for column in table.columns)]


def lines_of(table: Table) -> Iterator[list[str | int | float]]:
    """The rows of a table in the language of the reader."""
    language = current_language()
    for row in table.rows:
        units = (column.unit for column in table.columns)
        cells = [_cell(cell, unit) for cell, unit in zip(row.cells, units, strict=True)]
        yield [row.label[language], *cells]


def _cell(value: Figure, unit: Unit) -> str | int | float:
    if value is SUPPRESSED:
        return "s"
    return "" if value is None else printed(value, unit)
