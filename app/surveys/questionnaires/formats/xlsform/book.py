"""The sheets of an XLSForm as an XLSX file. Every cell is a text: nothing is run as a formula."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from app.surveys.questionnaires.formats.expressions import LONGEST

_LANGUAGES = {"fr": "Français (fr)", "en": "English (en)"}
_BILINGUAL = ("label", "hint", "constraint_message")
_SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "choice_filter",
    "repeat_count",
    "appearance",
    "parameters",
    "kind",
    "profile",
    "random",
    "code",
)
_CHOICES = ("list_name", "name", "label")


class CellTooLong(ValueError):
    """A cell that no spreadsheet holds."""


def write_book(
    survey: list[dict[str, Any]], choices: list[dict[str, Any]], settings: dict[str, str]
) -> bytes:
    """The workbook of these sheets. Raises CellTooLong."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": dt.datetime(2000, 1, 1)})  # the same file each time
    _sheet(book, "survey", _SURVEY, survey)
    _sheet(book, "choices", _CHOICES, choices)
    _sheet(book, "settings", tuple(settings), [settings])
    book.close()
    return out.getvalue()


def _sheet(book: Any, name: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    header = [cell for column in columns for cell in _headers(column)]
    for position, title in enumerate(header):
        sheet.write_string(0, position, title, bold)
    for number, row in enumerate(rows, start=1):
        cells = [cell for column in columns for cell in _cells(column, row.get(column))]
        for position, cell in enumerate(cells):
            if len(cell) > LONGEST:
                raise CellTooLong(cell[:40])
            if cell:
                sheet.write_string(number, position, cell)


def _headers(column: str) -> list[str]:
    if column in _BILINGUAL:
        return [f"{column}::{language}" for language in _LANGUAGES.values()]
    return [column]


def _cells(column: str, value: Any) -> list[str]:
    if column in _BILINGUAL:
        words = value or {}
        return [str(words.get(language, "")) for language in _LANGUAGES]
    return [str(value or "")]
