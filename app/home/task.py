"""Something to do, as the first page shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """Something to do: a word on its urgency, what, why, and where."""

    kind: str
    glyph: str
    word: str
    title: str
    words: str
    address: str
