"""The sheets of an XLSForm as rows of texts. What comes in is hostile until proved otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from app.documents.spreadsheets import Limits, Refusal, RefusedFile, read_tables
from app.surveys.questionnaires.formats.html_to_text import Words
from app.surveys.questionnaires.formats.unreadable import Unreadable, UnreadableFile

#: A row by column; `label:fr` is a column in a language, `label:` one without.
Row: TypeAlias = dict[str, str]

MAX_ROWS = 5000
_LIMITS = Limits(size=5 * 1024 * 1024)
_TOO_LARGE = (Refusal.TOO_LARGE, Refusal.TOO_MANY_CELLS, Refusal.TOO_MUCH_MEMORY)
_SHEETS = ("survey", "choices", "settings")
TRANSLATED = {"label", "hint", "constraint_message"}
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
}


@dataclass(frozen=True)
class Book:
    survey: list[Row]
    choices: list[Row]
    settings: Row


def read_book(data: bytes) -> Book:
    """Raises UnreadableFile."""
    tables = _tables(data)
    survey = _rows(tables.get("survey", []))
    if not survey or not any("type" in row for row in survey):
        raise UnreadableFile(Unreadable.NOT_XLSFORM)
    if len(survey) > MAX_ROWS:
        raise UnreadableFile(Unreadable.TOO_LARGE)
    settings = _rows(tables.get("settings", []))
    return Book(survey, _rows(tables.get("choices", [])), settings[0] if settings else {})


def _tables(data: bytes) -> dict[str, list[list[str]]]:
    tables: dict[str, list[list[str]]] = {}
    try:
        for table in read_tables(data, _SHEETS, _LIMITS):
            tables.setdefault(table.described.name.strip().lower(), table.lines())
    except RefusedFile as refused:
        large = refused.refusal in _TOO_LARGE
        raise UnreadableFile(Unreadable.TOO_LARGE if large else Unreadable.NOT_XLSFORM) from None
    return tables


def _rows(table: list[list[str]]) -> list[Row]:
    """Rows that are not empty; of two columns of one name, the first that is filled counts."""
    if not table:
        return []
    header = [_column(name) for name in table[0]]
    rows = []
    for cells in table[1:]:
        row: Row = {}
        for name, cell in zip(header, cells, strict=False):
            if name and cell.strip():
                row.setdefault(name, cell.strip())
        if row:
            rows.append(row)
    return rows


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


def words(row: Row, column: str) -> Words:
    """The words of a column by language."""
    start = f"{column}:"
    return {key.removeprefix(start): cell for key, cell in row.items() if key.startswith(start)}
