"""Weights that give those who answered the composition of their population.

Linear calibration on main effects: the weight of a person is a sum of one term for each of their
classes, such that weighted classes add up to those of the population. A share needs the counts by
one attribute at a time, never by several at once. Its interval is that of the prediction of those
who did not answer, so that nobody is estimated when everybody answered.

Sources: Deville and Särndal, JASA 87 (1992), linear distance; Valliant, Dorfman and Royall, Finite
Population Sampling and Inference (2000), chapter 5; ratio and linearised residuals as in Särndal,
Swensson and Wretman, Model Assisted Survey Sampling (1992), 5.6; score interval on the effective
size, Korn and Graubard, Survey Methodology 24 (1998); design effect 1 + L of Kish (1992).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from app.statistics.intervals import Interval, score_interval

Numbers: TypeAlias = npt.NDArray[np.float64]
#: Counts by class of each attribute.
Margins: TypeAlias = Mapping[str, Mapping[str, int]]

#: A person never counts for more than this many times the mean, nor for less than one part of it.
MOST_UNEQUAL = 5.0


class WeightingProblem(StrEnum):
    NO_POPULATION = "no_population"  # nobody knows it, or of no attribute
    CLASS_MISSING = "class_missing"  # a class of the population in which nobody answered
    CLASS_UNKNOWN = "class_unknown"  # answers of a class that the population has not
    TOO_FEW = "too_few"  # in one class of those who answered
    TOO_UNEQUAL = "too_unequal"  # a weight beyond what is reasonable


@dataclass(frozen=True)
class Refused:
    """Why there are no weights; which attribute and classes, where there are some to name."""

    problem: WeightingProblem
    attribute: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class WeightedShare:
    """A weighted share and its interval at 95 %, None when everybody answered."""

    value: float
    interval: Interval | None


@dataclass(frozen=True)
class Calibration:
    """The weights of those who answered, as sums of terms of their classes.

    `classes` gives the order of the terms: one for everybody, then one for each class of each
    attribute but its first. `inverse` is that of the cross-products of these, and `silent` their
    sums over those who did not answer.
    """

    classes: Mapping[str, tuple[str, ...]]
    people: int
    population: int
    totals: Numbers
    inverse: Numbers
    silent: Numbers
    rank: int

    @property
    def terms(self) -> Numbers:
        """What each class adds to the weight of a person."""
        terms: Numbers = self.totals @ self.inverse
        return terms

    @property
    def design_effect(self) -> float:
        """By how much unequal weights alone multiply a variance."""
        return float(self.people * (self.terms @ self.totals) / self.population**2)

    def share(
        self, counts: Margins, bases: Margins, everybody: bool = True
    ) -> WeightedShare | None:
        """The weighted share of an answer; None when nobody is left to have given it.

        `counts` are those who gave it and `bases` those who answered the question at all, by class
        of each attribute. Of a question that was asked of `everybody`, whoever left it empty is
        predicted with those who did not answer; else it is of those it was asked of.
        """
        chosen, asked = (_sums(each, self.classes) for each in (counts, bases))
        weighted = float(self.terms @ asked)
        if weighted <= 0:
            return None
        value = min(1.0, max(0.0, float(self.terms @ chosen) / weighted))
        if everybody:
            effective = self._effective_size(value, chosen, asked, asked[0], self.population)
        else:
            effective = self._effective_size(value, chosen, asked, self.people, weighted)
        return WeightedShare(value, score_interval(value, effective) if effective else None)

    def _effective_size(
        self, value: float, chosen: Numbers, asked: Numbers, size: float, whole: float
    ) -> float | None:
        """Of how many plain answers the share is as uncertain; None when it is not at all.

        `size` people are known, of whom the cross-products are taken to be in proportion; the share
        is of `whole` people, weighted.
        """
        inverse = self.inverse * (self.people / size)
        unknown = self.totals - asked if size < self.people else self.silent
        spread = float(unknown @ inverse @ unknown) + self.population - size
        if spread <= 1e-9:
            return None
        plain = whole * self.population / spread
        residual = chosen - value * asked
        squares = chosen[0] * (1 - 2 * value) + asked[0] * value**2
        unexplained = float(squares - residual @ inverse @ residual)
        if not 0 < value < 1 or size <= self.rank:
            return plain
        variance = unexplained / (size - self.rank) * spread / whole**2
        # Classes that explain everything of these answers would not of all: never over four times
        # as sure as without them.
        return value * (1 - value) / max(variance, value * (1 - value) / (4 * plain))


def calibrate(
    population: Margins, profiles: Mapping[tuple[str, ...], int]
) -> Calibration | Refused:
    """Weights by the attributes of `population`, which counts all people by class of each.

    `profiles` counts those who answered, by class of each attribute in the same order.
    """
    answered = {name: _margin(profiles, place) for place, name in enumerate(population)}
    if refused := _refusal(population, answered):
        return refused
    classes = {name: tuple(margin) for name, margin in answered.items()}
    rows = np.array([_row(profile, classes) for profile in profiles], dtype=float)
    sizes = np.array(list(profiles.values()), dtype=float)
    products = rows.T @ (rows * sizes[:, None])
    totals = _sums(population, classes)
    calibration = Calibration(
        classes,
        people=int(sizes.sum()),
        population=int(totals[0]),
        totals=totals,
        inverse=np.linalg.pinv(products, hermitian=True),
        silent=totals - sizes @ rows,
        rank=int(np.linalg.matrix_rank(products, hermitian=True)),
    )
    weights = rows @ calibration.terms * calibration.people / calibration.population
    reached = np.allclose(sizes @ (rows * (rows @ calibration.terms)[:, None]), totals)
    if not reached or weights.max() > MOST_UNEQUAL or weights.min() < 1 / MOST_UNEQUAL:
        return Refused(WeightingProblem.TOO_UNEQUAL)
    return calibration


def _margin(profiles: Mapping[tuple[str, ...], int], place: int) -> dict[str, int]:
    margin: dict[str, int] = {}
    for profile, count in profiles.items():
        if count:
            margin[profile[place]] = margin.get(profile[place], 0) + count
    return margin


def _row(profile: tuple[str, ...], classes: Mapping[str, tuple[str, ...]]) -> list[float]:
    """One person's terms: 1, then whether they are of each class but the first of an attribute."""
    own = zip(profile, classes.values(), strict=True)
    return [1.0, *(float(value == name) for value, names in own for name in names[1:])]


def _sums(margins: Margins, classes: Mapping[str, tuple[str, ...]]) -> Numbers:
    """The same terms summed over people, from counts by class."""
    everybody = sum(next(iter(margins.values())).values())
    parts = (margins[name].get(value, 0) for name, names in classes.items() for value in names[1:])
    return np.array([everybody, *parts], dtype=float)


def _refusal(population: Margins, answered: Margins) -> Refused | None:
    """What keeps the composition of the population from being reached at all."""
    if not population or not all(sum(margin.values()) for margin in population.values()):
        return Refused(WeightingProblem.NO_POPULATION)
    for name, margin in population.items():
        known = {value for value, people in margin.items() if people}
        if unknown := sorted(set(answered[name]) - known):
            return Refused(WeightingProblem.CLASS_UNKNOWN, name, tuple(unknown))
        if missing := sorted(known - set(answered[name])):
            return Refused(WeightingProblem.CLASS_MISSING, name, tuple(missing))
    return None
