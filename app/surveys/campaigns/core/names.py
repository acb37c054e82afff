"""Words of a text that may be somebody's name: flagged for the person who releases the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.text import plain

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: Shorter names are too often words.
_SHORTEST = 3
#: Words in names that are not names themselves.
_PARTICLES = frozenset({"des", "les", "del", "dos", "van", "von", "der", "den", "the", "and"})


def name_words(names: Iterable[str]) -> frozenset[str]:
    """The words of these names, and the parts of compound ones, plain."""
    words = {plain(word) for name in names for word in _WORD.findall(name)}
    parts = {part for word in words for part in re.split(r"['’-]", word)}
    return frozenset(w for w in words | parts if len(w) >= _SHORTEST and w not in _PARTICLES)


def flagged(text: str, names: frozenset[str]) -> list[tuple[str, bool]]:
    """The text cut into pieces, each with whether it may be a name from the directory."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in _WORD.finditer(text):
        parts = {plain(match.group()), *map(plain, re.split(r"['’-]", match.group()))}
        if parts & names:
            pieces += [(text[end : match.start()], False), (match.group(), True)]
            end = match.end()
    pieces.append((text[end:], False))
    return [piece for piece in pieces if piece[0]]
