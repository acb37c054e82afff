"""Weighted shares: what they are by, and where they are not told."""

from __future__ import annotations

import pytest

from app.statistics.disclosure import Reason
from app.statistics.weighting import Refused, WeightingProblem
from tests.surveys.results.made import (
    PLACES,
    SEXES,
    STEPS,
    answered,
    question,
    questionnaire,
    results,
)


def test_answers_are_weighted_to_the_people_invited():
    made = questionnaire(question("y", "yes_no"))
    sent = answered(woman={"y": {"yes": 60, "no": 20}}, man={"y": {"yes": 20, "no": 60}})
    found = results(made, sent[:80] + sent[80:120], population=[(("woman",), 100), (("man",), 200)])
    [weights] = found.weightings
    assert weights.outcome.design_effect > 1
    assert weights.outcome.effective(weights.people) < 120
    measure = found.measures["y"]
    plain, weighted = measure.shares((), ()), measure.weighted
    assert plain == (80 / 120, 40 / 120)
    assert weighted == pytest.approx((0.75 / 3 + 0.5 * 2 / 3, 0.25 / 3 + 0.5 * 2 / 3))
    assert measure.weighted_by == SEXES


@pytest.mark.parametrize(
    ("population", "problem"),
    [
        ([], WeightingProblem.NO_POPULATION),
        ([(("woman",), 100), (("man",), 100), (("",), 5)], WeightingProblem.NO_POPULATION),
        ([(("woman",), 100), (("man",), 100), (("other",), 5)], WeightingProblem.CLASS_MISSING),
        ([(("woman",), 2), (("man",), 100)], None),
    ],
)
def test_margins_that_do_not_match_leave_no_weights(population, problem):
    made = questionnaire(question("y", "yes_no"))
    sent = answered(woman={"y": {"yes": 60, "no": 20}}, man={"y": {"yes": 20, "no": 60}})
    found = results(made, sent, population=population)
    [weights] = found.weightings
    if problem is None:
        assert not isinstance(weights.outcome, Refused)
        return
    assert weights.outcome.problem is problem
    assert found.measures["y"].weighted == ()


def test_nothing_weighted_is_told_where_a_cross_is_withheld():
    made = questionnaire(question("y", "yes_no"))
    sent = answered(woman={"y": {"yes": 77, "no": 3}}, man={"y": {"yes": 20, "no": 20}})
    found = results(made, sent, population=[(("woman",), 100), (("man",), 200)])
    assert not found.measures["y"].comparisons.get(SEXES, (None,))[0]
    assert found.measures["y"].weighted == ()


def test_nothing_weighted_where_a_scale_is_shown_by_classes():
    sent = answered(
        woman={"q": dict(zip(STEPS, (2, 13, 15, 9, 10), strict=True))},
        man={"q": dict(zip(STEPS, (13, 7, 10, 10, 10), strict=True))},
    )
    people = [(("woman",), 400), (("man",), 100)]
    found = results(questionnaire(question("q")), sent, population=people).measures["q"]
    assert SEXES in found.classes
    assert found.weighted == ()


def test_nothing_weighted_where_small_groups_are_put_together():
    made = questionnaire(question("y", "yes_no"), profile=(PLACES,))
    sent = [
        {"place": p, "y": "yes" if n % 2 else "no"}
        for p, size in (("a", 30), ("b", 9), ("c", 3))
        for n in range(size)
    ]
    people = [(("a",), 40), (("b",), 40), (("c",), 40), (("d",), 0)]
    found = results(made, sent, ["place"], people)
    assert found.measures["y"].pooled
    assert found.measures["y"].weighted == ()
    assert found.weightings[0].outcome.problem is WeightingProblem.TOO_FEW


def test_weights_go_with_the_cross_that_they_are_by():
    """The base of a follow-up by sex, from weighted shares, told who answered no to its filter."""
    made = questionnaire(question("h", "yes_no"), question("w", "yes_no", relevant="${h} = 'yes'"))
    sent = [
        {"sex": s, "h": "yes", "w": "yes" if n % 2 else "no"}
        for s in ("woman", "man")
        for n in range(20)
    ]
    sent += [{"sex": "woman", "h": "no"}] * 3 + [{"sex": "man", "h": "no"}] * 20
    found = results(made, sent, population=[(("woman",), 47), (("man",), 91)]).measures["w"]
    assert found.shown
    assert found.hidden[SEXES] is Reason.TELLS_FILTER
    assert found.weighted == ()
