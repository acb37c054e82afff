"""Linear calibration: against regression by statsmodels, and why there are no weights."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from app.statistics.intervals import share_interval
from app.statistics.weighting import Refused, WeightingProblem, calibrate

SEX, CATEGORY = ("woman", "man"), ("a", "b", "c")


def drawn(seed=4, people=210):
    """Profiles and answers of those who answered, and the composition of 387 people."""
    rng = random.Random(seed)
    rows = [
        (rng.choices(SEX, (45, 55))[0], rng.choices(CATEGORY, (50, 30, 20))[0])
        for _ in range(people)
    ]
    chosen = [rng.random() < 0.3 + 0.2 * (s == "woman") + 0.1 * (c == "a") for s, c in rows]
    population = {"sex": {"woman": 163, "man": 224}, "category": {"a": 174, "b": 124, "c": 89}}
    return rows, chosen, population


def counts_of(rows):
    names = ("sex", "category")
    return {name: dict(Counter(row[place] for row in rows)) for place, name in enumerate(names)}


def weighted_share():
    rows, chosen, population = drawn()
    calibration = calibrate(population, Counter(rows))
    yes = [row for row, own in zip(rows, chosen, strict=True) if own]
    return calibration.share(counts_of(yes), counts_of(rows)), rows, chosen, population


def regression():
    """Ordinary least squares of the answer on dummies, person by person; and the sums of the same
    dummies over all people."""
    import statsmodels.api as sm  # here: it takes two seconds to load

    _, rows, chosen, population = weighted_share()
    dummies = [[1, s == "man", c == "b", c == "c"] for s, c in rows]
    fitted = sm.OLS(np.array(chosen, dtype=float), np.array(dummies, dtype=float)).fit()
    totals = [387, population["sex"]["man"], *(population["category"][c] for c in "bc")]
    return fitted, np.array(dummies, dtype=float), np.array(totals, dtype=float)


@pytest.mark.slow
def test_a_weighted_share_is_what_a_regression_predicts_of_all():
    share, *_ = weighted_share()
    fitted, _, totals = regression()
    assert share.value == pytest.approx(totals @ fitted.params / 387)


@pytest.mark.slow
def test_its_interval_is_that_of_predicting_those_who_did_not_answer():
    share, *_ = weighted_share()
    fitted, dummies, totals = regression()
    silent = totals - dummies.sum(axis=0)
    variance = silent @ fitted.cov_params() @ silent + silent[0] * fitted.scale
    effective = share.value * (1 - share.value) * 387**2 / variance
    expected = share_interval(share.value * 1000, 1000)  # the same share, of another size
    low, high = share.interval.low, share.interval.high
    assert low < share.value < high
    assert (high - low) / (expected.high - expected.low) == pytest.approx(
        (1000 / effective) ** 0.5, rel=0.02
    )


def test_one_attribute_is_post_stratification():
    calibration = calibrate({"sex": {"woman": 163, "man": 224}}, {("woman",): 92, ("man",): 118})
    share = calibration.share({"sex": {"woman": 46, "man": 30}}, {"sex": {"woman": 92, "man": 118}})
    assert share.value == pytest.approx((163 * 46 / 92 + 224 * 30 / 118) / 387)
    assert 1 < calibration.design_effect < 1.01
    assert calibration.people / calibration.design_effect < 210


def test_a_share_of_some_is_of_their_weights():
    """Those who left the question out are left out, each at their weight."""
    calibration = calibrate({"sex": {"woman": 200, "man": 100}}, {("woman",): 50, ("man",): 50})
    share = calibration.share({"sex": {"woman": 10, "man": 30}}, {"sex": {"woman": 20, "man": 50}})
    assert share.value == pytest.approx((4 * 10 + 2 * 30) / (4 * 20 + 2 * 50))


def test_everybody_answered_and_nothing_is_estimated():
    calibration = calibrate({"sex": {"woman": 40, "man": 60}}, {("woman",): 40, ("man",): 60})
    share = calibration.share({"sex": {"woman": 10, "man": 30}}, {"sex": {"woman": 40, "man": 60}})
    assert (share.value, share.interval) == (0.4, None)


def test_who_left_a_question_empty_is_not_known():
    """Everybody sent something, and 20 women left this out: their answers are to be predicted."""
    calibration = calibrate({"sex": {"woman": 40, "man": 60}}, {("woman",): 40, ("man",): 60})
    counts, bases = {"sex": {"woman": 10, "man": 30}}, {"sex": {"woman": 20, "man": 60}}
    asked = calibration.share(counts, bases).interval
    plain = share_interval(40, 80, 100)
    assert asked.high - asked.low == pytest.approx(plain.high - plain.low, rel=0.25)
    assert calibration.share(counts, bases, everybody=False).interval is None


@pytest.mark.parametrize("sizes", [(60, 60), (61, 83)])
def test_classes_that_explain_everything_leave_an_interval(sizes):
    """No woman and every man: of those who did not answer, some may differ."""
    women, men = sizes
    calibration = calibrate({"sex": {"woman": 300, "man": 200}}, {("woman",): women, ("man",): men})
    bases = {"sex": {"woman": women, "man": men}}
    share = calibration.share({"sex": {"woman": 0, "man": men}}, bases)
    assert share.interval.high - share.interval.low > 0.05


@pytest.mark.parametrize("chosen", [0, 50])
def test_all_alike_still_has_an_interval(chosen):
    calibration = calibrate({"sex": {"woman": 200, "man": 100}}, {("woman",): 50, ("man",): 50})
    counts = {"sex": {"woman": chosen, "man": chosen}}
    share = calibration.share(counts, {"sex": {"woman": 50, "man": 50}})
    assert share.interval.high - share.interval.low > 0.01


def test_attributes_that_say_the_same_are_no_trouble():
    population = {"sex": {"woman": 60, "man": 90}, "again": {"f": 60, "h": 90}}
    calibration = calibrate(population, {("woman", "f"): 30, ("man", "h"): 30})
    counts = {"sex": {"woman": 12, "man": 6}, "again": {"f": 12, "h": 6}}
    bases = {"sex": {"woman": 30, "man": 30}, "again": {"f": 30, "h": 30}}
    assert calibration.share(counts, bases).value == pytest.approx(0.4 * 0.4 + 0.6 * 0.2)


@pytest.mark.parametrize(
    ("population", "profiles", "problem"),
    [
        ({}, {}, WeightingProblem.NO_POPULATION),
        ({"x": {"a": 0}}, {("a",): 5}, WeightingProblem.NO_POPULATION),
        ({"x": {"a": 3, "b": 4}}, {("a",): 5}, WeightingProblem.CLASS_MISSING),
        ({"x": {"a": 3}}, {("a",): 5, ("b",): 2}, WeightingProblem.CLASS_UNKNOWN),
        ({"x": {"a": 500, "b": 500}}, {("a",): 11, ("b",): 400}, WeightingProblem.TOO_UNEQUAL),
        (
            {"x": {"a": 1, "b": 9}, "y": {"u": 9, "v": 1}},
            {("a", "u"): 5, ("b", "v"): 5},
            WeightingProblem.TOO_UNEQUAL,
        ),
    ],
)
def test_weights_that_cannot_be(population, profiles, problem):
    refused = calibrate(population, profiles)
    assert isinstance(refused, Refused)
    assert refused.problem is problem
