"""Intervals, tests, scales and weights against independent implementations and published cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics import comparisons, intervals, scales
from app.statistics.comparisons import Effect, Method, Size, compare_counts, compare_numbers
from app.statistics.intervals import Moments, difference_interval, mean_interval, share_interval
from app.statistics.weighting import Refused, WeightingProblem, rake

# --- intervals


def test_half_of_226_among_387_is_known_to_4_points():
    """The worked case of the managers' survey: 226 of 387 at 50 %, plus or minus 4.2 points."""
    found = share_interval(113, 226, 387)
    assert (found.high - found.low) / 2 == pytest.approx(0.042, abs=0.0005)
    without = share_interval(113, 226)
    assert (without.high - without.low) / 2 == pytest.approx(0.065, abs=0.0005)


def test_the_finite_population_case_of_cochran():
    """Cochran (1977), pp. 27-28, signatures of a petition: N = 676 sheets, n = 50, s2 = 229; the
    total lies between 18,107 and 21,669 at 80 % (t = 1.28)."""
    moments = Moments(50, 1471 / 50, 229**0.5, 676)
    total, spread = 676 * moments.mean, 1.28 * 676 * moments.error
    assert (total - spread, total + spread) == pytest.approx((18_107, 21_669), abs=2)


@pytest.mark.slow
@pytest.mark.parametrize(("count", "size"), [(0, 20), (1, 20), (10, 20), (20, 20), (150, 226)])
def test_wilson_is_that_of_statsmodels(count, size):
    from statsmodels.stats.proportion import proportion_confint

    found = share_interval(count, size)
    assert (found.low, found.high) == pytest.approx(
        proportion_confint(count, size, method="wilson")
    )


@pytest.mark.slow
def test_a_difference_is_that_of_statsmodels_and_of_newcombe():
    from statsmodels.stats.proportion import confint_proportions_2indep

    found = difference_interval((56, 70, None), (48, 80, None))
    expected = confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(expected)
    # Newcombe (1998), table II, case (a), method 10: 56/70 - 48/80.
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


@pytest.mark.slow
def test_means_are_those_of_statsmodels():
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    rng = np.random.default_rng(4)
    one, two = rng.normal(3, 1, 40), rng.normal(2, 2, 60)
    first, second = (Moments(len(x), x.mean(), x.std(ddof=1)) for x in (one, two))
    found = mean_interval(first)
    assert (found.low, found.high) == pytest.approx(DescrStatsW(one).tconfint_mean())
    gap = intervals.mean_difference_interval(first, second)
    compared = CompareMeans(DescrStatsW(one), DescrStatsW(two))
    assert (gap.low, gap.high) == pytest.approx(compared.tconfint_diff(usevar="unequal"))


def test_when_everybody_answered_nothing_is_estimated():
    assert share_interval(20, 40, 40) is None
    assert difference_interval((20, 40, 40), (10, 30, 30)) is None
    assert mean_interval(Moments(40, 3.0, 1.0, 40)) is None
    assert share_interval(0, 0) is None


@pytest.mark.parametrize(("one", "two", "points"), [(150, 150, 16), (100, 200, 17), (75, 75, 23)])
def test_the_smallest_visible_differences_of_300_volunteers(one, two, points):
    assert round(intervals.smallest_visible([(one, None), (two, None)]) * 100) == points


@pytest.mark.slow
def test_the_smallest_visible_difference_has_the_power_it_says():
    from statsmodels.stats.power import NormalIndPower

    size = intervals.smallest_visible([(200, None), (200, None)])
    power = NormalIndPower().power(size / 0.5, 200, 0.05)  # 0.5: deviation of a share of one half
    assert power == pytest.approx(0.80, abs=0.001)


@given(count=st.integers(0, 500), more=st.integers(0, 500), others=st.integers(0, 1000))
@settings(deadline=None)
def test_a_share_lies_in_its_interval(count, more, others):
    size = count + more
    found = share_interval(count, size, size + others)
    if found is not None:
        assert -1e-12 <= found.low <= count / size + 1e-12
        assert count / size - 1e-12 <= found.high <= 1
        wide = share_interval(count, size)
        assert found.high - found.low <= wide.high - wide.low + 1e-12


# --- tests

_TABLES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=6
).filter(lambda rows: all(sum(c) > 0 for c in zip(*rows, strict=True)) and sum(map(any, rows)) > 1)


def expanded(counts):
    """One rank for each person, group by group."""
    return [np.repeat(np.arange(len(counts)), column).astype(float) for column in counts.T]


