"""Workbooks: XLSX and ODS, which are archives of XML, and the XLS of before.

A cell in error, or a formula whose result was never computed, is a text such as `#N/A` in a table,
and never an empty cell.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from .asking import BREAK, CELL, Described, Question, Refusal, RefusedFile
from .cell_errors import Place, errors_of_ods, errors_of_xlsx

ARCHIVE, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Parts that an archive may have, and how far it may unfold when it is more than a little.
MAX_PARTS, MAX_RATIO, LITTLE = 2_000, 100, 1024 * 1024
#: What a byte of XML takes while its cells are held, in bytes.
HELD = 3
Row = Sequence[object]
Tables = list[tuple[Described, bytes]]


def read_archive(data: bytes, question: Question) -> Tables:
    """The wanted tables of an XLSX or ODS file. Raises RefusedFile."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        errors_of = _check_archive(archive, len(data), question)
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError:
            raise RefusedFile(Refusal.LOCKED) from None
        hidden = {s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible}

        def rows_of(name: str) -> list[Row]:
            sheet = book.get_sheet_by_name(name)
            _check_extent(sheet.total_height, sheet.total_width, question)
            rows: list[Row] = list(sheet.to_python(skip_empty_area=False))
            return _with_errors(rows, errors_of(archive, name))

        return _wanted(question, book.sheet_names, hidden, rows_of)


def read_xls(data: bytes, question: Question) -> Tables:
    """The wanted tables of an XLS file. Raises RefusedFile."""
    import xlrd  # type: ignore[import-untyped]

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=True)
    except xlrd.XLRDError as error:
        locked = "encrypt" in str(error).lower()
        raise RefusedFile(Refusal.LOCKED if locked else Refusal.DAMAGED) from None

    def rows_of(name: str) -> list[Row]:
        sheet = book.sheet_by_name(name)
        _check_extent(sheet.nrows, sheet.ncols, question)
        return [[_xls_value(cell, book) for cell in sheet.row(n)] for n in range(sheet.nrows)]

    numbered = enumerate(book.sheet_names())
    hidden = {name for number, name in numbered if book.sheet_by_index(number).visibility}
    return _wanted(question, book.sheet_names(), hidden, rows_of)


def _xls_value(cell: object, book: object) -> object:
    import xlrd

    kind, value = cell.ctype, cell.value  # type: ignore[attr-defined]
    if kind == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(value, book.datemode)  # type: ignore[attr-defined]
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#N/A")
    return bool(value) if kind == xlrd.XL_CELL_BOOLEAN else value


def _check_archive(
    archive: zipfile.ZipFile, size: int, question: Question
) -> Callable[[zipfile.ZipFile, str], Mapping[Place, str]]:
    """What finds the errors of this kind of archive, unless it unfolds beyond reason."""
    parts = archive.infolist()
    unfolded = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unfolded > max(LITTLE, MAX_RATIO * size):
        raise RefusedFile(Refusal.TOO_MUCH_MEMORY)
    if HELD * unfolded > question.limits.megabytes * 1024 * 1024:
        raise RefusedFile(Refusal.TOO_MUCH_MEMORY)
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        return errors_of_xlsx
    if "content.xml" in names and b"spreadsheet" in archive.read("mimetype"):
        return errors_of_ods
    document = {"word/document.xml", "ppt/presentation.xml", "content.xml"} & set(names)
    raise RefusedFile(Refusal.DOCUMENT if document else Refusal.ARCHIVE)


def _check_extent(rows: int, columns: int, question: Question) -> None:
    if rows > question.limits.rows + 200 or columns > question.limits.columns:
        raise RefusedFile(Refusal.TOO_MANY_CELLS)


def _with_errors(rows: list[Row], errors: Mapping[Place, str]) -> list[Row]:
    for (line, column), text in errors.items():
        rows += [()] * (line + 1 - len(rows))
        row = list(rows[line])
        row += [""] * (column + 1 - len(row))
        row[column] = text
        rows[line] = row
    return rows


def _wanted(
    question: Question,
    names: Sequence[str],
    hidden: set[str],
    rows_of: Callable[[str], list[Row]],
) -> Tables:
    """The tables of the names that are asked for; else the first that is seen and has cells, with
    the names of the others."""
    if question.names:
        called = {name: name.strip().lower() for name in names}
        asked = [name for name in names if called[name] in question.names]
        others = [name for name in names if name not in asked]
        return [_table(name, rows_of(name), others) for name in asked]
    seen = [name for name in names if name not in hidden]
    for name in seen:
        rows = rows_of(name)
        if any(as_text(cell) for row in rows for cell in row):
            return [_table(name, rows, [other for other in seen if other != name])]
    raise RefusedFile(Refusal.EMPTY)


def _table(name: str, rows: list[Row], others: Sequence[str]) -> tuple[Described, bytes]:
    width = max((len(row) for row in rows), default=1)
    lines = (
        CELL.join([*map(as_text, row), *[""] * (width - len(row))]).encode(errors="replace") + b"\n"
        for row in rows
    )
    text = b"".join(lines)
    return Described(len(text), len(rows), name, tuple(others)), text


def as_text(cell: object) -> str:
    """A cell as a text: a whole number without decimals, a day as 2026-12-31."""
    if isinstance(cell, str):
        return _plain(cell.strip())
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return str(cell)


def _plain(text: str) -> str:
    """A text without the signs that have a meaning in our tables, or that no database keeps."""
    if text.isprintable():
        return text
    text = text.replace("\0", "").replace(CELL, " ").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace(BREAK, " ").replace("\n", BREAK)
