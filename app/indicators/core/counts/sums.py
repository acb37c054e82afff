"""The sums of a year: how many people are in each group, and what they have.

Each cross is grouped once, for all that is asked of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import polars as pl

from app.indicators.core.counts.attributes import Attribute, Cross
from app.indicators.core.counts.people import Population
from app.indicators.core.counts.terms import Amount, Rank, Spread, Term, Variety

#: One value of each attribute of a cross.
Group: TypeAlias = tuple[str, ...]
#: What can be asked of the people of a cross.
Summed: TypeAlias = Population | Amount | Spread | Variety
Asked: TypeAlias = Mapping[Cross, set[Summed]]
#: People around a value in order: it is the mean of what they have.
AROUND = 5


@dataclass
class Sums:
    """Numbers by quantity, cross and group, the sex last where it is one of them; `of` says whose
    each amount is."""

    of: dict[str, Population] = field(default_factory=dict)
    whole: dict[tuple[str, Cross], dict[Group, int]] = field(default_factory=dict)
    contributors: dict[tuple[str, Cross], dict[Group, int]] = field(default_factory=dict)
    spreads: dict[tuple[str, Cross], dict[Group, pl.Series]] = field(default_factory=dict)

    def groups(self, people: Population, cross: Cross) -> list[Group]:
        """The groups of a cross that have somebody."""
        counts = self.whole[people.code, cross]
        return [group for group, count in counts.items() if len(group) == len(cross) and count]

    def count(self, people: Population, cross: Cross, group: Group) -> int:
        """How many of these people are in a group."""
        return self.whole[people.code, cross].get(group, 0)

    def value(self, term: Term, cross: Cross, group: Group) -> float | None:
        """What a term is in a group; None where too few people have a value around a rank."""
        own = (*group, term.sex) if term.sex else group
        what = term.what
        if isinstance(what, Rank):
            values = self._in_order(what.spread, cross, group, term.sex)
            return ranked(values, what.share, what.spread.nearest)
        number = self.whole[what.code, cross].get(own, 0)
        return number / what.scale if isinstance(what, Amount) else number

    def _in_order(self, spread: Spread, cross: Cross, group: Group, sex: str) -> pl.Series:
        values = self.spreads[spread.code, cross]
        own = [values[key] for each in sex or "FH" if (key := (*group, each)) in values]
        if len(own) > 1:
            return pl.concat(own).sort()
        return own[0] if own else pl.Series([], dtype=pl.Float64)


def ranked(values: pl.Series, share: float, nearest: float, around: int = AROUND) -> float | None:
    """The value under which this share of ordered values lies, from 0 to 1.

    A value of somebody is not said: it is the mean of the `around` values about it, one more where
    that leaves as many on both sides of a median, rounded. None of fewer than twice as many people,
    or where fewer than two are on one side.
    """
    middle = around + (share == 0.5 and (len(values) - around) % 2)
    below = round((len(values) - middle) * share)
    above = len(values) - middle - below
    if len(values) < 2 * around or min(below, above) < 2:
        return None
    cents = sum(round(value * 100) for value in values.slice(below, middle).to_list())
    return float(round(cents / 100 / middle / nearest) * nearest)


def summed(agents: pl.DataFrame, year: int, asked: Asked) -> Sums:
    """Count the agents of a year, with every column that is asked for."""
    attributes = {each for cross in asked for each in cross}
    everything = {own for quantities in asked.values() for own in quantities}
    frame = agents.select(
        "sexe",
        *(own.value(year).cast(pl.Categorical).alias(_by(own)) for own in attributes),
        *(_column(own, year).alias(own.code) for own in everything),
    )
    spreads = [
        own for quantities in asked.values() for own in quantities if isinstance(own, Spread)
    ]
    main = max(spreads, key=lambda own: (spreads.count(own), own.code), default=None)
    if main is not None:
        frame = frame.sort(main.code)  # once: groups keep the order of the rows
    sums = Sums()
    for cross, quantities in asked.items():
        _add(sums, frame, cross, sorted(quantities, key=lambda own: own.code), main)
    return sums


def _by(attribute: Attribute) -> str:
    """The column that holds an attribute: no column of a file is called so."""
    return f"by {attribute.code}"


def _column(own: Summed, year: int) -> pl.Expr:
    """What each agent has of a quantity; null of those whom it is not about."""
    if isinstance(own, Population):
        return own.members(year)
    value = pl.col(own.column) if isinstance(own, Variety) else own.value(year)
    if isinstance(own, Amount):
        value = value.fill_null(0).cast(pl.Int64)
    return pl.when(own.of.members(year)).then(value)


def _add(
    sums: Sums,
    frame: pl.DataFrame,
    cross: Cross,
    quantities: Sequence[Summed],
    ordered: Spread | None,
) -> None:
    keys = [*map(_by, cross), "sexe"]
    columns = [each for own in quantities for each in _sums_of(own, ordered)]
    rows = frame.group_by(keys).agg(columns).sort(pl.col(keys).cast(pl.String))
    groups = [tuple(value or "" for value in row) for row in rows.select(keys).iter_rows()]
    for own in quantities:
        key = (own.code, cross)
        if isinstance(own, Spread):
            sums.spreads[key] = dict(zip(groups, rows[own.code], strict=True))
            continue
        if isinstance(own, Variety):
            sums.whole[key] = _varieties(groups, rows[own.code])
            continue
        sums.whole[key] = _with_both(groups, rows[own.code])
        if isinstance(own, Amount):
            sums.of[own.code] = own.of
            sums.contributors[key] = _with_both(groups, rows[f"{own.code} people"])


def _sums_of(own: Summed, ordered: Spread | None) -> list[pl.Expr]:
    """What is said of the agents of a group, who are in the order of one of the spreads."""
    values = pl.col(own.code)
    if isinstance(own, Variety):
        return [values.drop_nulls().unique()]
    if isinstance(own, Spread):
        return [values.drop_nulls() if own is ordered else values.drop_nulls().sort()]
    whole = values.sum().cast(pl.Int64)
    if isinstance(own, Population):
        return [whole]
    return [whole, (values != 0).sum().cast(pl.Int64).alias(f"{own.code} people")]


def _varieties(groups: Iterable[Group], texts: Iterable[pl.Series]) -> dict[Group, int]:
    """How many texts there are by group and sex, and by group."""
    kinds: defaultdict[Group, set[str]] = defaultdict(set)
    for group, own in zip(groups, texts, strict=True):
        kinds[group] |= {*own}
        kinds[group[:-1]] |= {*own}
    return {group: len(own) for group, own in kinds.items()}


def _with_both(groups: Iterable[Group], numbers: Iterable[int]) -> dict[Group, int]:
    """Numbers by group and sex, and those of both sexes by group."""
    by_sex = dict(zip(groups, numbers, strict=True))
    both: defaultdict[Group, int] = defaultdict(int)
    for group, number in by_sex.items():
        both[group[:-1]] += number
    return by_sex | both
