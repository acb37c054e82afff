"""Answers quoted in the words above a matrix, as in those of any question."""

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from app.surveys.questionnaires.engine import ProblemCode, follow, read_questionnaire
from app.surveys.questionnaires.forms.filling import filled
from app.surveys.questionnaires.forms.paper import printed
from app.surveys.questionnaires.forms.question_blocks import blocks_of
from tests.surveys.examples import TEXT

STEPS = [{"code": code, "label": TEXT} for code in ("low", "high")]


def both(words):
    return {"fr": words, "en": words}


def matrix(words, **more):
    return {
        "code": "m",
        "type": "matrix",
        "label": both(words),
        "scale": "steps",
        "items": [{"code": "first", "label": both("A ${town}")}, {"code": "next", "label": TEXT}],
        **more,
    }


def page(*questions, **more):
    """A page that asks where people live, then these questions."""
    town = {"code": "town", "type": "text", "max_length": 20, "label": TEXT}
    return {"code": "s", "title": TEXT, "questions": [town, *questions], **more}


def read(*sections):
    return read_questionnaire(
        {"code": "q", "title": TEXT, "scales": {"steps": STEPS}, "sections": list(sections)}
    )


def test_a_matrix_quotes_what_was_answered(app):
    questionnaire, problems = read(page(matrix("To ${town}", hint=both("Near ${town}"))))
    assert problems == []
    answers = {"town": "Brest"}
    with app.test_request_context(), force_locale("en"):
        place = blocks_of(
            questionnaire, questionnaire.sections[0], follow(questionnaire, answers), answers
        )[1]
    assert (place.battery.label.en, place.battery.hint.en) == ("To Brest", "Near Brest")
    assert place.questions[0].label.en == "A Brest"


def test_paper_has_dots_above_a_matrix_and_in_its_rows():
    questionnaire, _problems = read(page(matrix("To ${town}", hint=both("Near ${town}"))))
    [_town, own] = printed(questionnaire)[0][1]
    assert (own.label.fr, own.hint.fr) == ("To …", "Near …")
    assert [label.fr for _number, label in own.items] == ["A …", "Q"]


def test_a_matrix_is_shown_again_when_what_it_quotes_changes(app):
    rows = [{"code": "first", "label": TEXT}, {"code": "next", "label": TEXT}]
    questionnaire, _problems = read(page(matrix("To ${town}", items=rows)))
    sent = MultiDict([("shown", code) for code in ("town", "first", "next")] + [("town", "Brest")])
    with app.test_request_context(), force_locale("en"):
        _all, changed = filled(questionnaire, questionnaire.sections[0], {}, sent).changed_blocks()
    assert [(block.key, block.battery.label.en) for block in changed] == [("m", "To Brest")]


def test_a_matrix_of_a_group_quotes_the_answers_of_its_own_turn():
    questionnaire, problems = read(
        page(matrix("To ${town}"), repeat={"times": "2", "most": 2}), an_end()
    )
    assert problems == []
    assert questionnaire.batteries["m.2"].label.fr == "To ${town.2}"


def an_end():
    return {
        "code": "end",
        "title": TEXT,
        "questions": [{"code": "z", "type": "text", "label": TEXT}],
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (both("To ${nowhere}"), ProblemCode.UNKNOWN_REFERENCE),
        (both("To ${first}"), ProblemCode.LATER_REFERENCE),
        ({"fr": "To ${town}", "en": "To"}, ProblemCode.MISSING_PLACEHOLDER),
    ],
)
def test_what_a_matrix_cannot_quote_is_said(words, code):
    _none, problems = read(page({**matrix(""), "label": words}))
    assert [(problem.code, problem.where) for problem in problems] == [(code, "m.label")]
