"""Checks of answers that look at several, and numbers that are typed again."""

import pytest

from app.surveys.questionnaires.engine import follow, read_answers, read_questionnaire
from app.surveys.questionnaires.engine.checks import failed_checks
from app.surveys.questionnaires.forms.answer_words import field_value
from app.surveys.questionnaires.forms.words import fault_words
from tests.surveys.examples import read
from tests.surveys.files import TOTALS


@pytest.mark.parametrize(("sent", "expected"), TOTALS)
def test_a_total_is_checked_as_soon_as_anything_of_it_is_there(sent, expected):
    questionnaire = read("totals")
    sent = {code: [value] for code, value in sent.items()}
    answers, _ = read_answers(questionnaire.questions, sent)
    given = follow(questionnaire, answers).given  # with what is calculated
    _, faults = read_answers(questionnaire.questions, sent, given)
    assert {code: fault.problem for code, fault in faults.items()} == expected


def one_page(*questions):
    texts = {"fr": "x", "en": "x"}
    asked_of = [{"type": "number", "label": texts, **question} for question in questions]
    for question in asked_of:
        for check in question.get("checks", []):
            check["message"] = texts
    page = {"code": "p", "title": texts, "questions": asked_of}
    made, problems = read_questionnaire({"code": "made", "title": texts, "sections": [page]})
    assert problems == []
    return made


#: A check of b, the answers, whether b passes.
WAITING = [
    (". <= ${a}", {"b": 5.0}, True),
    (". <= ${a}", {"b": 5.0, "a": "~dont_know"}, True),
    (". <= ${a}", {"b": 5.0, "a": 4.0}, False),
    (". = ${a} * ${c}", {"b": 5.0, "a": 4.0}, True),
    (". div ${a} <= 1", {"b": 5.0}, True),
    ("not(. > ${a})", {"b": 5.0}, True),
    ("not(. > ${a})", {"b": 5.0, "a": 4.0}, False),
    ("${a} >= 18", {"a": 15.0}, True),  # of another answer alone
    ("${a} >= 18", {"a": 15.0, "b": 1.0}, False),
    (". > 5 and ${a} >= 18", {"a": 15.0}, True),
    (". - ${a} >= 0", {"a": 2001.0}, True),  # no total
    ("${a} - . >= 0", {"b": 2001.0}, True),
    (". + ${a} + ${c} = 10", {"a": "~dont_know", "c": 5.0}, True),
    (". + ${a} + ${c} = 10", {"a": 4.0, "c": 5.0}, False),
]


@pytest.mark.parametrize(("rule", "given", "passes"), WAITING)
def test_a_check_waits_for_what_it_compares(rule, given, passes):
    made = one_page(
        {"code": "a", "missing": ["dont_know"]},
        {"code": "c"},
        {"code": "b", "checks": [{"rule": rule}]},
    )
    path = follow(made, given)
    assert ("b" not in failed_checks(path.questions, path.given)) is passes


def test_who_confirms_a_soft_check_confirms_no_hard_one():
    checks = [{"rule": ". < 10", "soft": True}, {"rule": ". < 100"}]
    made = one_page({"code": "b", "checks": checks})
    _, faults = read_answers(made.questions, {"b": ["500"]}, {}, ["b"])
    assert not faults["b"].soft


@pytest.mark.parametrize("kind", ["number", "amount", "percentage"])
@pytest.mark.parametrize("value", [1.125, 10.5, 0.125, 99.0, 12.3456])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_number_can_be_sent_again_as_its_field_holds_it(kind, value, language):
    [question] = one_page({"code": "a", "type": kind}).questions
    field = field_value(value, question, language)
    answers, faults = read_answers([question], {"a": [field]}, language=language)
    assert (answers, faults) == ({"a": value}, {})


@pytest.mark.parametrize("kind", ["number", "amount", "percentage"])
def test_a_number_of_two_readings_is_asked_whatever_its_kind(app, kind):
    [question] = one_page({"code": "a", "type": kind}).questions
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        _, faults = read_answers([question], {"a": ["10,500"]}, language="fr")
        assert "10,5 ou 10500" in fault_words(faults["a"], question)


def test_the_bound_of_a_month_may_be_a_day():
    made = one_page({"code": "d", "type": "date"}, {"code": "m", "type": "month", "min": "${d}"})
    _, faults = read_answers(made.questions, {"d": ["01/02/2024"], "m": ["02/2024"]})
    assert faults == {}
