"""Spreadsheets out: what was written is neither a formula nor a link, whatever it begins with."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.cells import inert

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Lines of a template under which choices are offered.
CHOICES_DOWN_TO = 20_000

#: What a cell may hold in a file that we write.
Cell: TypeAlias = str | int | float


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV that French spreadsheets open as it is; a text is never run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([_inert(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def write_standard_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV for programs: commas between cells, points in numbers; texts are made inert too."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (header, *rows):
        writer.writerow([_inert(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode()


def _inert(cell: object) -> object:
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return inert(cell) if isinstance(cell, str) else cell


def write_template(
    columns: Sequence[tuple[str, Sequence[str]]], as_text: Collection[str] = ()
) -> bytes:
    """An empty XLSX with a header and a list of choices under each coded column.

    What is typed in the columns `as_text` stays as it was typed: a code 1.10, a month 06/2026.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _AS_WRITTEN)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    bold, typed = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for position, (name, choices) in enumerate(columns):
        sheet.write_string(0, position, name, bold)
        width = max(12, len(name) + 2)
        sheet.set_column(position, position, width, typed if name in as_text else None)
        if choices:
            rule = {"validate": "list", "source": list(choices)}
            sheet.data_validation(1, position, CHOICES_DOWN_TO, position, rule)
    book.close()
    return out.getvalue()


#: What is written is neither a formula nor a link, whatever it begins with.
_AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Page:
    """One page of a workbook: its name, its header, the rows under it."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_workbook(pages: Sequence[Page], dated: dt.date | None = None) -> bytes:
    """An XLSX of several pages, every text of which is a text; where it says a day of its own, the
    same pages give the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _AS_WRITTEN)
    if dated is not None:
        book.set_properties({"created": dt.datetime.combine(dated, dt.time())})
    bold, typed = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for page in pages:
        sheet = book.add_worksheet(page.name[:31])
        sheet.freeze_panes(1, 0)
        for place, title in enumerate(page.header):
            sheet.write_string(0, place, title, bold)
            longest = max((len(str(row[place])) for row in page.rows), default=0)
            sheet.set_column(place, place, min(60, max(len(title), longest) + 2))
        for line, row in enumerate(page.rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, place, cell, typed)
                else:
                    sheet.write_number(line, place, cell)
    book.close()
    return out.getvalue()
