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
    """The lines that add up others, or close a table: they are nobody's, and say so, or stand below
    all agents of their file."""
    named = named_columns(texts, understood)
    if BIRTH not in named.columns or "sexe" not in named.columns:
        return pl.Series(LINE, [], pl.UInt32)
    file = pl.Series("file", list(begins) or [0], pl.UInt32).search_sorted(named[LINE], "right")
    named = named.with_columns(file.alias("file"))
    born, sexed = pl.col(BIRTH) != "", pl.col("sexe") != ""
    last = pl.col(LINE).filter(born).max().over("file").fill_null(0)
    words = [name for name in texts.columns if name not in (LINE, MONTH)]
    filled = pl.sum_horizontal((texts[name] != "").cast(pl.UInt32) for name in words)
    first = pl.coalesce([pl.col(name).replace("", None) for name in words])
    beside = texts.select(filled.alias("filled"), first.fill_null("").alias("first"))
    rows = named.with_columns(beside)
    number = pl.col(KEY) if KEY in named.columns else pl.lit("")
    says_so = pl.any_horizontal(
        pl.col(name).str.contains(_TOTAL) for name in named.columns if name not in (LINE, "file")
    )
    total = ~born & pl.col("first").str.contains(_TOTAL)
    below = (pl.col(LINE) > last) & ((number == "") | (pl.col("filled") == 1))
    return rows.filter(total | (~born & ~sexed & (says_so | below)))[LINE]
