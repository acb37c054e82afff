"""Comparing groups: which test, its p-value, how large the effect is.

The test follows from what is compared, never from its result:

| answers | groups | test |
|---|---|---|
| without order | any | chi-squared; Fisher's exact one when a count under 5 is expected |
| ordered | two | Mann-Whitney |
| ordered | several | Kruskal-Wallis |
| ordered | ordered | linear trend |
| numbers | two, several | Mann-Whitney, Kruskal-Wallis |

Sources: Agresti, Categorical Data Analysis, 3rd ed. (2013), 3.2 (chi-squared), 3.5 (Fisher), 3.4
(linear trend, M2 = (n - 1) r2); Siegel and Castellan, 2nd ed. (1988), 6.4 and 8.3, with ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

#: Probabilities this near, on the scale of logarithms, are the same.
_SAME = 1e-7
_RESAMPLES = 1999
#: Chance alone gives a smaller p-value than this fewer than 5 times in 100.
SIGNIFICANT = 0.05


class Method(StrEnum):
    CHI_SQUARED = "chi_squared"
    FISHER = "fisher"
    MANN_WHITNEY = "mann_whitney"
    KRUSKAL_WALLIS = "kruskal_wallis"
    LINEAR_TREND = "linear_trend"


class Effect(StrEnum):
    CRAMER_V = "cramer_v"  # 0 to 1
    CLIFF_DELTA = "cliff_delta"  # -1 to 1
    EPSILON_SQUARED = "epsilon_squared"  # 0 to 1
    CORRELATION = "correlation"  # -1 to 1
    HEDGES_G = "hedges_g"  # in standard deviations


@dataclass(frozen=True)
class Comparison:
    """What a test says of groups. `adjusted` is the p-value among the tests corrected together,
    `among` how many these are."""

    method: Method
    p: float
    effect: Effect
    value: float
    adjusted: float | None = None
    among: int = 1

    @property
    def probability(self) -> float:
        """The p-value to conclude from."""
        return self.p if self.adjusted is None else self.adjusted

    @property
    def found(self) -> bool:
        """Whether chance alone would rarely give such a difference."""
        return self.probability < SIGNIFICANT


def compare_counts(
    counts: Counts, ordered: bool = False, ordered_groups: bool = False, left: float = 1.0
) -> Comparison | None:
    """Compare the answers of groups; `counts` has a row for each option, a column for each group.

    `left` is the share of the variance that a known population leaves (`intervals.remaining`): the
    statistic is divided by it, as variances are (Rao and Scott, JASA 76, 1981, of a simple
    sample). Fisher's test does without. None when there is nothing to compare: no group or one,
    one option, groups without anybody, or nobody left to be sampled.
    """
    if not left or not counts.size:
        return None
    table = counts[counts.sum(axis=1) > 0]
    if min(table.shape, default=0) < 2 or (table.sum(axis=0) == 0).any():
        return None
    if not ordered:
        return _independence(table, left)
    if ordered_groups and table.shape[1] > 2:
        return _linear_trend(table, left)
    return _ranks(table, left)


def _independence(table: Counts, left: float) -> Comparison:
    total = table.sum()
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    statistic = float(((table - expected) ** 2 / expected).sum())
    freedom = (table.shape[0] - 1) * (table.shape[1] - 1)
    value = float(np.sqrt(statistic / (total * (min(table.shape) - 1))))
    if (expected < 5).any():
        return Comparison(Method.FISHER, _fisher(table), Effect.CRAMER_V, value)
    return Comparison(
        Method.CHI_SQUARED, _beyond(freedom, statistic / left), Effect.CRAMER_V, value
    )


def _beyond(freedom: int, statistic: float) -> float:
    """How often chance gives a chi-squared statistic as large."""
    from scipy.special import chdtrc  # here: it takes a fifth of a second to load

    return float(chdtrc(freedom, statistic))


def _fisher(table: Counts) -> float:
    """Fisher's exact test; of Freeman and Halton, by simulation from a fixed seed, beyond 2 x 2.

    Source of the simulated p-value: Phipson and Smyth, Statistical Applications in Genetics and
    Molecular Biology 9 (2010).
    """
    from scipy.stats import fisher_exact, random_table

    if table.shape == (2, 2):
        return float(fisher_exact(table).pvalue)
    tables = random_table(table.sum(axis=1), table.sum(axis=0))
    drawn = tables.rvs(_RESAMPLES, random_state=np.random.default_rng(1))
    as_rare = tables.logpmf(drawn) <= tables.logpmf(table) + _SAME
    return float((1 + as_rare.sum()) / (1 + _RESAMPLES))


def _ranks(table: Counts, left: float) -> Comparison:
    """Mann-Whitney or Kruskal-Wallis on ordered options, from counts alone, ties corrected.

    The statistic is (n - 1) times the share of the variance of the mid-ranks that lies between
    groups: Kruskal and Wallis's H, and for two groups the square of Mann and Whitney's z. It takes
    the time of the table, not of the answers.
    """
    totals = table.sum(axis=1)
    number = int(totals.sum())
    ranks = np.cumsum(totals) - (totals - 1) / 2
    middle = (number + 1) / 2
    sizes = table.sum(axis=0)
    between = float((sizes * ((ranks @ table) / sizes - middle) ** 2).sum())
    whole = float((totals * (ranks - middle) ** 2).sum())
    statistic = (number - 1) * between / whole
    p = _beyond(table.shape[1] - 1, statistic / left)
    if table.shape[1] > 2:
        return Comparison(
            Method.KRUSKAL_WALLIS, p, Effect.EPSILON_SQUARED, statistic / (number - 1)
        )
    gap = (ranks @ table[:, 0]) / sizes[0] - (ranks @ table[:, 1]) / sizes[1]
    return Comparison(Method.MANN_WHITNEY, p, Effect.CLIFF_DELTA, float(2 * gap / number))


def _linear_trend(table: Counts, left: float) -> Comparison:
    """Linear-by-linear association of ordered options and ordered groups, scored 1, 2, 3…"""
    number = int(table.sum())
    rows, columns = np.arange(table.shape[0], dtype=float), np.arange(table.shape[1], dtype=float)
    rows -= (rows * table.sum(axis=1)).sum() / number
    columns -= (columns * table.sum(axis=0)).sum() / number
    product = float(rows @ table @ columns)
    spread = float((rows**2 @ table.sum(axis=1)) * (columns**2 @ table.sum(axis=0)))
    r = product / float(np.sqrt(spread))
    p = _beyond(1, (number - 1) * r * r / left)
    return Comparison(Method.LINEAR_TREND, p, Effect.CORRELATION, r)


def compare_numbers(groups: Sequence[Numbers], left: float = 1.0) -> Comparison | None:
    """Compare numbers between groups by their ranks; `left` as in `compare_counts`.

    None under two groups, without variation, or with nobody left to be sampled.
    """
    if not left or len(groups) < 2 or any(len(group) < 2 for group in groups):
        return None
    values, places = np.unique(np.concatenate(groups), return_inverse=True)
    if len(values) < 2:
        return None
    counts = np.zeros((len(values), len(groups)), dtype=np.int64)
    owners = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    np.add.at(counts, (places, owners), 1)
    return _ranks(counts, left)


def hedges_g(first: tuple[int, float, float], second: tuple[int, float, float]) -> float | None:
    """Difference of two means in pooled standard deviations, corrected for small samples.

    Each is (size, mean, standard deviation). None without variation.
    Source: Hedges, Journal of Educational Statistics 6 (1981).
    """
    freedom = first[0] + second[0] - 2
    pooled = ((first[0] - 1) * first[2] ** 2 + (second[0] - 1) * second[2] ** 2) / max(freedom, 1)
    if freedom < 1 or not pooled:
        return None
    return (first[1] - second[1]) / float(np.sqrt(pooled)) * (1 - 3 / (4 * freedom - 1))


def adjusted(probabilities: Sequence[float]) -> list[float]:
    """P-values adjusted for being several, so that one conclusion in twenty is wrong at most.

    Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995).
    """
    if not probabilities:
        return []
    from scipy.stats import false_discovery_control

    return [float(p) for p in false_discovery_control(list(probabilities))]
