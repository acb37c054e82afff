"""Reviews of a programme by others, and the publics of its actions."""

from __future__ import annotations

import re
from enum import StrEnum

#: What a list that was copied puts before each of its lines: a bullet, or a number.
_LISTED = re.compile(r"(?:[-–—•·▪◦‣*o]|R?(\d{1,3}) ?(?:[.)°:]|[-–—](?! \d))) ")


class ReviewKind(StrEnum):
    PEER_REVIEW = "peer_review"
    AUDIT = "audit"


class Public(StrEnum):
    """Who comes to a place of welcome, by how they come."""

    KNOWN_NEED = "known_need"
    SENT = "sent"
    UNCLEAR_NEED = "unclear_need"


def read_lines(text: str) -> dict[str, str]:
    """The recommendations of a list that was pasted, one on each line, with the number that it gave
    each, or nothing; without bullets, what is there twice once."""
    read: dict[str, str] = {}
    for line in text.splitlines():
        words = " ".join(line.split())
        listed = _LISTED.match(words)
        title = words[listed.end() :] if listed else words
        if title:
            read.setdefault(title, (listed[1] or "") if listed else "")
    return read
