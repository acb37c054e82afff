"""What ODK keeps for itself: names, and the sign that begins a quoted answer.

A question called `meta` is written under another name, with its code in a column of our own; a `${`
that quotes nothing has an unseen sign in it.
"""

from __future__ import annotations

from typing import Any

from app.surveys.questionnaires.engine.piping import PLACEHOLDER

_RESERVED = {"meta": "meta_"}
_LITERAL, _APART = "${", "$\u2060{"
_WRITTEN = ("label", "hint", "constraint_message")


def in_names_of_odk(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the survey sheet as ODK takes them."""
    return [_renamed(row) for row in rows]


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    changed = {key: _cell(key, cell) for key, cell in row.items()}
    code = str(row.get("name", ""))
    if (name := _name(code)) != code:
        changed |= {"name": name, "code": code}
    return changed


def _cell(key: str, cell: object) -> object:
    if isinstance(cell, dict):
        return {language: _cell(key, text) for language, text in cell.items()}
    if not isinstance(cell, str) or "${" not in cell:
        return cell
    parts = PLACEHOLDER.split(cell)  # words and codes, in turn
    words = [part.replace(_LITERAL, _APART) if key in _WRITTEN else part for part in parts[::2]]
    codes = [f"${{{_name(code)}}}" for code in parts[1::2]]
    return "".join(each for pair in zip(words, [*codes, ""], strict=True) for each in pair)


def _name(code: str) -> str:
    """The name of a code, which may be that of a part: `meta.missing`."""
    whole, dot, part = code.partition(".")
    return _RESERVED.get(whole, whole) + dot + part


def literal(text: str) -> str:
    """A text with its own signs again."""
    return text.replace(_APART, _LITERAL)
