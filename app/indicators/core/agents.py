"""The agents of a year in columns, pseudonymised: a row each, under the names of the file.

What a file leaves out is null. Of the date of birth the year suffices: the age on 31 December is
the year less the year of birth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import polars as pl

from app.indicators.core.columns import BIRTH_YEAR, UID, USED

#: The columns that indicators are made of, whether or not a file has them.
SCHEMA: dict[str, pl.DataType] = {
    UID: pl.String(),
    BIRTH_YEAR: pl.Int16(),
    **{name: column.dtype for name, column in USED.items()},
}
NOBODY = pl.DataFrame(schema=SCHEMA)

WOMAN = pl.col("sexe") == "F"
#: Full-time equivalent of the year (EQTP): time share times the part of the year paid.
FTE = pl.col("quotite") * pl.col("mois_payes") / 12
#: Part time by choice or right; null when the file does not say.
PART_TIME = pl.col("temps_travail") != "PLEIN"


def present(year: int) -> pl.Expr:
    """Whether an agent belongs to the staff on 31 December of the year."""
    left = pl.col("date_sortie")
    return left.is_null() | (left > dt.date(year, 12, 31))


def within(column: str, year: int) -> pl.Expr:
    """Whether a date is in the year."""
    return pl.col(column).dt.year() == year


def has(agents: pl.DataFrame, column: str) -> bool:
    """Whether anything is known of a column: what a file leaves out is unknown, not zero."""
    name = BIRTH_YEAR if column == "date_naissance" else column
    return name in agents.columns and agents[name].null_count() < agents.height


def completed(agents: pl.DataFrame, also: Collection[str] = ()) -> pl.DataFrame:
    """Agents with every column that indicators are made of, then these others."""
    missing = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in SCHEMA.items()
        if name not in agents.columns
    ]
    return agents.with_columns(missing).select(*SCHEMA, *also).cast(SCHEMA)  # type: ignore[arg-type]