@pytest.mark.slow
@given(_TABLES)
@settings(max_examples=60, deadline=None)
def test_mann_whitney_from_counts_is_that_of_scipy(rows):
    from scipy.stats import mannwhitneyu

    counts = np.array(rows)
    found = compare_counts(counts, ordered=True)
    one, two = expanded(counts)
    expected = mannwhitneyu(one, two, use_continuity=False, method="asymptotic")
    assert found.method is Method.MANN_WHITNEY
    assert found.p == pytest.approx(expected.pvalue, abs=1e-9)
    assert found.value == pytest.approx(2 * expected.statistic / (len(one) * len(two)) - 1)


@pytest.mark.slow
def test_kruskal_wallis_from_counts_is_that_of_scipy():
    from scipy.stats import kruskal

    counts = np.array([[5, 9, 2], [8, 3, 9], [6, 7, 12], [0, 4, 6]])
    found = compare_counts(counts, ordered=True)
    expected = kruskal(*expanded(counts))
    assert found.method is Method.KRUSKAL_WALLIS
    assert found.p == pytest.approx(expected.pvalue)


@pytest.mark.slow
def test_chi_squared_and_v_are_those_of_scipy():
    from scipy.stats import chi2_contingency
    from scipy.stats.contingency import association

    counts = np.array([[35, 20, 12], [18, 30, 25], [9, 14, 31]])
    found = compare_counts(counts)
    assert found.method is Method.CHI_SQUARED
    assert found.p == pytest.approx(chi2_contingency(counts, correction=False).pvalue)
    assert (found.effect, found.value) == (
        Effect.CRAMER_V,
        pytest.approx(association(counts, method="cramer")),
    )


def test_few_people_are_compared_by_fisher():
    # Fisher's tea: 8 cups, 3 of 4 guessed right (Agresti 2013, table 3.9, two-sided p = 0.486).
    found = compare_counts(np.array([[3, 1], [1, 3]]))
    assert found.method is Method.FISHER
    assert found.p == pytest.approx(0.4857, abs=1e-4)


@pytest.mark.slow
def test_larger_exact_tests_are_those_of_freeman_and_halton():
    # Job satisfaction by income of black men, Agresti (2002), table 3.2, p = 0.7827 (R, ?fisher.test).
    job = np.array([[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]])
    found = compare_counts(job)
    assert found.method is Method.FISHER
    assert found.p == pytest.approx(0.7827, abs=0.04)  # simulated from a fixed seed
    assert compare_counts(job).p == found.p


def test_the_linear_trend_of_agresti():
    # Infant malformation and alcohol, Agresti (2013), section 3.4.3, equally spaced scores 0 to 4:
    # M2 = 1.83, p = 0.18.
    counts = np.array([[17066, 14464, 788, 126, 37], [48, 38, 5, 1, 1]])
    found = compare_counts(counts, ordered=True, ordered_groups=True)
    assert found.method is Method.LINEAR_TREND
    assert found.p == pytest.approx(0.18, abs=0.005)


@pytest.mark.slow
@given(_TABLES, st.randoms())
@settings(max_examples=40, deadline=None)
def test_order_and_labels_do_not_change_a_test_without_order(rows, random):
    counts = np.array(rows)
    mixed = list(rows)
    random.shuffle(mixed)
    one, two = compare_counts(counts), compare_counts(np.array(mixed))
    if one.method is not Method.FISHER or counts.shape == (2, 2):
        assert one.p == pytest.approx(two.p)
    assert one.value == pytest.approx(two.value)


@pytest.mark.parametrize("counts", [[[5, 5]], [[5, 0], [5, 0]], [[5], [6]], [[0, 0], [5, 5]]])
@pytest.mark.parametrize("ordered", [True, False])
def test_nothing_to_compare(counts, ordered):
    assert compare_counts(np.array(counts), ordered=ordered) is None


def test_numbers_are_compared_by_their_ranks():
    one, two = np.array([1.0, 2, 3, 4, 5]), np.array([4.0, 5, 6, 7, 8])
    found = compare_numbers([one, two])
    assert found.method is Method.MANN_WHITNEY
    assert found.value < 0
    assert compare_numbers([one, two, two]).method is Method.KRUSKAL_WALLIS
    assert compare_numbers([one]) is None
    assert compare_numbers([np.ones(5), np.ones(9)]) is None


