"""Weights that give the answers the margins of the people invited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import Figure
from app.statistics.weighting import Refused, WeightingProblem, Weights, rake
from app.surveys.results.core.measures import Measure, MeasureKind
from app.surveys.results.core.people import People


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
