"""Reading the agents' file, column by column. Names are the canonical ones of the HR schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from app import cells
from app.cells import CellError, LineProblem, Trouble
from app.indicators.core.agents import FTE, NOBODY, WOMAN, completed, present
from app.indicators.core.columns import (
    BIRTH,
    BIRTH_YEAR,
    BONUS_PARTS,
    COLUMNS,
    KEPT,
    KEY,
    REQUIRED,
    UID,
    Column,
)

LINE = "line"
#: No more of one kind of problem is listed: the others are mended with it.
MOST_ALIKE = 50
#: An amount that can be read in one way only: nothing is asked of the slower reader of cells.
_PLAIN = r"^[0-9]{1,12}(?:\.[0-9]+|,[0-9]{1,2}|,[0-9]{4,})?$"


@dataclass(frozen=True)
class Reading:
    """A file, once read: its agents with the columns kept for later, or what is wrong with it."""

    agents: pl.DataFrame
    problems: list[LineProblem]


def read_agents(
    header: Sequence[str],
    rows: pl.DataFrame,
    year: int,
    pseudonym: Callable[[str], str],
    header_line: int = 1,
) -> Reading:
    """The agents of a file of this year; its rows are texts, a column for each heading.

    `pseudonym` turns a staff number into an identifier on entry; the number itself goes no
    further. With any problem at all, there are no agents.
    """
    problems = cells.header_problems(header, REQUIRED, COLUMNS, header_line)
    if problems:
        return Reading(NOBODY, problems)
    texts = _texts(header, rows, header_line)
    if not texts.height:
        return Reading(NOBODY, [LineProblem(header_line + 1, "", "", Trouble.NO_ROW)])
    names = [name for name in texts.columns if name != LINE]
    values: list[pl.Series] = []
    for name in names:
        column, troubles = read_column(texts[name], COLUMNS[name])
        values.append(column)
        problems += _troubles_of(texts, name, troubles)
    agents = pl.DataFrame([texts[LINE], *values])
    problems += [*_doubled(texts), *_contradictions(texts, agents, year)]
    if problems:
        places = {name: place for place, name in enumerate(["", *names])}
        return Reading(NOBODY, sorted(problems, key=lambda p: (p.line, places[p.column])))
    return Reading(_kept(agents, pseudonym), [])


def _texts(header: Sequence[str], rows: pl.DataFrame, header_line: int) -> pl.DataFrame:
    """The filled rows by the names of their columns, with the number of their line."""
    named = [
        pl.col(column).alias(name)
        for column, name in zip(rows.columns, header, strict=False)
        if name
    ]
    texts = rows.select(named).with_row_index(LINE, offset=header_line + 1)
    return texts.filter(pl.any_horizontal(pl.exclude(LINE) != ""))


def read_column(texts: pl.Series, column: Column) -> tuple[pl.Series, dict[str, CellError]]:
    """The values of a column of texts, null for an empty cell, and each text that is none with its
    reason. A text is read once, however often it appears; plain amounts all together."""
    if column.most is not None:
        plain = pl.when(texts.str.contains(_PLAIN)).then(
            texts.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        )
        amounts = pl.select(plain.alias(texts.name)).to_series()
        read = (amounts <= column.most).fill_null(False)
    else:
        amounts = pl.Series(texts.name, [None] * len(texts), column.dtype)
        read = pl.Series([False] * len(texts))
    values: dict[str, object] = {}
    troubles: dict[str, CellError] = {}
    for text in texts.filter(~read & (texts != "")).unique().to_list():
        try:
            cells.check(text)
            values[text] = column.read(text)
        except CellError as error:
            troubles[text] = error
    if values:
        others = texts.replace_strict(values, default=None, return_dtype=column.dtype)
        amounts = pl.select(
            pl.when(read).then(amounts).otherwise(others).alias(texts.name)
        ).to_series()
    return amounts, troubles


def _troubles_of(
    texts: pl.DataFrame, name: str, troubles: dict[str, CellError]
) -> Iterator[LineProblem]:
    """The lines of a column that could not be read, or are empty where they may not be."""
    if troubles:
        wrong = texts.filter(pl.col(name).is_in(list(troubles))).head(MOST_ALIKE)
        for line, text in wrong.select(LINE, name).iter_rows():
            error = troubles[text]
            yield LineProblem(line, name, text, error.trouble, error.expected)
    if name in REQUIRED:
        empty = texts.filter(pl.col(name) == "").head(MOST_ALIKE)
        yield from (LineProblem(line, name, "", Trouble.EMPTY) for line in empty[LINE])


def _doubled(texts: pl.DataFrame) -> Iterator[LineProblem]:
    """The lines whose staff number stands on a line before."""
    first = pl.col(LINE).first().over(KEY).alias("first")
    again = texts.select(LINE, KEY, first).filter(
        (pl.col(KEY) != "") & (pl.col(LINE) != pl.col("first"))
    )
    for line, number, before in again.head(MOST_ALIKE).iter_rows():
        yield LineProblem(line, KEY, number, Trouble.DOUBLED_KEY, str(before))


def _contradictions(texts: pl.DataFrame, agents: pl.DataFrame, year: int) -> Iterator[LineProblem]:
    """What no file of this year can say."""
    age = year - pl.col(BIRTH).dt.year().cast(pl.Int32)
    yield from _where(texts, agents, BIRTH, ~age.is_between(14, 90), f"14 … 90 ({year})")
    if {"date_sortie", "date_recrut"} <= set(agents.columns):
        before = pl.col("date_sortie") < pl.col("date_recrut")
        rule = "date_sortie ≥ date_recrut"
        yield from _where(texts, agents, "date_sortie", before, rule, Trouble.INCONSISTENT)
    if "annee" in agents.columns:
        yield from _where(texts, agents, "annee", pl.col("annee") != year, str(year))


def _where(
    texts: pl.DataFrame,
    agents: pl.DataFrame,
    name: str,
    wrong: pl.Expr,
    rule: str,
    trouble: Trouble = Trouble.OUT_OF_RANGE,
) -> Iterator[LineProblem]:
    lines = texts.filter(agents.select(wrong.fill_null(False)).to_series()).head(MOST_ALIKE)
    for line, text in lines.select(LINE, name).iter_rows():
        yield LineProblem(line, name, text, trouble, rule)


def _kept(agents: pl.DataFrame, pseudonym: Callable[[str], str]) -> pl.DataFrame:
    """Agents as they are kept: a pseudonym for the number, a year for the date of birth."""
    turned = agents.with_columns(
        pl.Series(UID, map(pseudonym, agents[KEY]), pl.String),
        pl.col(BIRTH).dt.year().alias(BIRTH_YEAR),
    )
    parts = [name for name in BONUS_PARTS if name in agents.columns]
    if parts and "primes" not in agents.columns:
        known = pl.any_horizontal(pl.col(name).is_not_null() for name in parts)
        turned = turned.with_columns(pl.when(known).then(pl.sum_horizontal(parts)).alias("primes"))
    return completed(turned, also=[name for name in agents.columns if name in KEPT]).sort(UID)


class Oddity(StrEnum):
    """What is odd in a file without being wrong."""

    LOW_PAY = "low_pay"
    HIGH_PAY = "high_pay"
    PROMOTED_NOT_ELIGIBLE = "promoted_not_eligible"
    STAFF_CHANGED = "staff_changed"
    WOMEN_SHARE_CHANGED = "women_share_changed"


LOW_PAY, HIGH_PAY = 15_000, 250_000  # euros a full-time equivalent year


def plausibility(agents: pl.DataFrame, before: pl.DataFrame, year: int) -> list[tuple[Oddity, int]]:
    """Oddities of a file and how many lines each concerns; `before` is the year before, if any."""
    full = pl.col("remu_brute") / FTE
    worked = FTE > 0.05
    promoted = pl.col("promu_grade") & ~pl.col("promouvable_grade")
    odd = {
        Oddity.LOW_PAY: worked & (full < LOW_PAY),
        Oddity.HIGH_PAY: worked & (full > HIGH_PAY),
        Oddity.PROMOTED_NOT_ELIGIBLE: promoted,
    }
    counts = agents.select(expression.sum().alias(oddity) for oddity, expression in odd.items())
    oddities = [(oddity, int(counts[oddity][0] or 0)) for oddity in odd]
    now, then = _staff(agents, year), _staff(before, year - 1)
    if then[0]:
        if abs(now[0] - then[0]) > 0.10 * then[0]:
            oddities.append((Oddity.STAFF_CHANGED, abs(now[0] - then[0])))
        if now[0] and abs(now[1] / now[0] - then[1] / then[0]) > 0.03:
            oddities.append((Oddity.WOMEN_SHARE_CHANGED, now[1]))
    return [(oddity, count) for oddity, count in oddities if count]


def _staff(agents: pl.DataFrame, year: int) -> tuple[int, int]:
    staff = agents.filter(present(year))
    return staff.height, staff.filter(WOMAN).height
