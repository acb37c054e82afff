"""Who answered against who was invited, and weights that give the answers the right margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from app.statistics.disclosure import Group
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit
from app.statistics.weighting import Refused, WeightingProblem, Weights, rake
from app.surveys.core.columns import Column as AnswerColumn
from app.surveys.core.columns import narrow
from app.surveys.core.results.measures import Measure, MeasureKind
from app.surveys.core.results.people import Grouping, People, counts_by_group
from app.text import Text

#: Weighted shares are rounded to the point: finer, they would tell of crosses nobody declared.
POINT = 0.01
#: Attributes that weights use: as many as a cross may have.
ATTRIBUTES = 2


@dataclass(frozen=True)
class Weighting:
    """Weights by declared attributes; or why there are none. `cells` are classes of people."""

    attributes: tuple[str, ...]
    cells: Grouping
    people: int
    found: Weights | Refused

    @property
    def weights(self) -> dict[Group, float]:
        if isinstance(self.found, Refused):
            return {}
        return dict(zip(self.cells.groups, self.found.weights.tolist(), strict=True))


def weighting(people: People) -> Weighting:
    """Weights of the people of the tables, raked to the people invited, attribute by attribute.

    The first attributes whose population is known; nobody knows that of grouped profiles.
    """
    names = [
        cross[0]
        for cross, grouping in people.groupings.items()
        if len(cross) == 1 and {*grouping.groups} <= {*people.population.get(cross, {})}
    ][:ATTRIBUTES]
    if not names:
        everybody = people.groupings[()]
        return Weighting((), everybody, people.size, Refused(WeightingProblem.NO_POPULATION))
    cells = _combined([people.groupings[(name,)] for name in names])
    sizes = np.bincount(cells.codes, minlength=len(cells.groups) + 1)[:-1]
    margins = {
        name: {g[0]: float(n) for g, n in people.population[(name,)].items()} for name in names
    }
    sample = list(zip(cells.groups, sizes.tolist(), strict=True))
    return Weighting(tuple(names), cells, people.size, rake(sample, margins))


def _combined(groupings: Sequence[Grouping]) -> Grouping:
    """The classes of people that share a group of each."""
    codes = np.zeros(len(groupings[0].codes), dtype=np.intp)
    inside = np.ones(len(codes), dtype=bool)
    for grouping in groupings:
        inside &= grouping.codes < len(grouping.groups)
        codes = codes * len(grouping.groups) + np.minimum(grouping.codes, len(grouping.groups) - 1)
    names = [sum(parts, ()) for parts in product(*(g.groups for g in groupings))]
    present = np.unique(codes[inside])
    renumbered = np.full(len(names), len(present), dtype=np.intp)
    renumbered[present] = np.arange(len(present))
    places = np.where(inside, renumbered[codes], len(present))
    return Grouping(tuple(names[p] for p in present), narrow(places, len(present) + 1))


def weighted_shares(
    measure: Measure, column: AnswerColumn, weights: Weighting, threshold: int
) -> tuple[Figure, ...]:
    """Shares of all people, each counting for its weight; nothing where that could tell too much.

    Nothing may be withheld in the crosses by these attributes. Two attributes make one equation
    about a cross that nobody declared: what rounding leaves open of it must be `threshold` people.
    """
    if isinstance(weights.found, Refused) or measure.kind in (
        MeasureKind.NUMBER, MeasureKind.DAY, MeasureKind.DIMENSION, MeasureKind.MULTIPLE
    ):  # fmt: skip
        return ()
    for name in weights.attributes:
        groups = measure.counts.get((name,))
        if groups is None or any(SUPPRESSED in figures for figures in groups.values()):
            return ()
    twist = _twist(weights.weights)
    if twist and POINT / 2 * measure.base / twist < threshold:
        return ()
    counts = counts_by_group(column, weights.cells, [step.code for step in measure.steps])
    sums = counts @ weights.found.weights
    return tuple(round(float(each) / float(sums.sum()) / POINT) * POINT for each in sums)


def _twist(weights: Mapping[Group, float]) -> float:
    """How far weights of two attributes are from adding up: what one cell moves the total by."""
    found = 0.0
    for one, two in product(weights, repeat=2):
        if len(one) == 2 and (one[0], two[1]) in weights and (two[0], one[1]) in weights:
            crossed = weights[one[0], two[1]] + weights[two[0], one[1]]
            found = max(found, abs(weights[one] + weights[two] - crossed))
    return found


def representation_table(rates: Table) -> Table:
    """The groups of a table of response rates: their share of the invited and of the answers."""
    invited, answered = (rates.cell("total", name) for name in ("invited", "answered"))
    rows = []
    for row in rates.rows:
        own = [rates.cell(row.code, name) for name in ("invited", "answered")]
        shares = [
            float(figure) / float(whole)
            if isinstance(figure, int) and isinstance(whole, int) and whole
            else None
            for figure, whole in zip(own, (invited, answered), strict=True)
        ]
        gap = None if None in shares else (shares[1] or 0.0) - (shares[0] or 0.0)
        cells = (own[0], shares[0], own[1], shares[1], gap)
        rows.append(Row(row.code, row.label, cells, row.total))
    return Table(
        code=f"{rates.code}-shares",
        title=rates.title,
        columns=(
            Column("invited", Text("Invitées", "Invited"), Unit.COUNT),
            Column("invited_share", Text("Part des invitées", "Share of the invited"), Unit.SHARE),
            Column("answered", Text("Réponses", "Answers"), Unit.COUNT),
            Column("answered_share", Text("Part des réponses", "Share of the answers"), Unit.SHARE),
            Column("gap", Text("Écart (points)", "Difference (points)"), Unit.POINTS),
        ),
        rows=tuple(rows),
        population=rates.population,
        source=rates.source,
        as_of=rates.as_of,
        note=rates.note,
    )
