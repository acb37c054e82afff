"""Dimensions: scores, reliability, and where they would tell an item."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.statistics.comparisons import Effect, Method
from app.statistics.disclosure import Reason
from app.statistics.figures import SUPPRESSED as S
from app.statistics.intervals import Moments
from app.surveys.campaigns.core.columns import columns_of
from app.surveys.results.core import conclusion
from app.surveys.results.core.dimensions import item_values, scores
from app.surveys.results.core.mean_ranges import leaves_ranges
from app.surveys.results.core.measures import Measure, MeasureKind, Step, Summary
from app.text import both
from tests.surveys.results.made import (
    SEXES,
    STEPS,
    M,
    W,
    answered,
    question,
    questionnaire,
    results,
    said,
)

SCALE = {
    "code": "d",
    "label": said("d"),
    "high": said("high"),
    "items": ["i1", "i2", "i3"],
    "reversed": ["i3"],
    "min_answered": 2,
}


def dimension_answers(size, seed=3, spread=0.9):
    rng = np.random.default_rng(seed)
    found = []
    for number in range(size):
        level = rng.normal(2.2 if number % 2 else 1.8, 1)
        steps = [int(np.clip(round(level + rng.normal(0, spread)), 0, 4)) for _ in range(3)]
        found.append(
            {
                "sex": "woman" if number % 2 else "man",
                "i1": STEPS[steps[0]],
                "i2": STEPS[steps[1]],
                "i3": STEPS[4 - steps[2]],
            }
        )
    return found


def dimension(sent, **more):
    made = questionnaire(*(question(f"i{n}") for n in (1, 2, 3)), dimensions=[{**SCALE, **more}])
    return results(made, sent)


def test_scores_turn_reversed_items_round():
    sent = [
        {"sex": "woman", "i1": "always", "i2": "often", "i3": "never"},
        {"sex": "man", "i1": "never"},
    ]
    found = dimension(sent)
    made = found.questionnaire
    values = item_values(made, made.dimensions[0], columns_of(made, sent))
    assert values[0].tolist() == [100, 75, 100]
    assert scores(values, 2)[0] == pytest.approx(275 / 3)
    assert np.isnan(scores(values, 2)[1])


def test_a_dimension_has_means_classes_alpha_and_a_comparison():
    found = dimension(dimension_answers(240)).measures["~d"]
    assert found.base == 240
    assert found.summaries[SEXES][W].moments.mean > found.summaries[SEXES][M].moments.mean
    assert all(
        S in found.figures(*all_of) or sum(found.figures(*all_of)) == 240 for all_of in [((), ())]
    )
    assert found.reliability.alpha > 0.7
    assert len(found.reliability.dropped) == 3
    [test] = found.comparisons[SEXES]
    assert (test.method, test.effect) == (Method.MANN_WHITNEY, Effect.HEDGES_G)
    assert conclusion(found, SEXES).quoted.step is None


def test_a_reversed_item_without_answer_leaves_no_score():
    sent = [{k: v for k, v in row.items() if k != "i3"} for row in dimension_answers(120)]
    found = dimension(sent).measures["~d"]
    assert set(found.hidden.values()) == {Reason.ITEM_MISSING}
    assert found.summaries == {}
    assert found.reliability is None


def test_a_mean_is_shown_where_it_leaves_withheld_answers_their_range():
    """Five steps and three items: many tables give the same rounded mean."""
    found = dimension(dimension_answers(60))
    assert found.measures["i1"].withheld or found.measures["i1"].classes
    assert set(found.measures["~d"].summaries) == {(), SEXES}


def test_the_mean_of_all_people_tells_no_withheld_answer_of_them():
    """Thirteen never or often: a mean of two items rounded to the unit would say how many each."""
    first = dict(zip(STEPS, (9, 6, 5, 4, 15), strict=True))
    second = dict(zip(STEPS, (6, 9, 6, 8, 10), strict=True))
    both_items = {**SCALE, "items": ["i1", "i2"], "reversed": ["i1"]}
    made = questionnaire(question("i1"), question("i2"), dimensions=[both_items])
    found = results(made, answered(woman={"i1": first, "i2": second}), crosses=()).measures
    assert found["i1"].withheld_of_all
    assert not found["~d"].shown
    assert not found["~d"].summaries


def item(code, women, men, total):
    steps = tuple(Step(str(n), both(str(n))) for n in range(len(total)))
    shown = {(): {(): total}, SEXES: {W: women, M: men}}
    bases = {(): {(): sum(total)}, SEXES: {W: 30, M: sum(total) - 30}}
    return Measure(
        code, both(code), MeasureKind.SCALE, both("s"), 60, steps=steps, counts=shown, bases=bases
    )


def mean_of(size, mean):
    return Summary(Moments(size, mean, 20.0), 0)


@pytest.mark.parametrize(
    ("items", "means", "left"),
    [
        # of one yes or no, the mean is the count
        ([item("a", (S, S), (S, S), (20, 40))], (90.0, 43.0), False),
        # nothing withheld, nothing to tell
        ([item("a", (5, 25), (15, 15), (20, 40))], (83.0, 50.0), True),
        # three items of five steps, two withheld steps each
        (
            [item(c, (S, S, 6, 8, 10), (S, S, 8, 8, 8), (6, 6, 14, 16, 18)) for c in "abc"],
            (66.0, 62.0),
            True,
        ),
        # an item of which the cross is not shown
        ([replace(item("a", (S, S), (S, S), (20, 40)), counts={})], (90.0, 43.0), False),
        # no answers give such a mean: it is not that of all answers, and nothing is sure
        ([item("a", (S, S), (S, S), (20, 40))], (10.0, 10.0), False),
    ],
)
def test_what_a_mean_leaves_of_withheld_answers(items, means, left):
    values = [np.arange(len(each.steps)) * 100.0 / (len(each.steps) - 1) for each in items]
    groups = {W: mean_of(30, means[0]), M: mean_of(30, means[1])}
    assert leaves_ranges(items, values, groups, SEXES) is left


def test_a_dimension_of_a_follow_up_is_hidden_with_its_items():
    items = [question(f"i{n}", relevant="${h} = 'yes'") for n in (1, 2, 3)]
    made = questionnaire(question("h", "yes_no"), *items, dimensions=[SCALE])
    sent = [{**row, "h": "yes"} for row in dimension_answers(97)] + [
        {"sex": "woman", "h": "no"}
    ] * 3
    found = results(made, sent).measures["~d"]
    assert set(found.hidden.values()) == {Reason.TELLS_FILTER}
    assert (found.base, found.missing) == (0, {})


def test_classes_of_scores_need_three_items_of_which_nothing_is_withheld():
    two = questionnaire(
        question("i1"),
        question("i2"),
        dimensions=[{**SCALE, "items": ["i1", "i2"], "reversed": []}],
    )
    found = results(two, dimension_answers(240)).measures["~d"]
    assert found.summaries
    assert found.counts == {}
    assert found.reliability is None


def test_few_who_left_an_item_empty_leave_no_score():
    sent = dimension_answers(240)
    del sent[0]["i3"]
    assert set(dimension(sent).measures["~d"].hidden.values()) == {Reason.FOLLOWS}
