"""How well items hold together: against the psych package and Feldt."""

from __future__ import annotations

import numpy as np
import pytest

from app.statistics import scales

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