@pytest.mark.slow
def test_hedges_g_is_that_of_statsmodels():
    from statsmodels.stats.meta_analysis import effectsize_smd

    expected, _ = effectsize_smd(3.2, 1.1, 40, 2.7, 0.9, 55)
    assert comparisons.hedges_g((40, 3.2, 1.1), (55, 2.7, 0.9)) == pytest.approx(expected, rel=1e-3)
    assert comparisons.hedges_g((5, 1.0, 0.0), (5, 1.0, 0.0)) is None


@pytest.mark.slow
def test_a_battery_is_corrected_as_statsmodels_does():
    from statsmodels.stats.multitest import multipletests

    found = [0.01, 0.04, 0.03, 0.2, 0.002]
    assert comparisons.adjusted(found) == pytest.approx(multipletests(found, method="fdr_bh")[1])
    assert comparisons.adjusted([]) == []


def test_sizes_are_worded_by_published_bounds():
    sizes = [
        comparisons.Comparison(Method.MANN_WHITNEY, 0.5, Effect.CLIFF_DELTA, v).size
        for v in (0.1, -0.2, 0.4, -0.6)
    ]
    assert sizes == [Size.NEGLIGIBLE, Size.SMALL, Size.MEDIUM, Size.LARGE]


# --- scales

#: Six people, four items, computed by hand below.
ITEMS = np.array(
    [[2, 3, 3, 2], [4, 4, 5, 4], [1, 2, 1, 1], [5, 4, 5, 5], [3, 3, 4, 3], [2, 1, 2, 2.0]]
)


#: Attitudes of the clerical staff of 30 departments (Chatterjee and Price, 1977; R's `attitude`).
ATTITUDE = np.array(
    [
        [
            43,
            63,
            71,
            61,
            81,
            43,
            58,
            71,
            72,
            67,
            64,
            67,
            69,
            68,
            77,
            81,
            74,
            65,
            65,
            50,
            50,
            64,
            53,
            40,
            63,
            66,
            78,
            48,
            85,
            82,
        ],
        [
            51,
            64,
            70,
            63,
            78,
            55,
            67,
            75,
            82,
            61,
            53,
            60,
            62,
            83,
            77,
            90,
            85,
            60,
            70,
            58,
            40,
            61,
            66,
            37,
            54,
            77,
            75,
            57,
            85,
            82,
        ],
        [
            30,
            51,
            68,
            45,
            56,
            49,
            42,
            50,
            72,
            45,
            53,
            47,
            57,
            83,
            54,
            50,
            64,
            65,
            46,
            68,
            33,
            52,
            52,
            42,
            42,
            66,
            58,
            44,
            71,
            39,
        ],
        [
            39,
            54,
            69,
            47,
            66,
            44,
            56,
            55,
            67,
            47,
            58,
            39,
            42,
            45,
            72,
            72,
            69,
            75,
            57,
            54,
            34,
            62,
            50,
            58,
            48,
            63,
            74,
            45,
            71,
            59,
        ],
        [
            61,
            63,
            76,
            54,
            71,
            54,
            66,
            70,
            71,
            62,
            58,
            59,
            55,
            59,
            79,
            60,
            79,
            55,
            75,
            64,
            43,
            66,
            63,
            50,
            66,
            88,
            80,
            51,
            77,
            64,
        ],
        [
            92,
            73,
            86,
            84,
            83,
            49,
            68,
            66,
            83,
            80,
            67,
            74,
            63,
            77,
            77,
            54,
            79,
            80,
            85,
            78,
            64,
            80,
            80,
            57,
            75,
            76,
            78,
            83,
            74,
            78,
        ],
        [
            45,
            47,
            48,
            35,
            47,
            34,
            35,
            41,
            31,
            41,
            34,
            41,
            25,
            35,
            46,
            36,
            63,
            60,
            46,
            52,
            33,
            41,
            37,
            49,
            33,
            72,
            49,
            38,
            55,
            39,
        ],
    ],
    dtype=float,
).T


def test_the_alpha_of_attitude_is_that_of_the_psych_package():
    """Published in the manual of R's `psych` (Revelle, `alpha(attitude)`): 0.84, between 0.74 and
    0.92 by Feldt; without each item 0.81, 0.80, 0.83, 0.80, 0.80, 0.86, 0.84."""
    found = scales.reliability(ATTITUDE)
    assert round(found.alpha, 2) == 0.84
    assert (round(found.interval.low, 2), round(found.interval.high, 2)) == (0.74, 0.92)
    assert [round(a, 2) for a in found.dropped] == [0.81, 0.80, 0.83, 0.80, 0.80, 0.86, 0.84]


