"""Weights that give a sample the margins of its population.

Raking (iterative proportional fitting): the weights of each class are multiplied until every
margin is that of the population; with one margin it is post-stratification. Sources: Deming and
Stephan, Annals of Mathematical Statistics 11 (1940); worked example of Kalton and Flores-Cervantes,
Journal of Official Statistics 19 (2003); design effect 1 + L of Kish (1992).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

ROUNDS = 200
CLOSE = 1e-6
#: A person never counts for more than this many times the mean.
TRIMMED_AT = 5.0


class WeightingProblem(StrEnum):
    NO_POPULATION = "no_population"  # of one attribute nobody knows the population
    TOTALS_DIFFER = "totals_differ"  # the margins are not of the same people
    CLASS_MISSING = "class_missing"  # a class of the population in which nobody answered
    CLASS_UNKNOWN = "class_unknown"  # answers of a class that the population has not
    TOO_FEW = "too_few"  # in one class of the sample
    NOT_CONVERGED = "not_converged"
    TOO_UNEQUAL = "too_unequal"  # a weight beyond what is reasonable


@dataclass(frozen=True)
class Weights:
    """The weight of each cell of the sample, in the order given; mean 1 over people."""

    weights: npt.NDArray[np.float64]
    design_effect: float

    def effective(self, people: int) -> float:
        """How many people of a plain sample would tell as much."""
        return people / self.design_effect


@dataclass(frozen=True)
class Refused:
    """Why there are no weights; which margin or class, where there is one to name."""

    problem: WeightingProblem
    attribute: str = ""
    classes: tuple[str, ...] = ()


def _wanted(
    cells: Sequence[tuple[Sequence[str], int]],
    margins: Mapping[str, Mapping[str, float]],
    size: float,
) -> list[tuple[npt.NDArray[np.intp], float]]:
    """(places of the cells of a class, people it should have) for each class of each margin."""
    return [
        (
            np.array([n for n, (classes, _) in enumerate(cells) if classes[axis] == name]),
            share / sum(margin.values()) * size,
        )
        for axis, margin in enumerate(margins.values())
        for name, share in margin.items()
        if share
    ]


def rake(
    cells: Sequence[tuple[Sequence[str], int]],
    margins: Mapping[str, Mapping[str, float]],
    rounds: int = ROUNDS,
) -> Weights | Refused:
    """Weights of the cells of a sample, so that its margins are those of the population.

    `cells` are (class of each attribute, people), the attributes being those of `margins` in their
    order; `margins` give the people of each class in the population.
    """
    sizes = np.array([size for _, size in cells], dtype=float)
    refused = _refusal(cells, margins)
    if refused is not None:
        return refused
    wanted = _wanted(cells, margins, sizes.sum())
    weights = np.ones(len(cells))
    for _ in range(rounds):
        for places, people in wanted:
            weights[places] *= people / float(weights[places] @ sizes[places])
        if all(
            abs(float(weights[places] @ sizes[places]) - people) / sizes.sum() < CLOSE
            for places, people in wanted
        ):
            break
    else:
        return Refused(WeightingProblem.NOT_CONVERGED)
    if weights.max() > TRIMMED_AT:
        return Refused(WeightingProblem.TOO_UNEQUAL)
    effect = float(sizes.sum() * (sizes @ weights**2) / (sizes @ weights) ** 2)
    return Weights(weights, effect)


def _refusal(
    cells: Sequence[tuple[Sequence[str], int]], margins: Mapping[str, Mapping[str, float]]
) -> Refused | None:
    """What keeps these margins from being reached at all."""
    totals = [sum(margin.values()) for margin in margins.values()]
    if not totals or not all(totals) or not cells:
        return Refused(WeightingProblem.NO_POPULATION)
    if max(totals) - min(totals) > 1e-6 * max(totals):
        return Refused(WeightingProblem.TOTALS_DIFFER)
    for axis, (name, margin) in enumerate(margins.items()):
        answered = {classes[axis] for classes, size in cells if size}
        known = {value for value, people in margin.items() if people}
        if unknown := sorted(answered - known):
            return Refused(WeightingProblem.CLASS_UNKNOWN, name, tuple(unknown))
        if missing := sorted(known - answered):
            return Refused(WeightingProblem.CLASS_MISSING, name, tuple(missing))
    return None
