"""The classes by which results are compared: each attribute on its own, eleven people or more."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.surveys.campaigns.core.classes import (
    OTHERS,
    Area,
    classes_of,
    in_classes,
    invited_by,
    with_classes,
)
from app.surveys.campaigns.core.columns import CodedAnswers, in_class, narrow
from app.surveys.campaigns.core.profiles import profile_value
from app.text import Text
from tests.surveys.results.made import SEX, question, questionnaire

PLACE = question("place", "single", "a", "b", "c", "d", profile="place")
MADE = questionnaire(question("q"), profile=(SEX, PLACE))
QUESTION = MADE.by_code["place"]


@pytest.mark.parametrize(
    ("invited", "sizes"),
    [
        ({"a": 20, "b": 30, "c": 11, "d": 40}, {"a": 20, "b": 30, "c": 11, "d": 40}),
        # two small ones, together enough
        ({"a": 20, "b": 30, "c": 8, "d": 4}, {"a": 20, "b": 30, OTHERS: 12}),
        # one small one: the next smallest goes with it
        ({"a": 20, "b": 30, "c": 8, "d": 40}, {"b": 30, "d": 40, OTHERS: 28}),
        # nobody in one: it is no class
        ({"a": 20, "b": 30}, {"a": 20, "b": 30}),
        # a value that no answer stands for is with the others
        ({"a": 20, "b": 30, "x": 12}, {"a": 20, "b": 30, OTHERS: 12}),
        # unknown for some: they count nowhere
        ({"a": 20, "b": 30, "": 50}, {"a": 20, "b": 30}),
        # too few for any class
        ({"a": 5, "b": 4}, {OTHERS: 9}),
        ({}, {}),
    ],
)
def test_each_class_has_eleven_people_invited(invited, sizes):
    classes = classes_of(QUESTION, [], invited, 11)
    assert classes.invited == sizes
    shown = {option.code for option in classes.options}
    assert set(sizes) <= shown
    assert classes.given_up is (set(sizes) == {OTHERS})


@given(st.dictionaries(st.sampled_from("abcdx"), st.integers(1, 40)))
@settings(max_examples=60, deadline=None)
def test_no_class_is_too_small_unless_all_are(invited):
    classes = classes_of(QUESTION, [], invited, 11)
    assert sum(classes.invited.values()) == sum(invited.values())
    assert classes.given_up or all(size >= 11 for size in classes.invited.values())


def test_answers_are_put_together_in_areas():
    """Two small directorates make one area; its name is that of the mission."""
    area = Area("area-1", Text("Nord", "North"), ("c", "d"))
    classes = classes_of(QUESTION, [area], {"a": 20, "b": 30, "c": 8, "d": 4}, 11)
    assert classes.invited == {"a": 20, "b": 30, "area-1": 12}
    assert [option.code for option in classes.options] == ["a", "b", "area-1"]
    assert classes.options[-1].label == Text("Nord", "North")
    assert classes.place("d") == "area-1"


def test_who_has_a_value_that_nobody_invited_has_is_not_alone():
    classes = classes_of(QUESTION, [], {"a": 20, "b": 30}, 11)
    assert classes.place("c") == ""
    merged = classes_of(QUESTION, [], {"a": 20, "b": 30, "c": 7, "d": 6}, 11)
    assert merged.place("elsewhere") == OTHERS


def test_where_nobody_knows_the_population_answers_are_their_own_classes():
    classes = classes_of(QUESTION, [], {}, 11)
    assert [option.code for option in classes.options] == ["a", "b", "c", "d"]
    assert not classes.given_up


def test_columns_and_population_by_class():
    invited = [(("woman", "a"), 20), (("woman", "c"), 8), (("man", "d"), 4), (("man", "b"), 30)]
    assert invited_by(MADE, invited, "place") == {"a": 20, "c": 8, "d": 4, "b": 30}
    classes = classes_of(QUESTION, [], invited_by(MADE, invited, "place"), 11)
    assert in_classes(MADE, invited, {"place": classes}) == [
        (("", "a"), 20),
        (("", "b"), 30),
        (("", OTHERS), 12),
    ]
    labels = ("a", "b", "c", "d", "~left_empty")
    column = in_class(CodedAnswers(labels, narrow([0, 2, 3, 4], 5)), classes)
    assert [column.labels[code] for code in column.codes] == ["a", OTHERS, OTHERS, "~left_empty"]
    classed = with_classes(MADE, {"place": classes.options})
    assert [o.code for o in classed.by_code["place"].options] == ["a", "b", OTHERS]
    assert classed.by_code["sex"] == MADE.by_code["sex"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("woman", "woman"),
        ("F", "woman"),
        ("femme", "woman"),
        ("Féminin", "woman"),
        ("Mme", "woman"),
        ("h", "man"),
        ("Hommes", "Hommes"),
        ("homme", "man"),
        ("M", "man"),
        ("woman (en)", "woman"),
        ("x", "x"),
    ],
)
def test_values_of_lists_are_mapped_to_answers(value, code):
    assert profile_value(MADE.by_code["sex"], value) == code
