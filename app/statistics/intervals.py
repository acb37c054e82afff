"""Intervals of shares, means and differences, and the smallest difference that could be seen.

All are at 95 %. When the population is known, the finite-population correction of simple random
sampling without replacement, (N - n) / (N - 1), multiplies the variance (Cochran, Sampling
Techniques, 3rd ed., 1977, section 2.6): 113 of 226 among 387 gives plus or minus 4.2 points. No
interval is given for volunteers: they are no sample of anybody.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95
POWER = 0.80
#: Standard errors on each side of an interval.
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
_Z_POWER = NormalDist().inv_cdf(POWER)


@dataclass(frozen=True)
class Interval:
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0


def remaining(size: int, population: int | None) -> float:
    """The share of the variance that is left when `size` of `population` people answered.

    1 without a known population, 0 when everybody answered.
    """
    if population is None or population <= 1:
        return 1.0
    return max(0.0, (population - size) / (population - 1))


def remaining_between(groups: Sequence[tuple[int, int | None]]) -> float:
    """The share of the variance of a comparison that known populations leave.

    `groups` are (size, population). Each group leaves its own share, as in the interval of their
    difference: of two groups it is exactly what multiplies that variance, of more the mean over all
    contrasts (Rao and Scott, JASA 76, 1981, first order). 1 as soon as one population is unknown.
    """
    if any(population is None for _, population in groups):
        return 1.0
    known = [(size, remaining(size, population)) for size, population in groups if size]
    everybody = sum(size for size, _ in known)
    if len(known) < 2:
        return 1.0
    parts = ((1 - size / everybody) * left for size, left in known)
    return min(1.0, sum(parts) / (len(known) - 1))


def share_interval(count: float, size: int, population: int | None = None) -> Interval | None:
    """Wilson's score interval of `count` of `size`, on the effective size left by the population.

    None without anybody, and when everybody answered: then nothing is estimated.
    Source: Wilson, JASA 22 (1927); effective size n / (1 - f) as in Cochran, 2.6.
    """
    left = remaining(size, population)
    if not size or not left:
        return None
    return score_interval(count / size, size / left)


def score_interval(share: float, effective: float) -> Interval:
    """Wilson's score interval of a share that is as uncertain as one of this many plain answers."""
    spread = Z * math.sqrt(share * (1 - share) / effective + Z**2 / (4 * effective**2))
    middle, shrink = share + Z**2 / (2 * effective), 1 + Z**2 / effective
    return Interval(max(0.0, (middle - spread) / shrink), min(1.0, (middle + spread) / shrink))


def difference_interval(
    first: tuple[int, int, int | None], second: tuple[int, int, int | None]
) -> Interval | None:
    """Newcombe's hybrid score interval of the difference of two shares, first minus second.

    Each is (count, size, population). None when there is no interval of one of them and of the
    other. Source: Newcombe, Statistics in Medicine 17 (1998), method 10.
    """
    if not first[1] or not second[1]:
        return None
    one, two = first[0] / first[1], second[0] / second[1]
    of_one, of_two = share_interval(*first), share_interval(*second)
    if of_one is None and of_two is None:
        return None
    low_one, high_one = (of_one.low, of_one.high) if of_one else (one, one)
    low_two, high_two = (of_two.low, of_two.high) if of_two else (two, two)
    gap = one - two
    return Interval(
        gap - math.hypot(one - low_one, high_two - two),
        gap + math.hypot(high_one - one, two - low_two),
    )


@dataclass(frozen=True)
class Moments:
    """Size, mean and standard deviation (n - 1) of one group of numbers."""

    size: int
    mean: float
    deviation: float
    population: int | None = None

    @property
    def error(self) -> float:
        """The standard error of the mean, s sqrt((1 - n / N) / n) (Cochran, 2.5)."""
        share = min(1.0, self.size / self.population) if self.population else 0.0
        return self.deviation * math.sqrt((1 - share) / self.size)


def mean_interval(moments: Moments) -> Interval | None:
    """Student's interval of a mean; None for fewer than two numbers or when nobody is missing."""
    if moments.size < 2 or not moments.error:
        return None
    spread = student(moments.size - 1) * moments.error
    return Interval(moments.mean - spread, moments.mean + spread)


def student(freedom: float) -> float:
    """How many standard errors Student's interval spreads."""
    from scipy.special import stdtrit  # here: it takes a fifth of a second to load

    return float(stdtrit(freedom, (1 + LEVEL) / 2))


def mean_difference_interval(first: Moments, second: Moments) -> Interval | None:
    """Welch's interval of the difference of two means, first minus second.

    Source: Welch, Biometrika 34 (1947), degrees of freedom of Satterthwaite.
    """
    if min(first.size, second.size) < 2:
        return None
    parts = [first.error**2, second.error**2]
    variance = sum(parts)
    if not variance:
        return None
    freedom = variance**2 / sum(
        part**2 / (moments.size - 1) for part, moments in zip(parts, (first, second), strict=True)
    )
    spread = student(freedom) * math.sqrt(variance)
    gap = first.mean - second.mean
    return Interval(gap - spread, gap + spread)


def smallest_visible(
    sizes: Sequence[tuple[int, int | None]], share: float = 0.5, tests: int = 1
) -> float:
    """The difference of two shares around `share` that would be found four times out of five.

    `sizes` are (size, population) of each group; with more than two, of the two smallest. `tests`
    are corrected together: the level of each is 5 % divided by their number (Bonferroni), which
    is what Benjamini and Hochberg ask of the first that is found. From 0 to 1: 150 and 150 people
    give 0.16, 75 and 75 give 0.23. Raises ValueError under two groups.
    Source: two-sided test, power 80 % (Fleiss, Levin and Paik, 2003, section 4.3, without its
    continuity correction).
    """
    if len(sizes) < 2:
        raise ValueError("a difference needs two groups")
    spread = share * (1 - share)
    errors = sorted((spread * remaining(n, p) / n for n, p in sizes if n), reverse=True)[:2]
    return min(1.0, _seen(tests) * math.sqrt(sum(errors)))


def smallest_visible_mean(groups: Sequence[Moments], tests: int = 1) -> float:
    """The difference of two means that would be found four times out of five, in their unit.

    With more than two groups, of the two known worst; `tests` as for shares. Raises ValueError
    under two groups.
    """
    if len(groups) < 2:
        raise ValueError("a difference needs two groups")
    errors = sorted((each.error**2 for each in groups), reverse=True)[:2]
    return _seen(tests) * math.sqrt(sum(errors))


def _seen(tests: int) -> float:
    """How many standard errors a difference needs, when this many tests are corrected together."""
    return NormalDist().inv_cdf(1 - (1 - LEVEL) / (2 * max(1, tests))) + _Z_POWER
