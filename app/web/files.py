"""Files that forms carry: read while no transaction is open, or refused with words."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash
from flask_babel import gettext as _
from flask_wtf.file import FileField

from app.documents.spreadsheets import (
    USUAL,
    Known,
    Limits,
    Refusal,
    RefusedFile,
    Sheet,
    read_sheet,
)
from app.extensions import db
from app.web.formats import decimal


def read_upload(
    field: FileField, known: Known | None = None, long_cells: bool = False
) -> Sheet | None:
    """The sheet of the file in a field; None, with the reason at the field, for one that is
    refused. The page that comes next says from where it was read, where that is not plain. No
    transaction is open meanwhile: a view that `reads_first` begins to write after."""
    db.session.rollback()
    try:
        sheet = read_sheet(field.data.read(), known, long_cells=long_cells)
    except RefusedFile as refused:
        field.errors = [refusal_words(refused)]
        return None
    source = sheet.source
    if words := reading_words(source.name, source.others, sheet.line, source.encoding):
        flash(" ".join(words))
    return sheet


def reading_words(
    sheet: str, other_sheets: Sequence[str], header_line: int, encoding: str
) -> list[str]:
    """From where a file was read, as far as somebody should look at it: one sheet among several,
    headings under a title, letters of an old program."""
    words = []
    if other_sheets:
        words.append(_("Sheet read: “%(name)s”.", name=sheet))
        words.append(_("Others were not read: %(names)s.", names=", ".join(other_sheets)))
    if header_line > 1:
        words.append(_("The headings are on line %(line)s.", line=header_line))
    if encoding in ("cp850", "mac_roman"):
        words.append(
            _(
                "The letters were read as those of an old program (%(name)s): look at one accented "
                "word.",
                name=encoding.upper(),
            )
        )
    return words


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
