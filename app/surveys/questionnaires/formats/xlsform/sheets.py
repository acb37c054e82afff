"""The sheets of an XLSForm as rows of texts. What comes in is hostile until proved otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app import cells
from app.cells import CellError
from app.documents.spreadsheets import Limits, Refusal, RefusedFile, read_tables
from app.documents.spreadsheets.reading import HEADER_WITHIN, find_header
from app.surveys.questionnaires.formats.html_to_text import Words
from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile

Column: TypeAlias = str


class Row(dict[Column, str]):
    """A row by column, which remembers what was read of it, so that what was not can be said.

    `label:fr` is a column in a language, `label:` one without.
    """

    def __init__(self, cells: Mapping[Column, str] | None = None) -> None:
        super().__init__(cells or {})
        self._read: set[Column] = set()

    def get(self, column: Column, otherwise: str = "") -> str:  # type: ignore[override]
        self._read.add(column)
        return super().get(column, otherwise)

    def __getitem__(self, column: Column) -> str:
        self._read.add(column)
        return super().__getitem__(column)

    def words(self, column: Column) -> Words:
        """The words of a column by language."""
        start = f"{column}:"
        mine = [each for each in self if each.startswith(start)]
        return {each.removeprefix(start): self[each] for each in mine}

    def dismiss(self) -> None:
        """Everything of this row is dealt with."""
        self._read |= set(self)

    @property
    def unread(self) -> list[Column]:
        return [column for column in self if column not in self._read]


MAX_ROWS = 5000
_LIMITS = Limits(size=5 * 1024 * 1024)
_SHEETS = ("survey", "choices", "settings")
TRANSLATED = {"label", "hint", "constraint_message"}
_HEADINGS = {"type", "name", "label", "list_name", "form_title", "form_id"}
_ALIASES = {
    "caption": "label",
    "relevance": "relevant",
    "calculate": "calculation",
    "command": "type",
    "constraining_message": "constraint_message",
    "count": "repeat_count",
    "value": "name",
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
    "list": "list_name",
}
_LANGUAGES = {
    "fr": "fr",
    "french": "fr",
    "francais": "fr",
    "français": "fr",
    "en": "en",
    "english": "en",
    "anglais": "en",
    "fra": "fr",
    "fre": "fr",
    "eng": "en",
    "default": "",
}


@dataclass(frozen=True)
class Book:
    """The three sheets of a form; `others` are those that nothing is read from."""

    survey: list[Row]
    choices: list[Row]
    settings: Row
    others: tuple[str, ...] = ()


def read_book(data: bytes) -> Book:
    """Raises UnreadableFile."""
    tables, others = _tables(data)
    if "survey" not in tables:
        raise UnreadableFile(Unreadable.NOT_XLSFORM, detail=", ".join(others))
    survey = _rows(tables, "survey")
    if not survey or not any("type" in row for row in survey):
        raise UnreadableFile(Unreadable.NO_ROWS)
    if len(survey) > MAX_ROWS:
        raise UnreadableFile(Unreadable.TOO_MANY_QUESTIONS, detail=str(len(survey)))
    settings = _rows(tables, "settings")
    choices = _rows(tables, "choices")
    return Book(survey, choices, settings[0] if settings else Row(), others)


def _tables(data: bytes) -> tuple[dict[str, list[list[str]]], tuple[str, ...]]:
    tables: dict[str, list[list[str]]] = {}
    others: tuple[str, ...] = ()
    try:
        read = read_tables(data, _SHEETS, _LIMITS)
        for table in read:
            name = table.described.name
            if name.strip().lower() in tables:
                others = (*others, name)  # of two sheets of one name, the first one
            tables.setdefault(name.strip().lower(), table.lines())
        if read:
            others = (*read[0].described.others, *others)
        else:
            [first] = read_tables(data, limits=_LIMITS)
            others = (first.described.name, *first.described.others)
    except RefusedFile as refused:
        if refused.refusal is Refusal.TOO_LARGE:
            raise UnreadableFile(Unreadable.TOO_LARGE, detail="5") from None
        raise UnreadableFile(refused.refusal) from None
    return tables, others


def _rows(tables: Mapping[str, list[list[str]]], sheet: str) -> list[Row]:
    """Rows that are not empty; of two columns of one name, the first that is filled counts."""
    table = tables.get(sheet)
    if not table:
        return []
    above, headings = find_header(table[:HEADER_WITHIN], _known)
    header = [_column(name) or f"({place})" for place, name in enumerate(headings, start=1)]
    header += [f"({place})" for place in range(len(header) + 1, len(table[0]) + 1)]
    rows = []
    for line, filled in enumerate(table[above + 1 :], start=above + 2):
        row: dict[Column, str] = {}
        for place, (name, cell) in enumerate(zip(header, filled, strict=False), start=1):
            if cell.strip():
                _check(cell.strip(), line, f"{sheet}, {header[place - 1].rstrip(':')}")
                row[name if name not in row else f"({place}) {name}"] = cell.strip()
        if row:
            rows.append(Row(row))
    return rows


def _known(row: Sequence[str]) -> int:
    """How many headings of a form a row has."""
    return len({_column(cell).partition(":")[0] for cell in row} & _HEADINGS)


def _check(cell: str, line: int, place: str) -> None:
    try:
        cells.check(cell)
    except CellError:
        raise UnreadableFile(Unreadable.FAILED_CELL, line, place) from None


def _column(name: str) -> str:
    parts = [part.strip() for part in re.split(r"::?", name[:200])]
    base = re.sub(r"[\s-]+", "_", parts[0].lower())
    base = _ALIASES.get(base, base)
    if base == "bind" and len(parts) > 1:
        return _column("::".join(parts[1:]))
    if base in TRANSLATED:
        return f"{base}:{language_of(parts[1]) if len(parts) > 1 else ''}"
    return base if len(parts) == 1 else f"{base}::{parts[1].lower()}"


def language_of(name: str) -> str:
    """`Français (fr)` is fr; a language that is not ours keeps its own name."""
    code = re.search(r"\(\s*([A-Za-z]{2})\b[^)]*\)", name)
    known = code.group(1).lower() if code else re.split(r"[\s_(-]", name.strip().lower())[0]
    return _LANGUAGES.get(known, name.strip().lower())
