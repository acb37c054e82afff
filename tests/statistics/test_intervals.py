"""Intervals: against statsmodels, Cochran, Newcombe, and what they must hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics import intervals
from app.statistics.intervals import (
    Moments,
    difference_interval,
    mean_interval,
    remaining_between,
    share_interval,
)


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


@pytest.mark.parametrize(
    ("groups", "left"),
    [
        ([(50, 100), (50, None)], 1.0),
        ([(50, 50), (70, 70)], 0.0),
        ([(50, 50), (50, 10**9)], 0.5),
        # of two groups: the variance of their difference, each with its own share
        ([(40, 80), (60, 90)], (40 / 79 / 40 + 30 / 89 / 60) / (1 / 40 + 1 / 60)),
        ([(30, 60), (30, 60), (30, 60)], 30 / 59),
        ([(30, 60)], 1.0),
        ([], 1.0),
    ],
)
def test_what_known_populations_leave_of_a_comparison(groups, left):
    assert remaining_between(groups) == pytest.approx(left)
