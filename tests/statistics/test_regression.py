import numpy as np
import pytest

from app.statistics.regression import regress


def of(columns, values, slices=1):
    x, y = np.column_stack([np.ones(len(values)), columns]), np.asarray(values, dtype=float)
    return regress(list(zip(np.array_split(x, slices), np.array_split(y, slices), strict=True)))


def test_a_line_is_found_again():
    x = np.arange(20.0)
    found = of(x, 3 + 2 * x)
    assert found.coefficients == pytest.approx((3, 2))
    assert found.people == 20
    assert found.explained == pytest.approx(1)
    assert all(end.high - end.low < 1e-6 for end in found.intervals)


def test_robust_errors_by_hand():
    """Two groups of unlike spread: HC1 is the spread within each, over its size, times n/(n - 2)."""
    first, second = np.array([1.0, 3.0, 1.0, 3.0]), np.array([10.0, 20.0, 10.0, 20.0])
    found = of(np.repeat([0.0, 1.0], 4), np.concatenate([first, second]))
    assert found.coefficients == pytest.approx((2, 13))
    error = np.sqrt((4 * 1 / 16 + 4 * 25 / 16) * 8 / 6)
    reach = (found.intervals[1].high - found.intervals[1].low) / 2
    assert reach == pytest.approx(2.446912 * error, rel=1e-6)  # Student, 6 degrees of freedom


def test_slices_make_no_difference():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=60), rng.normal(size=60)
    assert of(x, y, 4).coefficients == pytest.approx(of(x, y).coefficients)


def test_a_column_that_others_make_up_changes_nothing_of_the_fit():
    rng = np.random.default_rng(2)
    x = rng.normal(size=40)
    y = 1 + x + rng.normal(size=40)
    assert of(np.column_stack([x, 2 * x]), y).explained == pytest.approx(of(x, y).explained)


@pytest.mark.parametrize("values", [[1.0], [1.0, 2.0], [5.0] * 9], ids=len)
def test_nothing_to_explain(values):
    assert of(np.arange(float(len(values))), values) is None


def test_nobody():
    assert regress([]) is None