def test_alpha_is_the_ratio_of_covariances():
    """Alpha from the covariance matrix: k times the mean covariance over the mean of the matrix."""
    covariance = np.cov(ITEMS.T)
    k = len(covariance)
    mean = (covariance.sum() - np.trace(covariance)) / (k * (k - 1))
    expected = k * mean / (np.trace(covariance) / k + (k - 1) * mean)
    found = scales.reliability(ITEMS)
    assert found.alpha == pytest.approx(expected)
    assert found.interval.low < found.alpha < found.interval.high
    assert found.people == 6
    assert found.dropped[0] == pytest.approx(scales.reliability(ITEMS[:, 1:]).alpha)


def test_the_interval_of_alpha_is_that_of_feldt():
    # Feldt, Woodruff and Salih (1987): (1 - a) F bounds, n - 1 and (n - 1)(k - 1) degrees.
    from scipy.stats import f

    found = scales.reliability(ITEMS)
    low = 1 - (1 - found.alpha) * f.ppf(0.975, 5, 15)
    high = 1 - (1 - found.alpha) * f.ppf(0.025, 5, 15)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high))


def test_a_reversed_item_left_as_it_is_spoils_the_scale():
    spoiled = ITEMS.copy()
    spoiled[:, 0] = 6 - spoiled[:, 0]
    found = scales.reliability(spoiled)
    assert found.weak
    assert found.dropped[0] > 0.9


@pytest.mark.parametrize(
    "items", [np.ones((10, 3)), ITEMS[:2], ITEMS[:, :1], np.full((8, 3), np.nan)]
)
def test_no_alpha_where_there_is_nothing_to_hold_together(items):
    assert scales.reliability(items) is None


# --- weights


def test_the_raking_of_kalton_and_flores_cervantes():
    """Kalton and Flores-Cervantes (2003), as recomputed by the R package `survey` 3.30
    (tests/kalton.Rout.save, table B): the weight of each cell, to two decimals."""
    sample = [[20, 40, 40], [50, 140, 310], [100, 50, 50], [30, 100, 70]]
    expected = [[1.81, 1.45, 2.02], [1.08, 0.87, 1.21], [2.20, 1.76, 2.45], [1.83, 1.47, 2.04]]
    cells = [((str(r), str(c)), n) for r, row in enumerate(sample) for c, n in enumerate(row)]
    margins = {
        "a": {"0": 175, "1": 550, "2": 430, "3": 345},
        "b": {"0": 365, "1": 415, "2": 720},
    }
    found = rake(cells, margins)
    weights = found.weights.reshape(4, 3) * 1500 / np.array(sample).sum()
    assert weights.round(2).tolist() == expected
    assert found.design_effect > 1


def test_one_margin_is_post_stratification():
    found = rake([(("woman",), 92), (("man",), 118)], {"sex": {"woman": 163, "man": 224}})
    assert found.weights == pytest.approx([163 / 387 * 210 / 92, 224 / 387 * 210 / 118])
    assert found.effective(210) < 210


@pytest.mark.parametrize(
    ("cells", "margins", "problem"),
    [
        ([(("a",), 5)], {}, WeightingProblem.NO_POPULATION),
        ([(("a",), 5)], {"x": {"a": 0}}, WeightingProblem.NO_POPULATION),
        ([(("a",), 5)], {"x": {"a": 3, "b": 4}}, WeightingProblem.CLASS_MISSING),
        ([(("a",), 5), (("b",), 2)], {"x": {"a": 3}}, WeightingProblem.CLASS_UNKNOWN),
        (
            [(("a", "u"), 5), (("b", "v"), 5)],
            {"x": {"a": 3, "b": 4}, "y": {"u": 9, "v": 9}},
            WeightingProblem.TOTALS_DIFFER,
        ),
        (
            [(("a", "u"), 5), (("b", "v"), 5)],
            {"x": {"a": 1, "b": 9}, "y": {"u": 9, "v": 1}},
            WeightingProblem.NOT_CONVERGED,
        ),
        ([(("a",), 1), (("b",), 99)], {"x": {"a": 50, "b": 50}}, WeightingProblem.TOO_UNEQUAL),
    ],
)
def test_weights_that_cannot_be(cells, margins, problem):
    found = rake(cells, margins)
    assert isinstance(found, Refused)
    assert found.problem is problem
