"""Titles as people write them twice: in one language or in both, with or without accents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from app.text import Text, plain

Row = TypeVar("Row")


def key_of(words: str) -> str:
    """What the writings of the same words share."""
    return " ".join(plain(words).replace("’", "'").split())


def same_title(one: Text, other: Text) -> bool:
    """Whether two titles are the same: in French, or in English where one of them has no French."""
    if one.fr and other.fr:
        return key_of(one.fr) == key_of(other.fr)
    return bool(one.en and other.en) and key_of(one.en) == key_of(other.en)


def joined(one: Text, other: Text) -> Text:
    """A title with the languages that another writing of it adds."""
    return Text(one.fr or other.fr, one.en or other.en)


def keys(title: Text) -> tuple[str, ...]:
    """Under what a title is kept in an index of titles, for `find` to find it."""
    own = [f"fr {key_of(title.fr)}"] if title.fr else []
    if title.en:
        own.append(f"en {key_of(title.en)}")
    if title.en and not title.fr:
        own.append(f"en alone {key_of(title.en)}")
    return tuple(own)


def index_of(rows: Mapping[Row, Text]) -> dict[str, Row]:
    """Rows by their titles; of two with the same title the first."""
    index: dict[str, Row] = {}
    for row, title in rows.items():
        for key in keys(title):
            index.setdefault(key, row)
    return index


def find(index: Mapping[str, Row], title: Text) -> Row | None:
    """The row of an index that has the same title."""
    if not title.fr:
        return index.get(f"en {key_of(title.en)}") if title.en else None
    row = index.get(f"fr {key_of(title.fr)}")
    if row is None and title.en:
        row = index.get(f"en alone {key_of(title.en)}")
    return row
