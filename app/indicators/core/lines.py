"""The lines of a file under its headings; those that are not of agents: totals, and what closes a
table."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from app.indicators.core.columns import BIRTH, KEY, LINE
from app.indicators.core.joining import MONTH
from app.indicators.core.understanding import Understood

#: Signs of a heading, and of a cell that is shown with its problem.
LONGEST = 100
#: How the rows of totals under a table begin.
_TOTAL = r"(?i)^(?:sous[ -]?)?tota(?:l|ux)\b|^(?:effectif|ensemble|moyenne|nombre)\b"


def texts_of(header: Sequence[str], rows: pl.DataFrame, header_line: int = 1) -> pl.DataFrame:
    """The filled rows of a file by its headings, with the number of their line; of two columns of
    one heading, the second is called so."""
    named: dict[str, pl.Expr] = {}
    for column, heading in zip(rows.columns, header, strict=False):
        if heading:
            name, again = heading[:LONGEST].lstrip("^") or "?", 1  # never a pattern of names
            while name in named:
                again += 1
                name = f"{heading[:LONGEST]} ({again})"
            named[name] = pl.col(column).cast(pl.String).alias(name)
    texts = rows.select(named.values()).with_row_index(LINE, offset=header_line + 1)
    return texts.filter(pl.any_horizontal(pl.exclude(LINE) != ""))


def named_columns(texts: pl.DataFrame, understood: Understood) -> pl.DataFrame:
    """Texts under the names of columns, in place of the headings of the file."""
    return texts.select(LINE, *(pl.col(h).alias(c) for c, h in understood.headings.items()))


def total_lines(texts: pl.DataFrame, understood: Understood, begins: Sequence[int]) -> pl.Series:
    """The lines that add up others, or close a table: they have no date of birth, and say so, or
    stand below all agents of their file."""
    headings = understood.headings
    if BIRTH not in headings or "sexe" not in headings:
        return pl.Series(LINE, [], pl.UInt32)
    born = texts[headings[BIRTH]] != ""
    last = _last_agents(texts[LINE].filter(born), begins)
    others = texts.filter(~born)
    words = [pl.col(name) for name in texts.columns if name not in (LINE, MONTH)]
    said = [pl.col(heading).str.contains(_TOTAL) for heading in dict.fromkeys(headings.values())]
    number = pl.col(headings[KEY]) if KEY in headings else pl.lit("")
    filled = pl.sum_horizontal((each != "").cast(pl.UInt32) for each in words)
    first = pl.coalesce([each.replace("", None) for each in words])
    file = pl.Series(list(begins) or [0], dtype=pl.UInt32).search_sorted(others[LINE], "right")
    ends = file.replace_strict(last, default=0, return_dtype=pl.UInt32)
    below = (pl.col(LINE) > ends) & ((number == "") | (filled == 1))
    nobody = (pl.col(headings["sexe"]) == "") & (pl.any_horizontal(said) | below)
    return others.filter(first.str.contains(_TOTAL).fill_null(False) | nobody)[LINE]


def _last_agents(lines: pl.Series, begins: Sequence[int]) -> dict[int, int]:
    """For each file, by its rank from one, the line of its last agent."""
    file = pl.Series(list(begins) or [0], dtype=pl.UInt32).search_sorted(lines, "right")
    ends = pl.DataFrame({"file": file, LINE: lines}).group_by("file").agg(pl.col(LINE).max())
    return dict(ends.iter_rows())
