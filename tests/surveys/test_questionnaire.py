import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.links import number_in, same_code
from app.surveys.campaigns.core import (
    draft_key,
    link_token,
    new_resume_code,
    slip_code,
)
from app.surveys.questionnaires.engine import (
    ProblemCode,
    ballot_size,
    cleaned,
    open_ballot,
    pad_ballot,
    read_answers,
    read_questionnaire,
    relevant_questions,
)
from app.surveys.questionnaires.engine.form_answers import AnswerProblem
from app.surveys.questionnaires.engine.rules import RuleError, parse_rule
from tests.surveys.examples import example


@pytest.fixture(scope="module")
def every():
    questionnaire, problems = read_questionnaire(yaml.safe_load(example("every-kind")))
    assert problems == []
    return questionnaire


def test_all_problems_are_told_at_once():
    questionnaire, problems = read_questionnaire(yaml.safe_load(example("broken")))
    assert questionnaire is None
    found = {(p.code, p.where) for p in problems}
    assert {
        (ProblemCode.BAD_CODE, "code"),
        (ProblemCode.MISSING_TRANSLATION, "title"),
        (ProblemCode.UNKNOWN_KEY, ""),
        (ProblemCode.UNKNOWN_KIND, "q1"),
        (ProblemCode.NO_OPTIONS, "q2"),
        (ProblemCode.UNKNOWN_SCALE, "q3"),
        (ProblemCode.MISSING_TRANSLATION, "q4.label"),
        (ProblemCode.UNKNOWN_REFERENCE, "q4.relevant"),
        (ProblemCode.LATER_REFERENCE, "q5.relevant"),
        (ProblemCode.BAD_RULE, "q6.relevant"),
        (ProblemCode.DOUBLED_CODE, "one[7]"),
        (ProblemCode.UNKNOWN_KEY, "q6"),
        (ProblemCode.BAD_RULE, "q7.min"),
    } <= found


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "text",
        3,
        {"sections": 1},
        {"sections": [1]},
        {"sections": [{"questions": [1]}]},
        {"sections": [{"questions": [{"code": "a", "type": "single", "options": [1]}]}]},
        {"code": "a", "title": 3, "sections": []},
        {"code": "a", "scales": [], "sections": []},
    ],
)
def test_any_document_is_refused_with_problems(document):
    questionnaire, problems = read_questionnaire(document)
    assert questionnaire is None
    assert problems


RULES = [
    ("${q} = 'x'", {"q": "x"}, True),
    ("${q} = 'x'", {}, False),
    ("${q} = ''", {}, True),
    ("${q} != 'x'", {}, True),
    ("${n} > 3", {"n": 4.0}, True),
    ("${n} > 3", {}, False),
    ("${n} >= 3 and ${n} < 5", {"n": 3.0}, True),
    ("${q} = 'x' or ${n} <= 1", {"n": 1.0}, True),
    ("not(${q} = 'x')", {"q": "x"}, False),
    ("selected(${m}, 'b')", {"m": ["a", "b"]}, True),
    ("selected(${m}, 'b')", {"m": "b"}, True),
    ("selected(${m}, 'b')", {}, False),
    ("(${q} = 'x' or ${q} = 'y') and ${n} = 2", {"q": "y", "n": 2.0}, True),
    ("${q} < ${n}", {"q": "x", "n": 2.0}, False),
]


@pytest.mark.parametrize(("text", "answers", "expected"), RULES)
def test_rules(text, answers, expected):
    assert parse_rule(text).holds(answers) is expected


def test_references_of_a_rule():
    rule = parse_rule("not(${a} = 'x') and (selected(${b}, 'y') or ${c} > ${d})")
    assert rule.references == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    "text",
    ["", "q = 1", "${q} and", "${q} = 'x", "${q} == 'x'", "__import__('os')", "open('x')", "not()"],
)
def test_rules_that_cannot_be_read(text):
    with pytest.raises(RuleError):
        parse_rule(text)


