"""Tests of groups: against SciPy, published examples, and themselves turned round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics import comparisons
from app.statistics.comparisons import Effect, Method, compare_counts, compare_numbers

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


@pytest.mark.slow
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


@given(
    st.integers(0, 6).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 3), min_size=width, max_size=width), min_size=0, max_size=6
        )
    ),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_no_table_fails(rows, ordered, ordered_groups):
    """Nobody, fewer people than cells, empty lines: a probability, or no test."""
    table = np.array(rows, dtype=np.int64).reshape(len(rows), len(rows[0]) if rows else 0)
    found = compare_counts(table, ordered, ordered_groups)
    assert found is None or 0 <= found.p <= 1
