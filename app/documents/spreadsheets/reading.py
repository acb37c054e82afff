"""Spreadsheets in, read by a process that holds nothing of the application."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, TypeAlias

from app.documents.spreadsheets.process.asking import (
    BREAK,
    CELL,
    Answer,
    Described,
    Limits,
    Question,
    Refusal,
    RefusedFile,
)

FOLDER = Path(__file__).parent
USUAL = Limits()
#: In how many rows the header of a file is looked for.
HEADER_WITHIN = 30
#: So many other sheets are looked at, where the first does not fit.
SHEETS_TRIED = 9
#: Files read at once by one process of the server.
AT_ONCE = 2
_TURNS = threading.BoundedSemaphore(AT_ONCE)

#: How many known headings a row holds.
Known: TypeAlias = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Table:
    """A table as the process gives it: one line each, our own sign between cells."""

    described: Described
    text: bytes

    def lines(self) -> list[list[str]]:
        """Every row, blank ones too, each cell without the blanks around it."""
        rows = self.text.decode().split("\n")[:-1]
        return [[_cell(cell) for cell in row.split(CELL)] for row in rows]


def _cell(text: str) -> str:
    return text.strip().replace(BREAK, "\n")


@dataclass(frozen=True)
class Sheet:
    """A header, in small letters, and the rows under it, blank ones too, as stripped texts; the
    header is on line `line` of the spreadsheet. `source` says what the table was read from."""

    header: list[str]
    rows: list[list[str]]
    line: int = 1
    source: Described = field(default=Described(0, 0))


def read_sheet(
    data: bytes, known: Known | None = None, limits: Limits = USUAL, long_cells: bool = False
) -> Sheet:
    """The first sheet that is seen of a spreadsheet and fits, or a text file with separators.

    Its header is its first filled line or, where the headings are `known`, the line that has them
    under a title. Raises RefusedFile.
    """
    table = fitting_table(data, known, limits, long_cells)
    rows = table.lines()
    place, header = find_header(rows[:HEADER_WITHIN], known)
    under, width = rows[place + 1 :], len(header)
    check_beyond(table, (line for line, row in enumerate(under, place + 2) if any(row[width:])))
    named = [name.lower() for name in header]
    return Sheet(named, [row[:width] for row in under], place + 1, table.described)


def fitting_table(
    file: bytes | BinaryIO, known: Known | None, limits: Limits, long_cells: bool = False
) -> Table:
    """The first sheet that is seen or, where it has no two headings that are `known`, the next one
    that has. Raises RefusedFile."""
    [first] = read_tables(file, limits=limits, long_cells=long_cells)
    if known is None or _fits(first, known):
        return first
    for name in first.described.others[:SHEETS_TRIED]:
        if not isinstance(file, bytes):
            file.seek(0)
        for table in read_tables(file, (name.strip().lower(),), limits, long_cells):
            if _fits(table, known):
                others = (first.described.name, *first.described.others)
                others = tuple(each for each in others if each != name)
                return replace(table, described=replace(table.described, others=others))
    return first


def _fits(table: Table, known: Known) -> bool:
    lines = table.text.split(b"\n", HEADER_WITHIN)[:HEADER_WITHIN]
    rows = ([_cell(cell) for cell in line.decode().split(CELL)] for line in lines)
    return any(known(row) >= 2 for row in rows)


def find_header(rows: Sequence[Sequence[str]], known: Known | None = None) -> tuple[int, list[str]]:
    """How many rows are above the header, and its headings: it is the first row that holds two
    known ones, or else one, or else anything."""
    count = known or (lambda row: 0)
    place = max(range(len(rows)), key=lambda at: (min(count(rows[at]), 2), any(rows[at])))
    width = 1 + max((at for at, name in enumerate(rows[place]) if name), default=-1)
    return place, list(rows[place][:width])


def check_beyond(table: Table, beyond: Iterable[int]) -> None:
    """Refuse a text file with cells beyond its headings, on these lines: a sign too many between
    cells moves what is after it."""
    lines = [] if table.described.name else list(itertools.islice(beyond, 5))
    if lines:
        raise RefusedFile(Refusal.BEYOND_HEADINGS, lines)


def read_tables(
    file: bytes | BinaryIO,
    names: Sequence[str] = (),
    limits: Limits = USUAL,
    long_cells: bool = False,
) -> list[Table]:
    """The tables of these names of a workbook, or the first that is seen of any spreadsheet.

    Raises RefusedFile.
    """
    given: dict[str, object] = {"stdin": file}
    if isinstance(file, bytes):
        if len(file) > limits.size:
            raise RefusedFile(Refusal.TOO_LARGE)
        if not file.strip():
            raise RefusedFile(Refusal.EMPTY)
        given = {"input": file}
    said = _ask(Question(limits, tuple(names), long_cells), given)
    first, _, rest = said.partition(b"\n")
    answer = Answer.of(first)
    if answer.refusal is not None:
        raise RefusedFile(answer.refusal, answer.lines)
    tables, start = [], 0
    for described in answer.tables:
        tables.append(Table(described, rest[start : start + described.size]))
        start += described.size
    return tables


def _ask(question: Question, given: dict[str, object]) -> bytes:
    """What the process answers; nothing of the server's environment goes with the question."""
    try:
        with _TURNS:
            done = subprocess.run(  # type: ignore[call-overload]
                [sys.executable, "-s", "-P", "-m", "process", question.line()],
                capture_output=True,
                env={"PYTHONPATH": str(FOLDER), "LANG": "C.UTF-8"},
                timeout=2 * question.limits.seconds,
                check=False,
                **given,
            )
    except subprocess.TimeoutExpired:
        raise RefusedFile(Refusal.TOO_LONG) from None
    if done.returncode:
        slow = -done.returncode in (signal.SIGXCPU, signal.SIGKILL)
        raise RefusedFile(Refusal.TOO_LONG if slow else Refusal.TOO_MUCH_MEMORY)
    answer: bytes = done.stdout
    return answer