ANSWERS = [
    ("s1", ["agree"], "agree", None),
    ("s1", ["~dont_know"], "~dont_know", None),
    ("s1", ["~prefers_not_to_say"], None, AnswerProblem.NOT_AN_OPTION),
    ("s1", ["other"], None, AnswerProblem.NOT_AN_OPTION),
    ("s1", ["agree", "neutral"], None, AnswerProblem.NOT_AN_OPTION),
    ("one", [], None, AnswerProblem.REQUIRED),
    ("many", ["y", "x"], ["x", "y"], None),
    ("many", ["x", "none"], None, AnswerProblem.EXCLUSIVE),
    ("many", ["x", "y", "none"], None, AnswerProblem.EXCLUSIVE),
    ("many", ["z"], None, AnswerProblem.NOT_AN_OPTION),
    ("n", ["3,5"], 3.5, None),
    ("n", ["11"], None, AnswerProblem.OUT_OF_RANGE),
    ("n", ["ten"], None, AnswerProblem.UNREADABLE),
    ("p", ["101"], None, AnswerProblem.OUT_OF_RANGE),
    ("d", ["31/12/2026"], "2026-12-31", None),
    ("d", ["2026-02-30"], None, AnswerProblem.UNREADABLE),
    ("why", [" deux\r\nlignes\x00 "], "deux\nlignes", None),
    ("why", ["x" * 301], None, AnswerProblem.TOO_LONG),
    ("why", ["   "], None, None),
]


@pytest.mark.parametrize(("code", "sent", "answer", "problem"), ANSWERS)
def test_what_a_form_sends(every, code, sent, answer, problem):
    answers, problems = read_answers([every.by_code[code]], {code: sent})
    assert answers.get(code) == answer
    assert (problems[code].problem if problems else None) == problem


def test_the_path_follows_the_answers(every):
    without = {q.code for q in relevant_questions(every, {"yn": "no", "why": "off the path"})}
    assert "why" not in without
    assert "why" in {q.code for q in relevant_questions(every, {"yn": "yes"})}
    assert cleaned(every, {"yn": "no", "why": "x", "n": 2.0}) == {"yn": "no", "n": 2.0}


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=300))
@settings(max_examples=30, deadline=None)
def test_every_text_fits_its_ballot(every, text):
    answers, problems = read_answers([every.by_code["why"]], {"why": [text]})
    if not problems:
        full = {
            "s1": "~dont_know",
            "one": "a",
            "many": ["x", "y"],
            "yn": "yes",
            "n": 3.25,
            "p": 100.0,
            "d": "2026-12-31",
            "sex": "woman",
            "directorate": "d01",
        } | answers
        padded = pad_ballot(full, ballot_size(every))
        assert len(padded) == ballot_size(every)
        assert open_ballot(padded) == full


def test_ballots_of_one_size(every):
    size = ballot_size(every)
    assert len(pad_ballot({}, size)) == len(pad_ballot({"one": "a"}, size)) == size
    with pytest.raises(ValueError, match="longer"):
        pad_ballot({"why": "x" * size}, size)


def test_links_are_ours_only():
    token = link_token("key", 42, "nonce")
    assert number_in(token) == number_in(slip_code("key", 42, "nonce")) == 42
    assert same_code(token, token.upper() + " ")
    assert token not in (link_token("key", 42, "another"), link_token("other key", 42, "nonce"))
    for wrong in ("42-" + "a" * 26, token.replace("42", "43", 1), "", "42", token + "a", "é-a"):
        assert not same_code(token, wrong)
    for nothing in ("", "x", "-1-a", "é-a", "9" * 13 + "-a"):
        assert number_in(nothing) is None


def test_resume_codes_open_one_draft():
    code = new_resume_code()
    assert len(code.replace("-", "")) == 24
    assert draft_key(code, 1) == draft_key(code.upper().replace("-", " "), 1)
    assert draft_key(code, 1) != draft_key(code, 2)
