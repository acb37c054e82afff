"""Spreadsheets in and out. What comes in is hostile until proved otherwise."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.cells import inert

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 200
MAX_ROWS = 20_000
MAX_COLUMNS = 200
DELIMITERS = ";,\t"
#: In how many rows the header of a file is looked for.
HEADER_WITHIN = 15

_CELL = re.compile(
    rb"""<(?:\w+:)?(?:c|row)\s(?:[^>]*\s)?r\s*=\s*["']\s*([A-Za-z]{0,3})(\d{1,9})\s*["']"""
)


class Refusal(StrEnum):
    TOO_LARGE = "too_large"
    TOO_MANY_CELLS = "too_many_cells"
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    BOOBY_TRAPPED = "booby_trapped"
    EMPTY = "empty"


class RefusedFile(Exception):
    """A file that is not read at all, and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True)
class Sheet:
    """A header and the rows under it, every cell as stripped text; the header is on line `line` of
    the spreadsheet, the rows are on those after it."""

    header: list[str]
    rows: list[list[str]]
    line: int = 1


#: How many known headings a row holds.
Known: TypeAlias = Callable[[Sequence[str]], int]


def read_sheet(data: bytes, known: Known | None = None) -> Sheet:
    """The first sheet of a CSV or XLSX file, recognised by its content. Its header is its first
    line or, where the headings are `known`, the line that has them under a title or blank lines.

    Raises RefusedFile for a file that is too large, booby-trapped, empty or of another kind.
    """
    if len(data) > MAX_BYTES:
        raise RefusedFile(Refusal.TOO_LARGE)
    table = _read_xlsx(data) if data.startswith(b"PK") else _read_csv(data, known)
    while table and not any(table[-1]):
        table.pop()
    if not table:
        raise RefusedFile(Refusal.EMPTY)
    above = _above_header(table, known) if known else 0
    header, width = table[above], len(table[above])
    rows = [(row + [""] * width)[: max(width, len(row))] for row in table[above + 1 :]]
    return Sheet([name.strip().lower() for name in header], rows, above + 1)


def _above_header(table: Sequence[Sequence[str]], known: Known) -> int:
    """How many rows are above the header: it is the first that holds two known headings, or else
    one, or else anything."""
    first = range(min(len(table), HEADER_WITHIN))
    return max(first, key=lambda row: (min(known(table[row]), 2), any(table[row])))


def _delimiter(text: str, known: Known | None) -> str:
    """What stands between cells: what the first line has most of, unless the known headings stand
    further down between something else."""
    first = text.split("\n", 1)[0]
    usual = max(DELIMITERS, key=first.count)
    if known is None:
        return usual

    def headings(delimiter: str) -> int:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return max((known(row) for row in itertools.islice(lines, HEADER_WITHIN)), default=0)

    return max(usual + DELIMITERS, key=headings)


def _read_csv(data: bytes, known: Known | None) -> list[list[str]]:
    if b"\0" in data:
        raise RefusedFile(Refusal.NOT_A_SPREADSHEET)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    try:
        delimiter = _delimiter(text, known)
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise RefusedFile(Refusal.NOT_A_SPREADSHEET) from None
    _check_extent(len(table), max((len(row) for row in table), default=0))
    return [[cell.strip() for cell in row] for row in table]


def _read_xlsx(data: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    check_archive(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        raise RefusedFile(Refusal.NOT_A_SPREADSHEET) from None
    return [[as_text(cell) for cell in row] for row in rows]


def check_archive(data: bytes) -> None:
    """Refuse an archive that would unpack beyond reason, before anything unpacks it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or total > min(MAX_UNPACKED, MAX_RATIO * len(data)):
                raise RefusedFile(Refusal.BOOBY_TRAPPED)
            if "xl/workbook.xml" not in archive.namelist():
                raise RefusedFile(Refusal.NOT_A_SPREADSHEET)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_xml(_unfold(archive, entry))
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ):
        raise RefusedFile(Refusal.NOT_A_SPREADSHEET) from None


def _unfold(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """An entry's content, never more than it declared."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise RefusedFile(Refusal.BOOBY_TRAPPED)
    return content


def _check_xml(content: bytes) -> None:
    """No document type (entities), no wide encoding, no cell far away from the others."""
    if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper() or b"\0" in content:
        raise RefusedFile(Refusal.BOOBY_TRAPPED)
    for letters, digits in _CELL.findall(content):
        _check_extent(int(digits), _column_number(letters))


def _column_number(letters: bytes) -> int:
    value = 0
    for letter in letters.upper():
        value = value * 26 + letter - 64
    return value


def _check_extent(rows: int, columns: int) -> None:
    if rows > MAX_ROWS + 1 or columns > MAX_COLUMNS:
        raise RefusedFile(Refusal.TOO_MANY_CELLS)


def as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell).replace("\0", "").strip()  # the one sign that no database keeps


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
            sheet.data_validation(1, position, MAX_ROWS, position, rule)
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


def write_workbook(pages: Sequence[Page]) -> bytes:
    """An XLSX of several pages, every text of which is a text."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _AS_WRITTEN)
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
