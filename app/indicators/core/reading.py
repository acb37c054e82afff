"""Reading the agents' file, column by column, as it was understood."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from app import cells
from app.cells import CellError, LineProblem, Trouble
from app.indicators.core.agents import NOBODY, completed
from app.indicators.core.columns import (
    BIRTH,
    BIRTH_YEAR,
    BONUS_PARTS,
    COLUMNS,
    KEPT,
    KEY,
    LINE,
    MOST_ALIKE,
    PERIOD,
    UID,
    Column,
)
from app.indicators.core.controls import Remark, months_missing, nearly_alike, remarks, same_year
from app.indicators.core.folding import folded, said_twice
from app.indicators.core.joining import Joined, Part, joined
from app.indicators.core.lines import LONGEST, named_columns, texts_of, total_lines
from app.indicators.core.questions import NOTHING_KNOWN, Memory
from app.indicators.core.scales import ABOUT, AROUND_AMOUNTS, GROUPED, Commas, share_of
from app.indicators.core.spellings import WRONG
from app.indicators.core.understanding import Understood, left_out, needed, understand

#: An amount that can be read in one way only: nothing is asked of the slower reader of cells.
_PLAIN = r"^[0-9]{1,12}(?:\.[0-9]+|,[0-9]{1,2}|,[0-9]{4,})?$"


@dataclass(frozen=True)
class Reading:
    """A file, once read: its agents with the columns kept for later, or what is wrong with it; the
    rows that are not of agents (totals, people whom the file does not count), and how many are.
    While something is asked of how it is `understood`, it is not read."""

    agents: pl.DataFrame
    problems: list[LineProblem]
    understood: Understood
    totals: int = 0
    left_out: int = 0
    rows: int = 0
    remarks: tuple[Remark, ...] = ()


def read_agents(
    header: Sequence[str],
    rows: pl.DataFrame,
    year: int,
    pseudonym: Callable[[str], str],
    header_line: int = 1,
    memory: Memory = NOTHING_KNOWN,
    begins: Sequence[int] = (),
) -> Reading:
    """The agents of a file of this year; its rows are texts, a column for each heading.

    `pseudonym` turns a staff number into an identifier on entry; the number itself goes no
    further. Of several files read as one, each `begins` on a line. With any problem at all, there
    are no agents.
    """
    texts, understood, totals = _understood(texts_of(header, rows, header_line), memory, begins)
    if understood.questions and texts.height:
        return Reading(NOBODY, [], understood)
    missing = [
        LineProblem(header_line, name, "", Trouble.MISSING_COLUMN)
        for name in COLUMNS
        if name in needed(understood.headings) and name not in understood.headings
    ]
    if missing:
        return Reading(NOBODY, missing, understood)
    named = named_columns(texts, understood)
    rows = named.filter(~pl.col("statut").is_in(left_out(understood)))
    agents, problems, months = _agents(rows, understood, year, header_line)
    aside = (totals, named.height - rows.height, rows.height)
    if problems:
        places = {name: place for place, name in enumerate(["", *rows.columns])}
        ordered = sorted(problems, key=lambda each: (each.line, places[each.column]))
        return Reading(NOBODY, _by_heading(ordered, understood.headings), understood, *aside)
    kept = _kept(agents, pseudonym)
    noted = (*months, *nearly_alike(agents), *remarks(kept, year), *same_year(kept, year))
    return Reading(kept, [], understood, *aside, noted)


def read_parts(
    parts: Sequence[Part], year: int, pseudonym: Callable[[str], str], memory: Memory
) -> tuple[Joined, Reading]:
    """The agents of a file, or of several of one year read as one, and how these were joined."""
    whole = joined(parts, year, memory.columns)
    begins = [place.begins for place in whole.places]
    reading = read_agents(whole.header, whole.rows, year, pseudonym, whole.line, memory, begins)
    return whole, reading


def _understood(
    texts: pl.DataFrame, memory: Memory, begins: Sequence[int]
) -> tuple[pl.DataFrame, Understood, int]:
    """The lines of agents, how they are understood, and how many others there are: what totals say
    is not to be understood."""
    headings = [name for name in texts.columns if name != LINE]
    understood = understand(headings, texts, memory)
    totals = total_lines(texts, understood, begins)
    if totals.len():
        texts = texts.filter(~pl.col(LINE).is_in(totals.to_list()))
        understood = understand(headings, texts, memory)
    return texts, understood, totals.len()


def _agents(
    rows: pl.DataFrame, understood: Understood, year: int, header_line: int
) -> tuple[pl.DataFrame, list[LineProblem], list[Remark]]:
    """One row for each agent, or what is wrong with the rows of the file; and what is odd in its
    months of payroll."""
    if not rows.height:
        return rows, [LineProblem(header_line + 1, "", "", Trouble.NO_ROW)], []
    values, problems = _read(rows, understood)
    if PERIOD in values.columns:  # « janvier » is of the year of the file
        of_the_year = pl.col(PERIOD) + pl.lit(year * 12, pl.Int16)
        values = values.with_columns(
            pl.when(pl.col(PERIOD) < 12).then(of_the_year).otherwise(PERIOD).alias(PERIOD)
        )
    problems += [*said_twice(rows), *_contradictions(rows, values, year)]
    months = months_missing(values[PERIOD] if PERIOD in values.columns else None)
    return (values, problems, []) if problems else (*folded(values), months)


def _by_heading(problems: list[LineProblem], headings: Mapping[str, str]) -> list[LineProblem]:
    """Problems by the headings of the file itself."""
    return [replace(each, column=headings.get(each.column, each.column)) for each in problems]


def _read(rows: pl.DataFrame, understood: Understood) -> tuple[pl.DataFrame, list[LineProblem]]:
    values: list[pl.Series] = [rows[LINE]]
    problems: list[LineProblem] = []
    for name in rows.columns:
        if name != LINE:
            column, troubles = read_column(rows[name], column_for(name, understood))
            values.append(column)
            problems += _troubles_of(rows, name, troubles)
    return pl.DataFrame(values), problems


def column_for(name: str, understood: Understood) -> Column:
    """How the cells of a column are read in a file that was understood."""
    column = COLUMNS[name]
    if name == "quotite":
        return replace(column, read=lambda text: _share(text, understood.full_time))
    if name in understood.codes:
        codes = understood.codes[name]
        return replace(column, read=lambda text: _code(text, codes))
    if column.most is not None and understood.commas.get(name) is Commas.THOUSANDS:
        most = column.most
        return replace(column, read=lambda text: _grouped(text, most), plain=False)
    return column


def _grouped(text: str, most: float) -> float:
    """An amount whose thousands are separated by commas, or by points."""
    if not GROUPED.fullmatch(text):
        raise CellError(Trouble.NOT_A_NUMBER)
    whole = re.sub(r"[.,](?=[0-9]{3}(?![0-9]))", "", text)
    return cells.number(whole, 0, most)


def _code(text: str, codes: Mapping[str, str]) -> str:
    code = codes.get(text)
    if code is None or code == WRONG:
        raise CellError(Trouble.NOT_A_CODE, ", ".join(sorted(set(codes.values()) - {WRONG})))
    return code


def _share(text: str, full_time: float) -> float:
    """A share of working time, by what a full-time post is written as."""
    share = share_of(text)
    if share is None:
        raise CellError(Trouble.NOT_A_NUMBER)
    value = share[0] if share[1] else share[0] / full_time
    if not 0 < value <= 1 + ABOUT:
        raise CellError(Trouble.OUT_OF_RANGE, f"0 < … ≤ {full_time:g}")
    return min(value, 1.0)


def read_column(texts: pl.Series, column: Column) -> tuple[pl.Series, dict[str, CellError]]:
    """The values of a column of texts, null for an empty cell, and each text that is none with its
    reason. A text is read once, however often it appears; plain amounts all together."""
    values, done = _plain(texts, column)
    others: dict[str, Any] = {}
    troubles: dict[str, CellError] = {}
    for text in texts.filter(~done & (texts != "")).unique().to_list():
        try:
            cells.check(text)
            others[text] = column.read(
                text if column.most is None else re.sub(AROUND_AMOUNTS, "", text)
            )
        except CellError as error:
            troubles[text] = error
    if others:
        slow = texts.replace_strict(others, default=None, return_dtype=column.dtype)
        values = pl.select(pl.when(done).then(values).otherwise(slow).alias(texts.name)).to_series()
    elif troubles:
        values = pl.select(pl.when(done).then(values).alias(texts.name)).to_series()
    return values, troubles


def _plain(texts: pl.Series, column: Column) -> tuple[pl.Series, pl.Series]:
    """What can be read of a column all together: plain amounts, and texts that are short enough;
    and which those are."""
    if column.most is not None and column.plain:
        if texts.str.contains(AROUND_AMOUNTS).any():
            texts = texts.str.replace_all(AROUND_AMOUNTS, "")
        plain = pl.when(texts.str.contains(_PLAIN)).then(texts.str.replace(",", ".", literal=True))
        values = pl.select(plain.cast(pl.Float64, strict=False).alias(texts.name)).to_series()
        return values, (values <= column.most).fill_null(False)
    if column.longest is not None:
        short = (texts.str.len_chars() <= column.longest) & ~texts.str.starts_with("#")
        short &= ~texts.str.starts_with("Err")
        return texts.replace("", None), short
    nothing = pl.repeat(None, len(texts), dtype=column.dtype, eager=True).alias(texts.name)
    return nothing, pl.repeat(False, len(texts), dtype=pl.Boolean, eager=True)


def _troubles_of(
    texts: pl.DataFrame, name: str, troubles: dict[str, CellError]
) -> Iterator[LineProblem]:
    """The lines of a column that could not be read, or are empty where they may not be."""
    if troubles:
        wrong = texts.filter(pl.col(name).is_in(list(troubles))).head(MOST_ALIKE)
        for line, text in wrong.select(LINE, name).iter_rows():
            error = troubles[text]
            yield LineProblem(line, name, text[:LONGEST], error.trouble, error.expected)
    if name in needed(texts.columns):
        empty = texts.filter(pl.col(name) == "").head(MOST_ALIKE)
        yield from (LineProblem(line, name, "", Trouble.EMPTY) for line in empty[LINE])


def _contradictions(texts: pl.DataFrame, agents: pl.DataFrame, year: int) -> Iterator[LineProblem]:
    """What no file of this year can say."""
    age = year - pl.col(BIRTH).dt.year().cast(pl.Int32)
    if PERIOD in agents.columns:
        other = pl.col(PERIOD) // 12 != year
        yield from _where(texts, agents, PERIOD, other, f"{PERIOD} = {year}", Trouble.INCONSISTENT)
    rule = f"14 ≤ {year} − {BIRTH} ≤ 90"
    yield from _where(texts, agents, BIRTH, ~age.is_between(14, 90), rule, Trouble.INCONSISTENT)
    last = dt.date(year, 12, 31)
    for name in ("date_recrut", "date_entree_coll"):
        if name not in agents.columns:
            continue
        rule = f"{name} ≤ 31/12/{year}"
        yield from _where(texts, agents, name, pl.col(name) > last, rule, Trouble.INCONSISTENT)
        if "date_sortie" in agents.columns:
            left, rule = pl.col("date_sortie") < pl.col(name), f"date_sortie ≥ {name}"
            yield from _where(texts, agents, "date_sortie", left, rule, Trouble.INCONSISTENT)
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
        yield LineProblem(line, name, text[:LONGEST], trouble, rule)


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
    also = [LINE, *(name for name in agents.columns if name in KEPT)]
    return completed(turned, also).sort(UID)
