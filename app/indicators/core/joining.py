"""Several files of one year read as one: those of the months of a payroll, or its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    """All files as one, and where each begins; a file alone keeps the numbers of its lines.
    `month_told` when the month of some is that of their name, or of their rank."""

    header: list[str]
    rows: pl.DataFrame
    line: int
    places: tuple[Place, ...] = ()
    month_told: bool = False


def headings_of(parts: Sequence[Part]) -> list[str]:
    """The headings of all files, by which their source is known."""
    return [heading for part in parts for heading in part.header]


def joined(parts: Sequence[Part], year: int, known: Mapping[str, str]) -> Joined:
    """Files under the headings of all of them, in the order of their months, then of their names.

    A file without a heading for the month (by its name, or in what is `known` of the source) is of
    the month in its name; where no name has one, of its rank. Where its name alone has none, its
    cells are left empty, which its reading says.
    """
    if len(parts) == 1:
        [part] = parts
        return Joined(list(part.header), part.rows, part.line)
    months = _months(parts, year)
    ordered = sorted(parts, key=lambda part: (months[part.name], _natural(part.name)))
    header: dict[str, str] = {}
    for part in ordered:
        for heading in filter(None, part.header):
            header.setdefault(said(heading), heading)
    dated = {words for words in header if known.get(words, column_of(words)) == PERIOD}
    month = min(dated, key=list(header).index, default=said(MONTH))
    header.setdefault(month, MONTH)
    frames, places, row, any_told = [], [], 0, False
    for rank, part in enumerate(ordered, start=1):
        undated = not dated & {said(heading) for heading in part.header}
        text = _month_text(months[part.name], rank, year, any(months.values()))
        frames.append(_under(part, list(header), month, text if undated else ""))
        places.append(Place(part.name, row + 2, part.line + 1))
        row, any_told = row + frames[-1].height, any_told or undated
    return Joined(list(header.values()), pl.concat(frames), 1, tuple(places), any_told)


def _months(parts: Sequence[Part], year: int) -> dict[str, int]:
    """The month in the name of each file, as months since the year 0; 0 where it has none."""
    named = {part.name: month_in(part.name) for part in parts}
    return {
        name: (own or year) * 12 + month - 1 if month else 0 for name, (own, month) in named.items()
    }


def _month_text(month: int, rank: int, year: int, some_named: bool) -> str:
    if month:
        return f"{month % 12 + 1:02d}/{month // 12}"
    return "" if some_named or rank > 12 else f"{rank:02d}/{year}"


def _natural(name: str) -> list[tuple[int, str]]:
    """An order in which 10 comes after 9."""
    return [(int(n or 0), words) for n, words in re.findall(r"([0-9]{1,9})|([^0-9]+)", name)]


def _under(part: Part, header: Sequence[str], month: str, text: str) -> pl.DataFrame:
    """The rows of a file under the headings of all, empty where it has none; of several columns of
    one heading, the first that says something. Rows that are not blank are of the month `text`."""
    by_heading: dict[str, list[pl.Expr]] = {}
    for column, heading in zip(part.rows.columns, part.header, strict=False):
        by_heading.setdefault(said(heading), []).append(pl.col(column).replace("", None))
    filled = pl.any_horizontal(pl.col(part.rows.columns) != "")
    if text:
        by_heading[month] = [pl.when(filled).then(pl.lit(text))]
    return part.rows.select(
        pl.coalesce([*by_heading.get(words, []), pl.lit("")]).alias(f"c{place}")
        for place, words in enumerate(header)
    )


def placed(line: int, places: Sequence[Place]) -> tuple[str, int]:
    """The file of a line, and its number there; no name for a file alone."""
    for place in reversed(places):
        if line >= place.begins:
            return place.name, line - place.begins + place.line
    return "", line
