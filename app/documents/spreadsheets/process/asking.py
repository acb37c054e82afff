"""What is asked of the process, and what it answers: one line of JSON, then the tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

#: Between the cells of a table, and in the place of a line break inside one.
CELL, BREAK = "\x1f", "\x1e"


class Refusal(StrEnum):
    """Why a file is not read at all."""

    TOO_LARGE = "too_large"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_LONG = "too_long"
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    ARCHIVE = "archive"
    DOCUMENT = "document"
    PICTURE = "picture"
    LOCKED = "locked"
    DAMAGED = "damaged"
    EMPTY = "empty"
    UNKNOWN_ENCODING = "unknown_encoding"
    OPEN_QUOTE = "open_quote"
    BEYOND_HEADINGS = "beyond_headings"


class RefusedFile(Exception):
    """A file that is not read at all, why, and on which lines where that is known."""

    def __init__(self, refusal: Refusal, lines: Sequence[int] = ()) -> None:
        super().__init__(refusal)
        self.refusal, self.lines = refusal, tuple(lines)


@dataclass(frozen=True)
class Limits:
    """What one reading may take: bytes of the file, extent of a table, memory, time."""

    size: int = 10 * 1024 * 1024
    rows: int = 20_000
    columns: int = 200
    megabytes: int = 768
    seconds: int = 30


@dataclass(frozen=True)
class Question:
    """Which tables are wanted: the first visible one, or those of these names; and whether the
    quoted cells of a text file may go over several lines."""

    limits: Limits
    names: tuple[str, ...] = ()
    long_cells: bool = False

    def line(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, line: str) -> Question:
        said = json.loads(line)
        return cls(Limits(**said["limits"]), tuple(said["names"]), said["long_cells"])


@dataclass(frozen=True)
class Described:
    """A table that was read, and what somebody should know of how: its sheet and the visible ones
    that were not read, the encoding, what separates cells."""

    size: int  # bytes of its text
    rows: int
    name: str = ""
    others: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True)
class Answer:
    """The tables of a file, or why there are none."""

    tables: tuple[Described, ...] = ()
    refusal: Refusal | None = None
    lines: tuple[int, ...] = ()

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Answer:
        said = json.loads(line)
        refusal = Refusal(said["refusal"]) if said["refusal"] else None
        tables = [Described(**each | {"others": tuple(each["others"])}) for each in said["tables"]]
        return cls(tuple(tables), refusal, tuple(said["lines"]))
