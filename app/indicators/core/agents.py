"""The agents of a year in columns, pseudonymised: a row each, under the names of the file.

What a file leaves out is null. Of the date of birth the year suffices: the age on 31 December is
the year less the year of birth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import polars as pl

from app.indicators.core.columns import BIRTH_YEAR, UID, USED
from app.text import Text

#: The columns that indicators are made of, whether or not a file has them.
SCHEMA: dict[str, pl.DataType] = {
    UID: pl.String(),
    BIRTH_YEAR: pl.Int16(),
    **{name: column.dtype for name, column in USED.items()},
}
NOBODY = pl.DataFrame(schema=SCHEMA)

#: Full-time equivalent of the year (EQTP): time share times the part of the year paid.
FTE = pl.col("quotite") * pl.col("mois_payes") / 12
#: The statutory positions of those whom the authority has and pays.
IN_POST = ("ACT", "DET_IN", "MAD")
STAFF_RULE = Text(
    "Personnel au 31 décembre : les personnes entrées au plus tard ce jour-là, pas encore sorties, "
    "en activité, accueillies en détachement ou mises à disposition, et que le fichier ne dit pas "
    "absentes. Une position ou une date que le fichier ne donne pas n’écarte personne.",
    "Staff on 31 December: people who had joined by that day and not left, in post, seconded in or "
    "on loan, and whom the file does not call absent. A position or a date that the file does not "
    "give leaves nobody out.",
)
OTHERS_RULE = Text(
    "Temps de travail, rémunération, formation et promotion sont ceux du personnel au 31 décembre : "
    "les personnes parties dans l’année n’y sont pas, sans quoi leur départ se lirait dans l’écart "
    "entre deux tableaux. Recrutées, parties : dont la date est dans l’année. Promouvables : que le "
    "fichier dit telles.",
    "Working time, pay, training and promotion are those of the staff on 31 December: people who "
    "left in the year are not among them, or else their leaving could be read in the difference "
    "between two tables. Recruited, left: whose date is in the year. Eligible: whom the file calls "
    "so.",
)


def belongs(year: int) -> pl.Expr:
    """Whether an agent had joined by 31 December of the year, and not left."""
    last = dt.date(year, 12, 31)
    left, joined = pl.col("date_sortie"), pl.col("date_entree_coll")
    return (left.is_null() | (left > last)) & (joined.is_null() | (joined <= last))


def in_post() -> pl.Expr:
    """Whether an agent is in post, seconded in or on loan, or the file does not say."""
    position = pl.col("position_statutaire").cast(pl.String)
    return position.is_null() | position.is_in(IN_POST)


def present(year: int) -> pl.Expr:
    """Whether an agent belongs to the staff on 31 December of the year (`STAFF_RULE`)."""
    return belongs(year) & pl.col("present_3112").fill_null(value=True) & in_post()


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
