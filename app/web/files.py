"""Files that forms carry: read while no transaction is open, or refused with words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask_babel import gettext as _
from flask_wtf.file import FileField

from app.documents.spreadsheets import (
    USUAL,
    Frame,
    Known,
    Limits,
    Refusal,
    RefusedFile,
    Sheet,
    read_frame,
    read_sheet,
)
from app.extensions import db
from app.web.formats import decimal

Value = TypeVar("Value")


def read_upload(
    field: FileField, known: Known | None = None, long_cells: bool = False
) -> Sheet | None:
    """The sheet of the file in a field; None, with the reason at the field, for one that is
    refused. No transaction is open meanwhile: a view that `reads_first` begins to write after."""
    return _read(field, lambda data: read_sheet(data, known, long_cells=long_cells))


def read_upload_in_columns(field: FileField, known: Known) -> Frame | None:
    """The same, as columns."""
    return _read(field, lambda data: read_frame(data, known))


def _read(field: FileField, read: Callable[[bytes], Value]) -> Value | None:
    db.session.rollback()
    try:
        return read(field.data.read())
    except RefusedFile as refused:
        field.errors = [refusal_words(refused)]
        return None


def refusal_words(refused: RefusedFile, limits: Limits = USUAL) -> str:
    """Why a file is not read, and what to do."""
    return (_extent_words(limits) | _kind_words() | _line_words(refused.lines))[refused.refusal]


def _extent_words(limits: Limits) -> dict[Refusal, str]:
    return {
        Refusal.TOO_LARGE: _("This file is larger than 10 MB: keep the columns that are needed."),
        Refusal.TOO_MANY_CELLS: _(
            "This file has more than %(rows)s lines or %(columns)s columns, or a cell far from the "
            "others: delete what is outside the table.",
            rows=decimal(limits.rows),
            columns=limits.columns,
        ),
        Refusal.TOO_MUCH_MEMORY: _(
            "This file would unfold beyond reason and was not read. Save the table again as CSV."
        ),
        Refusal.TOO_LONG: _(
            "This file takes too long to read. Keep the table alone, and save it again as CSV."
        ),
    }


def _kind_words() -> dict[Refusal, str]:
    return {
        Refusal.NOT_A_SPREADSHEET: _(
            "This is not a spreadsheet: send a CSV, XLSX, ODS or XLS file."
        ),
        Refusal.ARCHIVE: _(
            "This is an archive of files: send the CSV, XLSX, ODS or XLS inside it."
        ),
        Refusal.DOCUMENT: _(
            "This is a text document: send the table itself, as CSV, XLSX, ODS or XLS."
        ),
        Refusal.PICTURE: _("This is a picture: send the table itself, as CSV, XLSX, ODS or XLS."),
        Refusal.LOCKED: _(
            "This workbook is locked by a password: save it without one, and send it again."
        ),
        Refusal.DAMAGED: _(
            "This file is damaged or cut short: open it in a spreadsheet program, save it again."
        ),
        Refusal.EMPTY: _("This file is empty."),
        Refusal.UNKNOWN_ENCODING: _(
            "The letters of this file cannot be made out: save it again as CSV UTF-8."
        ),
    }


def _line_words(numbers: Sequence[int]) -> dict[Refusal, str]:
    lines = ", ".join(map(str, numbers))
    return {
        Refusal.OPEN_QUOTE: _(
            "A quotation mark is open without being closed on the same line: see line %(lines)s. "
            "Take it out, or send the workbook itself.",
            lines=lines,
        ),
        Refusal.BEYOND_HEADINGS: _(
            "There are more cells than headings: see line %(lines)s. A sign that separates cells "
            "may stand inside one.",
            lines=lines,
        ),
    }
