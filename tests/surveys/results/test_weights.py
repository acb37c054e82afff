"""Weighted shares: what they are by, where they are quoted, and where they are not told."""

from __future__ import annotations

import pytest
from flask_babel import force_locale

from app.statistics.disclosure import Reason
from app.statistics.weighting import WeightingProblem
from app.surveys.results.core.measures import UPPER
from app.surveys.results.presenting.sentences import battery_words, overall_words
from tests.surveys.results.made import (
    PLACES,
    SEX,
    SEXES,
    STEPS,
    answered,
    question,
    questionnaire,
    results,
)

UNEVEN = [(("woman",), 100), (("man",), 200)]


def measured(population=UNEVEN):
    """80 women and 40 men who answered yes or no."""
    made = questionnaire(question("y", "yes_no"))
    sent = answered(woman={"y": {"yes": 60, "no": 20}}, man={"y": {"yes": 20, "no": 60}})
    return results(made, sent[:120], population=population)


def test_answers_are_weighted_to_the_people_invited():
    found = measured()
    assert found.weighting.design_effect > 1
    assert found.weighting.effective < 120
    measure = found.measures["y"]
    assert measure.shares((), ()) == (80 / 120, 40 / 120)
    yes = measure.calibrated["yes"]
    assert yes.value == round(0.75 / 3 + 0.5 * 2 / 3, 3)
    assert yes.interval.low < yes.value < yes.interval.high
    assert measure.calibrated_by == ("sex",)


def test_weighted_shares_are_quoted_where_response_is_uneven(app):
    found = measured()
    assert found.weighting.uneven
    with app.test_request_context(), force_locale("en"):
        words = overall_words(found.measures["y"], uneven=True)
    assert words.startswith("Weighted to the people invited, 58.3% chose “Yes” (95% interval: from")
    assert words.endswith("of the 120 who answered, 66.7%.")


def test_response_in_proportion_is_not_uneven():
    found = measured([(("woman",), 200), (("man",), 100)])
    assert not found.weighting.uneven
    assert found.measures["y"].calibrated["yes"].value == round(80 / 120, 3)


def test_a_battery_is_quoted_as_its_questions_are(app):
    high, low = {"often": 40, "never": 20}, {"often": 10, "never": 50}
    made = questionnaire(question("a"), question("b"))
    sent = answered(woman={"a": high, "b": low}, man={"a": low, "b": low})
    measures = list(
        results(made, sent, population=[(("woman",), 70), (("man",), 300)]).measures.values()
    )
    with app.test_request_context(), force_locale("en"):
        words = battery_words(measures, uneven=True)
    assert "to 26% (“a (en)”)" in words  # 42% unweighted


@pytest.mark.parametrize(
    ("population", "problem"),
    [
        ([], WeightingProblem.NO_POPULATION),
        ([(("woman",), 100), (("man",), 100), (("",), 5)], WeightingProblem.NO_POPULATION),
        ([(("woman",), 100), (("man",), 100), (("other",), 5)], WeightingProblem.CLASS_MISSING),
        ([(("woman",), 2000), (("man",), 90)], WeightingProblem.TOO_UNEQUAL),
    ],
)
def test_a_composition_that_cannot_be_reached_leaves_no_weights(population, problem):
    found = measured(population)
    assert found.weighting.problem is problem
    assert found.measures["y"].calibrated == {}


def test_nothing_weighted_is_told_where_a_count_is_withheld():
    made = questionnaire(question("y", "yes_no"))
    sent = answered(woman={"y": {"yes": 77, "no": 3}}, man={"y": {"yes": 20, "no": 20}})
    found = results(made, sent, population=UNEVEN)
    assert not found.measures["y"].comparisons.get(SEXES, (None,))[0]
    assert found.measures["y"].calibrated == {}


def test_of_a_scale_by_classes_only_the_upper_steps_are_weighted():
    sent = answered(
        woman={"q": dict(zip(STEPS, (2, 13, 15, 9, 10), strict=True))},
        man={"q": dict(zip(STEPS, (13, 7, 10, 10, 10), strict=True))},
    )
    people = [(("woman",), 400), (("man",), 100)]
    found = results(questionnaire(question("q")), sent, population=people).measures["q"]
    assert SEXES in found.classes
    assert set(found.calibrated) == {UPPER}


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
    assert found.measures["y"].calibrated == {}
    assert found.weighting.problem is WeightingProblem.TOO_FEW


@pytest.mark.parametrize(("few", "attributes"), [(3, ("sex",)), (15, ("sex", "place"))])
def test_an_attribute_that_makes_a_small_group_with_another_is_left_aside(few, attributes):
    """Weights by both would tell how many are of both."""
    made = questionnaire(question("y", "yes_no"), profile=(SEX, PLACES))
    sizes = {("woman", "a"): 30, ("woman", "b"): 30, ("man", "a"): 30, ("man", "b"): few}
    sent = [
        {"sex": sex, "place": place, "y": "yes" if n % 3 else "no"}
        for (sex, place), count in sizes.items()
        for n in range(count)
    ]
    people = [(profile, 60) for profile in sizes]
    assert results(made, sent, ["sex", "place"], people).weighting.attributes == attributes


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
    assert found.calibrated == {}
