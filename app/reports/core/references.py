"""Figures quoted in a text by reference: `{staff-series:2023:share}` is a table, a row, a column.

A corrected figure changes every text that quotes it. A number typed by hand stays as it was typed:
it is pointed at when it is a figure of the report, or was one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.statistics.figures import Figure, Table, Unit, number

#: How a figure is written in one language.
Writer = Callable[[Figure, Unit], str]

_REFERENCE = re.compile(r"\{([^{}:\n]+):([^{}:\n]+):([^{}:\n]+)\}")
#: A number as people type it: with spaces, commas or points inside.
_NUMBER = re.compile(r"(?<![\w.,])[-+−]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)*(?![\w])")
#: Whole numbers under it are said of anything, and point at no figure.
_LEAST = 32


@dataclass(frozen=True)
class Reference:
    """One figure, by the codes of its table, its row and its column."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{{{self.table}:{self.row}:{self.column}}}"


Tables = Mapping[str, Table]


def references_in(text: str) -> list[Reference]:
    """The figures that a text quotes, in its order."""
    return [Reference(*parts) for parts in _REFERENCE.findall(text)]


def figure_of(reference: Reference, tables: Tables) -> tuple[Figure, Unit]:
    """The figure that is referred to, with its unit. Raises KeyError when no table has it."""
    table = tables[reference.table]
    try:
        return table.cell(reference.row, reference.column), table.unit(reference.column)
    except ValueError:  # no such column
        raise KeyError(reference.column) from None


def unknown(text: str, tables: Tables) -> list[Reference]:
    """The figures that a text quotes and that no table has."""
    return [each for each in references_in(text) if not _known(each, tables)]


def _known(reference: Reference, tables: Tables) -> bool:
    try:
        figure_of(reference, tables)
    except KeyError:
        return False
    return True


def filled(text: str, tables: Tables, write: Writer) -> str:
    """A text with its figures written out; one that no table has stays as it was typed."""

    def written(match: re.Match[str]) -> str:
        reference = Reference(*match.groups())
        return write(*figure_of(reference, tables)) if _known(reference, tables) else match[0]

    return _REFERENCE.sub(written, text)


def figures_in(tables: Tables) -> Iterator[tuple[Reference, Figure, Unit]]:
    """Every figure of these tables, with how it is referred to."""
    for code, table in tables.items():
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                yield Reference(code, row.code, column.code), cell, column.unit


def numerals(written: str) -> str:
    """The digits of a number with its decimal point, whatever the language that it is written in:
    « 2 248 » and “2,248” are one number, and so are « 36,0 % » and “36.0%”."""
    match = _NUMBER.search(written)
    if match is None:
        return ""
    signs = match[0].replace("−", "-").lstrip("+")
    signs = re.sub(r"[ \u00a0\u202f]", "", signs)
    signs = re.sub(r"[.,](?=\d{3}(?!\d))", "", signs)
    return signs.replace(",", ".")


def typed_numbers(text: str) -> list[str]:
    """The numbers that somebody typed in a text, beside its references, as `numerals` has them."""
    plain = _REFERENCE.sub(" ", text)
    return [numerals(match[0]) for match in _NUMBER.finditer(plain)]


def printed_numbers(tables: Tables, write: Writer) -> dict[str, str]:
    """Each figure as it is written, by its reference; those that are missing, withheld or too small
    to be told from any other number are left out."""
    return {
        str(reference): write(cell, unit)
        for reference, cell, unit in figures_in(tables)
        if number(cell) is not None and _is_telling(numerals(write(cell, unit)), unit)
    }


def _is_telling(numeral: str, unit: Unit) -> bool:
    if not numeral or unit is Unit.YEAR:
        return False
    return "." in numeral or abs(int(numeral)) >= _LEAST


def outdated(text: str, then: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """The numbers typed in a text that are no figure of the report any more, each with what the
    figure that it was is now. `then` are the figures when the text was written."""
    standing = {numerals(written) for written in now.values()}
    former: dict[str, str] = {}
    for reference, written in then.items():
        former.setdefault(numerals(written), reference)
    return {
        numeral: now[former[numeral]]
        for numeral in typed_numbers(text)
        if numeral not in standing and numeral in former and former[numeral] in now
    }
