"""Weights: against published examples, and why there are none."""

from __future__ import annotations

import numpy as np
import pytest

from app.statistics.weighting import Refused, WeightingProblem, rake


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
