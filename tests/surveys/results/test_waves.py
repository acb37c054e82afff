"""Changes since the wave before."""

from __future__ import annotations

import pytest

from app.statistics.figures import SUPPRESSED as S
from app.surveys.results.core.waves import (
    Comparability,
    changes,
    changes_by_group,
    shared_crosses,
)
from tests.surveys.results.made import (
    OTHER,
    SPREAD,
    STEPS,
    answered,
    options,
    question,
    questionnaire,
    results,
    said,
)


def wave(sent, *questions):
    made = questionnaire(*questions)
    return results(made, sent, population=[(("woman",), 150), (("man",), 150)])


def test_two_waves_give_the_change_and_its_interval():
    before = wave(answered(woman={"q": OTHER}, man={"q": OTHER}), question("q"))
    after = wave(answered(woman={"q": SPREAD}, man={"q": SPREAD}), question("q"))
    [change] = changes(before, after)
    assert change.comparability is Comparability.SAME
    assert change.headline.change == pytest.approx(33 / 60 - 16 / 60)
    assert change.headline.interval.excludes_zero
    assert change.bases == (120, 120)


def test_changed_options_are_mapped_or_break_the_series():
    old = question("s", "single", "a", "b", "c")
    new = {
        **question("s", "single", "ab", "c"),
        "options": [
            {"code": "ab", "label": said("ab"), "was": ["a", "b"]},
            {"code": "c", "label": said("c")},
        ],
    }
    before = wave(
        answered(woman={"s": {"a": 10, "b": 10, "c": 10}}, man={"s": {"a": 8, "b": 9, "c": 9}}), old
    )
    later = answered(woman={"s": {"ab": 15, "c": 15}}, man={"s": {"ab": 15, "c": 15}})
    [change] = changes(before, wave(later, new))
    assert change.comparability is Comparability.MAPPED
    assert [line.earlier for line in change.lines] == [37 / 56, 19 / 56]
    broken = {
        **new,
        "options": [{"code": "ab", "label": said("ab"), "was": ["a"]}, new["options"][1]],
    }
    [change] = changes(before, wave(later, broken))
    assert change.comparability is Comparability.BROKEN
    assert change.lines == ()
    assert change.headline is None


def test_a_withheld_wave_makes_no_change():
    before = wave(
        answered(woman={"y": {"yes": 40, "no": 1}}, man={"y": {"yes": 40, "no": 1}}),
        question("y", "yes_no"),
    )
    after = wave(
        answered(woman={"y": {"yes": 20, "no": 20}}, man={"y": {"yes": 20, "no": 20}}),
        question("y", "yes_no"),
    )
    [change] = changes(before, after)
    assert {line.change for line in change.lines} == {S}
    assert {line.interval for line in change.lines} == {None}


def test_choices_that_became_one_break_a_series_of_several_choices():
    old = question("m", "multiple", "a", "b", "d")
    new = {
        **question("m", "multiple", "c", "d"),
        "options": [
            {"code": "c", "label": said("c"), "was": ["a", "b"]},
            {"code": "d", "label": said("d")},
        ],
    }
    before = wave([{"sex": s, "m": ["a", "b"]} for s in ("woman", "man") for _ in range(20)], old)
    after = wave([{"sex": s, "m": ["c"]} for s in ("woman", "man") for _ in range(20)], new)
    [change] = changes(before, after)
    assert change.comparability is Comparability.BROKEN


def test_an_option_that_was_not_offered_breaks_the_series():
    """Some of those who chose another would have chosen it; a mapping may say what it was."""
    old = question("s", "single", "a", "b")
    new = {**question("s", "single", "a", "b"), "options": [*options("a", "b", "new")]}
    both = {"a": 15, "b": 15}
    before = wave(answered(woman={"s": both}, man={"s": both}), old)
    sent = answered(woman={"s": {**both, "new": 12}}, man={"s": {**both, "new": 12}})
    [change] = changes(before, wave(sent, new))
    assert change.comparability is Comparability.BROKEN
    assert change.lines == ()


def test_a_reversed_scale_breaks_the_series():
    sent = answered(woman={"q": SPREAD}, man={"q": SPREAD})
    made = questionnaire(question("q"))
    reversed_one = questionnaire(question("q"), scales={"frequency": options(*reversed(STEPS))})
    people = [(("woman",), 150), (("man",), 150)]
    before, after = (results(each, sent, population=people) for each in (made, reversed_one))
    [change] = changes(before, after)
    assert change.comparability is Comparability.BROKEN


def test_options_without_order_may_change_places():
    answers = answered(woman={"s": {"a": 15, "b": 15}}, man={"s": {"a": 15, "b": 15}})
    before = wave(answers, question("s", "single", "a", "b"))
    [change] = changes(before, wave(answers, question("s", "single", "b", "a")))
    assert change.comparability is Comparability.REWORDED
    assert change.lines


def test_each_group_has_its_own_change():
    asked = question("y", "yes_no")
    before = wave(
        answered(woman={"y": {"yes": 20, "no": 40}}, man={"y": {"yes": 30, "no": 30}}), asked
    )
    after = wave(
        answered(woman={"y": {"yes": 40, "no": 20}}, man={"y": {"yes": 30, "no": 30}}), asked
    )
    [cross] = shared_crosses(before, after)
    lines = changes_by_group(before, after, changes(before, after), cross)
    assert {group: line.change for _, group, line in lines} == {
        ("woman",): pytest.approx(1 / 3),
        ("man",): 0.0,
    }
    assert [line.interval.excludes_zero for *_, line in lines] == [True, False]


@pytest.mark.parametrize(("name", "shared"), [("north", [("area",)]), ("east", [])])
def test_groups_of_other_names_are_not_compared(name, shared):
    asked = question("y", "yes_no")

    def surveyed(name):
        area = question("area", "single", "a", "b", profile="area")
        area["options"][0]["label"] = said(name)
        sent = [{"area": a, "y": y} for a in "ab" for y in ("yes", "no") for _ in range(20)]
        people = [(("a",), 150), (("b",), 150)]
        return results(questionnaire(asked, profile=(area,)), sent, ["area"], people)

    assert shared_crosses(surveyed("north"), surveyed(name)) == shared
