"""Several files of one year read as one: those of the months of a payroll, or its parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from app.indicators.core.columns import PERIOD
from app.indicators.core.days import month_in
from app.indicators.core.headings import column_of, said

#: The heading of the month that the name of a file, or its place, tells.
MONTH = "Mois de paie"


@dataclass(frozen=True)
class Part:
    """One file: its name, its header on line `line`, and its rows as columns of texts."""

    name: str
    header: Sequence[str]
    rows: pl.DataFrame
    line: int = 1


@dataclass(frozen=True)
class Place:
    """Where a part begins among the lines of all: its first row, and the line that it is on."""

    name: str
    begins: int
    line: int


@dataclass(frozen=True)
class Joined:
    """All files as one, and where each begins; a file alone keeps the numbers of its lines."""

    header: list[str]
    rows: pl.DataFrame
    line: int
    places: tuple[Place, ...] = ()


def joined(parts: Sequence[Part], year: int, known: Mapping[str, str]) -> Joined:
    """Files under the headings of all of them, in the order of their months or their names.

    Where no heading is the month (by its name, or in what is `known` of the source), each file is
    of the month in its name or, where a name has none, of its rank.
    """
    if len(parts) == 1:
        [part] = parts
        return Joined(list(part.header), part.rows, part.line)
    months = _months(parts)
    ordered = sorted(parts, key=lambda part: (months[part.name], _natural(part.name)))
    header: dict[str, str] = {}
    for part in ordered:
        for heading in filter(None, part.header):
            header.setdefault(said(heading), heading)
    dated = any(known.get(words, column_of(words)) == PERIOD for words in header)
    frames, places, row = [], [], 0
    for rank, part in enumerate(ordered, start=1):
        frame = _under(part, list(header))
        if not dated:
            frame = frame.with_columns(
                pl.lit(f"{months[part.name] or rank:02d}/{year}").alias(MONTH)
            )
        frames.append(frame)
        places.append(Place(part.name, row + 2, part.line + 1))
        row += frame.height
    names = [*header.values(), *([] if dated else [MONTH])]
    return Joined(names, pl.concat(frames), 1, tuple(places))


def _months(parts: Sequence[Part]) -> dict[str, int]:
    """The month in the name of each file; none in any where one has none, or two have the same."""
    months = {part.name: month_in(part.name) for part in parts}
    known = [month for month in months.values() if month]
    if len(known) < len(parts) or len(set(known)) < len(known):
        return dict.fromkeys(months, 0)
    return months


def _natural(name: str) -> list[tuple[int, str]]:
    """An order in which 10 comes after 9."""
    return [(int(n or 0), words) for n, words in re.findall(r"([0-9]{1,9})|([^0-9]+)", name)]


def _under(part: Part, header: Sequence[str]) -> pl.DataFrame:
    """The rows of a file under the headings of all, empty where it has none."""
    by_heading: dict[str, str] = {}
    for column, heading in zip(part.rows.columns, part.header, strict=False):
        by_heading.setdefault(said(heading), column)
    return part.rows.select(
        (pl.col(by_heading[words]) if words in by_heading else pl.lit("")).alias(f"c{place}")
        for place, words in enumerate(header)
    )


def placed(line: int, places: Collection[Place]) -> tuple[str, int]:
    """The file of a line, and its number there; no name for a file alone."""
    for place in sorted(places, key=lambda each: -each.begins):
        if line >= place.begins:
            return place.name, line - place.begins + place.line
    return "", line
