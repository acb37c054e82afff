"""Who answered against who was invited, and weights that give the answers the right margins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import Column, Figure, Row, Table, Unit
from app.statistics.weighting import Refused, WeightingProblem, Weights, rake
from app.surveys.results.core.measures import Measure, MeasureKind
from app.surveys.results.core.people import People
from app.text import Text


@dataclass(frozen=True)
class Weighting:
    """Weights of the groups of one cross; or why there are none."""

    cross: Cross
    groups: tuple[Group, ...]
    people: int
    outcome: Weights | Refused


def weightings(people: People, threshold: int) -> list[Weighting]:
    """Weights by each cross whose population is known, two attributes raked together first.

    Groups under the threshold have none: their weights would tell how many they are.
    """
    crosses = sorted((cross for cross in people.sizes if cross), key=len, reverse=True)
    return [_weighting(people, cross, threshold) for cross in crosses]


def _weighting(people: People, cross: Cross, threshold: int) -> Weighting:
    sizes = people.sizes[cross]
    margins = {
        name: {g[0]: float(n) for g, n in people.population[(name,)].items()}
        for name in cross
        if (name,) in people.population
    }
    weights: Weights | Refused
    if len(margins) < len(cross):
        weights = Refused(WeightingProblem.NO_POPULATION)
    elif min(sizes.values(), default=0) < threshold:
        weights = Refused(WeightingProblem.TOO_FEW)
    else:
        weights = rake(list(sizes.items()), margins)
    return Weighting(cross, tuple(sizes), people.size, weights)


def weighted_shares(measure: Measure, weighting: Weighting) -> tuple[Figure, ...]:
    """Shares of all people, each group at its weight; from published counts, so that they tell
    nothing more. Nothing where a count of the cross is withheld or shown by classes."""
    cross = weighting.cross
    groups = measure.counts.get(cross)
    counted = (MeasureKind.CHOICE, MeasureKind.SCALE, MeasureKind.RANKING)
    if isinstance(weighting.outcome, Refused) or groups is None or measure.kind not in counted:
        return ()
    if (
        not measure.whole(cross)
        or cross in measure.pooled
        or not set(groups) <= {*weighting.groups}
    ):
        return ()
    weights = dict(zip(weighting.groups, weighting.outcome.weights.tolist(), strict=True))
    table = np.array([groups[group] for group in groups], dtype=float)
    sums = np.array([weights[group] for group in groups]) @ table
    return tuple((sums / sums.sum()).tolist())


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
