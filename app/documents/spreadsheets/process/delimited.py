"""Text with something between cells: CSV, whatever is between them."""

from __future__ import annotations

import csv
import re
from collections import Counter

from .asking import BREAK, CELL, Described, Limits, Question, Refusal, RefusedFile
from .encodings import encoding_of

SEPARATORS = (";", "\t", ",", "|")
#: Among how many lines what separates cells is looked for.
LOOKED_AT = 200
_SAID = re.compile(r"sep=(.)")
_QUOTED = re.compile(r'"[^"]*"')


def read_delimited(data: bytes, question: Question) -> tuple[Described, bytes]:
    """The table of a text file, one line each. Raises RefusedFile.

    A quote that is not closed would swallow the lines after it: unless `long_cells` are expected,
    a file in which one is not closed on its line is refused, with the line.
    """
    encoding = encoding_of(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedFile(Refusal.DAMAGED) from None
    if "\0" in text:
        raise RefusedFile(Refusal.NOT_A_SPREADSHEET)
    text = _one_break(text).rstrip()
    if not text:
        raise RefusedFile(Refusal.EMPTY)
    separator, said = _separator(text.split("\n", LOOKED_AT)[:LOOKED_AT])
    if said:  # a blank line in its place
        text = text[text.find("\n") if "\n" in text else len(text) :]
    if '"' not in text:  # all of a large file together
        text = text.replace(separator, CELL)
    lines = text.split("\n")
    del text
    if len(lines) > question.limits.rows + LOOKED_AT:
        raise RefusedFile(Refusal.TOO_MANY_CELLS)
    if question.long_cells:
        _join_long_cells(lines)
    table = _table(lines, separator, question.limits)
    return Described(len(table), len(lines), encoding=encoding, separator=separator), table


def _one_break(text: str) -> str:
    """A text without our own signs, and with one kind of line break."""
    for sign, other in ((CELL, " "), (BREAK, " "), ("\r\n", "\n"), ("\r", "\n")):
        text = text.replace(sign, other)  # the same text, where there is none
    return text


def _separator(lines: list[str]) -> tuple[str, bool]:
    """What separates cells: what the first line says, as spreadsheets write it, or what most lines
    have alike; and whether the first line says it."""
    said = _SAID.fullmatch(lines[0].strip().strip('"'))
    if said and said[1] in SEPARATORS:
        return said[1], True
    filled = [_QUOTED.sub("", line) for line in lines if line.strip()]

    def likeness(separator: str) -> tuple[int, int]:
        counts = Counter(line.count(separator) for line in filled if separator in line)
        [(count, times)] = counts.most_common(1) or [(0, 0)]
        return times, count

    return max(SEPARATORS, key=likeness), False


def _join_long_cells(lines: list[str]) -> None:
    """Put the cells that go over several lines on the first of them; the others stay, blank."""
    start = None
    for place, line in enumerate(lines):
        opens = line.count('"') % 2 == 1
        if start is None:
            start = place if opens else None
            continue
        lines[start] += BREAK + line
        lines[place] = ""
        start = None if opens else start


def _table(lines: list[str], separator: str, limits: Limits) -> bytes:
    """The lines with our own sign between cells, all of the width of the widest."""
    if any('"' in line for line in lines):
        for place, line in enumerate(lines):  # in place: a large file is held once
            quoted = '"' in line
            lines[place] = (
                _unquoted(line, place + 1, separator) if quoted else line.replace(separator, CELL)
            )
    gaps = [line.count(CELL) for line in lines]
    most = max(gaps)
    if most >= limits.columns:
        raise RefusedFile(Refusal.TOO_MANY_CELLS)
    if min(gaps) < most:
        lines = [line + CELL * (most - gap) for line, gap in zip(lines, gaps, strict=True)]
    return "\n".join(lines).encode() + b"\n"


def _unquoted(line: str, number: int, separator: str) -> str:
    """A line that has quotes, with our own sign between its cells."""
    try:
        [row] = csv.reader([line], delimiter=separator, strict=True)
    except (csv.Error, ValueError):
        raise RefusedFile(Refusal.OPEN_QUOTE, [number]) from None
    return CELL.join(map(_plain, row))


def _plain(cell: str) -> str:
    """A cell as it was meant: `="0012"` is how spreadsheets keep the zeros of a text."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell
