"""What figures are made of: numbers of people, amounts of people, their values in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import polars as pl

from app.indicators.core.counts.attributes import Cross
from app.indicators.core.counts.people import Population

WOMEN, MEN, ALL = "F", "H", ""


@dataclass(frozen=True, eq=False)
class Amount:
    """What people of a population have, added up: `value` in whole numbers, so that a sum does not
    depend on the order of the rows; `scale` of them are one."""

    code: str
    of: Population
    value: Callable[[int], pl.Expr]
    scale: float = 100.0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Spread:
    """The values of people of a population, in order; `nearest` is what one in the middle is
    rounded to."""

    code: str
    of: Population
    value: Callable[[int], pl.Expr]
    nearest: float
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Variety:
    """How many texts a column has, over people of a population."""

    code: str
    of: Population
    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)


@dataclass(frozen=True)
class Rank:
    """The value under which this share of a spread lies."""

    spread: Spread
    share: float

    @property
    def of(self) -> Population:
        return self.spread.of

    @property
    def columns(self) -> tuple[str, ...]:
        return self.spread.columns


Quantity: TypeAlias = Population | Amount | Variety | Rank


@dataclass(frozen=True)
class Term:
    """A quantity of the women, of the men or of all in a group; in the one at `place`, a cross and
    one of its groups, whatever the group that is spoken of."""

    what: Quantity
    sex: str = ALL
    place: tuple[Cross, tuple[str, ...]] | None = None

    @property
    def people(self) -> Population:
        """Those whom it is about."""
        return self.what if isinstance(self.what, Population) else self.what.of

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of the file that it is made of."""
        own = () if isinstance(self.what, Population) else self.what.columns
        return (*self.people.needs, *own)
