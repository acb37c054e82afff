"""The people that figures are about: the staff of a year, and those of them to whom something is
or happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from app.indicators.core.agents import FTE, present, within
from app.text import Text


@dataclass(frozen=True, eq=False)
class Population:
    """Some agents of a year, among those of the population `inside`: `who` says which, of these
    columns (`a|b`: one of the two is enough)."""

    code: str
    label: Text
    who: Callable[[int], pl.Expr]
    inside: Population | None = None
    columns: tuple[str, ...] = ()

    def members(self, year: int) -> pl.Expr:
        """Whether an agent is one of them; who is not said to be is not."""
        own = self.who(year).fill_null(value=False)
        return own if self.inside is None else self.inside.members(year) & own

    @property
    def line(self) -> Iterator[Population]:
        """It, and what it is inside of, up to a population that is inside of none."""
        each: Population | None = self
        while each is not None:
            yield each
            each = each.inside

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of the file that say who is one of them."""
        return tuple(dict.fromkeys(name for each in self.line for name in each.columns))


def having(code: str, label: Text, column: str, inside: Population) -> Population:
    """Those of whom a column of yes and no says yes."""
    return Population(code, label, lambda year: pl.col(column), inside, (column,))


def with_some(code: str, label: Text, column: str, inside: Population) -> Population:
    """Those of whom a column of amounts says more than nothing."""
    return Population(code, label, lambda year: pl.col(column) > 0, inside, (column,))


STAFF = Population(
    "staff", Text("agents présents au 31 décembre", "agents present on 31 December"), present
)
PART_TIME = Population(
    "part-time",
    Text("agents à temps partiel au 31 décembre", "agents working part time on 31 December"),
    lambda year: pl.col("temps_travail") != "PLEIN",
    STAFF,
    ("temps_travail",),
)
TRAINED = Population(
    "trained",
    Text("agents présents au 31 décembre et formés dans l’année", "staff trained in the year"),
    lambda year: pl.max_horizontal("heures_formation", "jours_formation") > 0,
    STAFF,
    ("heures_formation|jours_formation",),
)
ELIGIBLE = having(
    "eligible",
    Text("agents promouvables, présents au 31 décembre", "staff eligible for promotion"),
    "promouvable_grade",
    STAFF,
)
PROMOTED = having(
    "promoted",
    Text("agents promus, parmi les promouvables", "people promoted, of those eligible"),
    "promu_grade",
    ELIGIBLE,
)
RECRUITED = Population(
    "recruited",
    Text("agents recrutés dans l’année", "agents recruited during the year"),
    lambda year: within("date_recrut", year),
    None,
    ("date_recrut",),
)
DEPARTED = Population(
    "departed",
    Text("agents partis dans l’année", "agents who left during the year"),
    lambda year: within("date_sortie", year),
    None,
    ("date_sortie",),
)
PAID = Population(
    "paid",
    Text("agents présents au 31 décembre et payés dans l’année", "staff paid in the year"),
    lambda year: (FTE > 0) & (pl.col("remu_brute") > 0),
    STAFF,
)
