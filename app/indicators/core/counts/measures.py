"""Columns of figures: what each is made of, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.indicators.core.counts.attributes import Cross
from app.indicators.core.counts.people import Population
from app.indicators.core.counts.terms import Term
from app.statistics.figures import Column


@dataclass(frozen=True)
class Measure:
    """One column of figures: each is made of these terms of its group, and is withheld where one of
    them is."""

    column: Column
    terms: tuple[Term, ...]
    value: Callable[..., float | None]


@dataclass(frozen=True)
class Across:
    """A figure made of what is shown of all groups of a cross: the terms of all people first, then
    those of each group, without the groups of which one is withheld."""

    column: Column
    cross: Cross
    terms: tuple[Term, ...]
    value: Callable[[Sequence[Sequence[float | None]]], float | None]


AnyMeasure: TypeAlias = Measure | Across


@dataclass(frozen=True)
class Asked:
    """A measure of each group of a cross, `of` some people."""

    of: Population
    cross: Cross
    measure: AnyMeasure


def needs_of(measures: Sequence[AnyMeasure]) -> tuple[str, ...]:
    """The columns of the file that these are made of."""
    names = (name for each in measures for term in each.terms for name in term.needs)
    return tuple(dict.fromkeys(names))
