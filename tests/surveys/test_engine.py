"""The engine, one example questionnaire for each of its features."""

import copy
import random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.surveys.questionnaires.engine import (
    AnswerProblem,
    ProblemCode,
    ballot_size,
    cleaned,
    follow,
    lacking,
    pad_ballot,
    read_answers,
    read_questionnaire,
    score,
)
from app.surveys.questionnaires.engine.checker import anonymity_problems
from app.surveys.questionnaires.engine.differences import (
    Change,
    Comparability,
    comparability,
    differences,
    harmonised,
)
from app.surveys.questionnaires.engine.model import CONFIRMED, SEED, Absence
from app.surveys.questionnaires.engine.order import blocks_shown, options_shown
from app.surveys.questionnaires.engine.path import absence, offered
from app.surveys.questionnaires.engine.piping import piped, worded
from app.surveys.questionnaires.engine.problems import Problem
from app.surveys.questionnaires.engine.rules import RuleError, parse_rule
from app.surveys.questionnaires.engine.walk import coverage, walk
from app.surveys.questionnaires.forms.question import question_from
from app.text import Text
from tests.surveys.examples import TEXT, asked, example, read

EXAMPLES = ["every-kind", "routes", "repeats", "checks", "matrix", "kinds"]


def codes(path):
    return [question.code for question in path.questions]


PROBLEMS = yaml.safe_load(example("problems"))


def put(document, at, value):
    *way, last = at
    for step in way:
        document = document[step]
    if isinstance(document, list) and last == len(document):
        document.append(value)
    else:
        document[last] = value


@pytest.mark.parametrize("case", PROBLEMS["cases"], ids=lambda c: f"{c['code']}-{c['at'][-1]}")
def test_each_coded_problem_has_its_example(case):
    document = copy.deepcopy(PROBLEMS["base"])
    assert read_questionnaire(copy.deepcopy(document))[1] == []
    put(document, case["at"], case["value"])
    if "also" in case:
        put(document, case["also"]["at"], case["also"]["value"])
    questionnaire, problems = read_questionnaire(document)
    assert questionnaire is None
    assert case["code"] in {problem.code for problem in problems}, problems


def test_every_code_is_shown_by_an_example():
    shown = {case["code"] for case in PROBLEMS["cases"]}
    elsewhere = {"text_too_long", "too_many_questions", "required_without_refusal", "free_text"}
    assert shown | elsewhere == {code.value for code in ProblemCode}


def test_too_much_is_refused():
    document = copy.deepcopy(PROBLEMS["base"])
    document["title"]["fr"] = "x" * 3001
    assert ProblemCode.TEXT_TOO_LONG in {p.code for p in read_questionnaire(document)[1]}
    document["sections"][0]["questions"] *= 4000
    assert [p.code for p in read_questionnaire(document)[1]] == [ProblemCode.TOO_MANY_QUESTIONS]


def test_what_anonymity_asks():
    found = anonymity_problems(read("routes"))
    assert Problem(ProblemCode.REQUIRED_WITHOUT_REFUSAL, "agrees") in found
    assert Problem(ProblemCode.FREE_TEXT, "job") in found


def test_a_long_rule_or_a_deep_one_is_refused_in_words():
    for rule in ("not(" * 400 + "true()" + ")" * 400, "${a} = 'x' and " * 90 + "${a} = 'x'"):
        document = copy.deepcopy(PROBLEMS["base"])
        put(document, ["sections", 0, "questions", 1, "relevant"], rule)
        assert ProblemCode.BAD_RULE in {p.code for p in read_questionnaire(document)[1]}


ROUTES = [
    ({"agrees": "no", "age": 40.0}, ["agrees", "age"], True),
    ({"agrees": "yes", "age": 15.0}, ["agrees", "age", "comment"], False),
    ({"agrees": "yes", "age": 40.0}, ["agrees", "age", "job", "comment"], False),
    ({"agrees": "yes", "age": 60.0}, ["agrees", "age", "job", "retired", "comment"], False),
    ({}, ["agrees", "age", "job", "comment"], False),
]


@pytest.mark.parametrize(("answers", "met", "ended"), ROUTES)
def test_routes_lead_forward_or_end(answers, met, ended):
    path = follow(read("routes"), answers)
    assert codes(path) == met
    assert path.ended is ended


def test_answers_off_the_path_do_not_count():
    questionnaire = read("routes")
    answers = {"agrees": "no", "job": "x", "comment": "y"}
    assert cleaned(questionnaire, answers) == {"agrees": "no"}
    assert lacking(follow(questionnaire, {}))[0].code == "agrees"


@pytest.mark.parametrize(
    ("answers", "code", "reached", "expected"),
    [
        ({"agrees": "yes"}, "agrees", None, None),
        ({"agrees": "yes"}, "age", None, Absence.LEFT_EMPTY),
        ({"agrees": "yes", "age": 15.0}, "job", None, Absence.SKIPPED),
        ({"agrees": "no"}, "comment", None, Absence.NOT_REACHED),
        ({"agrees": "yes"}, "comment", 1, Absence.NOT_REACHED),
    ],
)
def test_why_there_is_no_answer(answers, code, reached, expected):
    assert absence(read("routes"), answers, code, reached) is expected


def test_a_repeated_group_is_asked_as_often_as_needed():
    questionnaire = read("repeats")
    answers = {"children": 2.0, "name.1": "Zoé", "years.1": 12.0, "years.2": 2.0, "years.3": 9.0}
    path = follow(questionnaire, answers)
    assert codes(path) == ["children", "name.1", "years.1", "school.1", "name.2", "years.2"]
    assert path.given["years_sum"] == 14.0
    assert "years.3" not in cleaned(questionnaire, answers)
    more = follow(questionnaire, {"children": 2.0, "years.1": 12.0, "years.2": 10.0})
    assert "many" in codes(more)
    label = questionnaire.by_code["years.1"].label
    written = piped(label, questionnaire, path.given, lambda q, value, language: str(value))
    assert written == Text("Âge de Zoé", "Age of Zoé")
    blank = questionnaire.by_code["years.2"].label
    assert piped(blank, questionnaire, path.given, lambda *_: "").en == "Age of …"


CHECKED = [
    ({"total": "10", "women": "11"}, {"women": AnswerProblem.OUT_OF_RANGE}),
    ({"total": "10", "women": "4", "men": "5"}, {"men": AnswerProblem.CHECK}),
    ({"total": "10", "women": "4", "men": "6"}, {}),
    ({"start": "2019-05-01"}, {"start": AnswerProblem.OUT_OF_RANGE}),
    ({"start": "2021-05-01", "stop": "2021-04-30"}, {"stop": AnswerProblem.OUT_OF_RANGE}),
    ({"women": "0"}, {"why": AnswerProblem.REQUIRED}),
    ({"total": "10", "women": "4"}, {"men": AnswerProblem.CHECK}),
]


@pytest.mark.parametrize(("sent", "expected"), CHECKED)
def test_bounds_sums_and_checks_across_answers(sent, expected):
    questionnaire = read("checks")
    _, faults = read_answers(questionnaire.questions, {k: [v] for k, v in sent.items()})
    assert {code: fault.problem for code, fault in faults.items()} == expected


def test_a_soft_check_may_be_overridden_and_is_recorded():
    questionnaire = read("checks")
    sent = {"total": ["5000"], "women": ["2000"], "men": ["3000"]}
    _, faults = read_answers(questionnaire.questions, sent)
    assert faults["men"].soft
    answers, faults = read_answers(questionnaire.questions, sent, {}, ["men"])
    assert faults == {}
    assert cleaned(questionnaire, answers)[CONFIRMED] == ["men"]
    wrong = sent | {"men": ["2999"]}
    _, faults = read_answers(questionnaire.questions, wrong, {}, ["men"])
    assert not faults["men"].soft


def test_a_matrix_is_one_question_for_each_item():
    questionnaire = read("matrix")
    [section] = questionnaire.sections
    [block] = blocks_shown(questionnaire, section, section.questions, {SEED: 3.0})
    assert {q.code for q in block} == {"a1", "a2", "a3"}
    orders = {
        tuple(q.code for q in blocks_shown(questionnaire, section, section.questions, {SEED: s})[0])
        for s in map(float, range(40))
    }
    assert len(orders) == 6  # every order comes, and each stays with its seed


SCORES = [
    ({"a1": "yes", "a2": "yes", "a3": "no"}, 100),
    ({"a1": "no", "a2": "no", "a3": "yes"}, 0),
    ({"a1": "middle", "a2": "rather_yes"}, 62.5),
    ({"a1": "yes", "a2": "~dont_know"}, None),
    ({}, None),
]


@pytest.mark.parametrize(("answers", "expected"), SCORES)
def test_dimensions(answers, expected):
    questionnaire = read("matrix")
    assert score(questionnaire, questionnaire.dimensions[0], answers) == expected


SENT = [
    ("city", ["other"], "other", None),
    ("tram", ["tram"], None, AnswerProblem.NOT_AN_OPTION),
    ("order", ["z", "x"], ["z", "x"], None),
    ("order", ["z"], None, AnswerProblem.TOO_FEW),
    ("order", ["z", "z"], None, AnswerProblem.DOUBLED),
    ("several", ["p"], None, AnswerProblem.TOO_FEW),
    ("several", ["nothing"], ["nothing"], None),
    ("several", ["nothing", "p"], None, AnswerProblem.EXCLUSIVE),
    ("cost", ["1 234,50 €"], 1234.5, None),
    ("cost", ["1" + "0" * 15], None, AnswerProblem.OUT_OF_RANGE),
    ("cost", ["1e15"], None, AnswerProblem.UNREADABLE),
    ("time", ["1 h 30"], 90.0, None),
    ("time", ["1h5"], 65.0, None),
    ("time", ["0:45"], 45.0, None),
    ("time", ["50 min"], 50.0, None),
    ("time", ["1:75"], None, AnswerProblem.UNREADABLE),
    ("time", ["a while"], None, AnswerProblem.UNREADABLE),
    ("time", ["11 h"], None, AnswerProblem.OUT_OF_RANGE),
    ("month", ["3/2024"], "2024-03", None),
    ("month", ["2024-03"], "2024-03", None),
    ("month", ["13/2024"], None, AnswerProblem.UNREADABLE),
    ("month", ["3/2019"], None, AnswerProblem.OUT_OF_RANGE),
    ("year", ["1984"], 1984.0, None),
    ("year", ["84"], None, AnswerProblem.UNREADABLE),
    ("year", ["1949"], None, AnswerProblem.OUT_OF_RANGE),
]


@pytest.mark.parametrize(("code", "sent", "answer", "problem"), SENT)
def test_what_the_other_kinds_read(code, sent, answer, problem):
    questionnaire = read("kinds")
    answers, faults = read_answers([questionnaire.by_code[code]], {code: sent})
    assert answers.get(code) == answer
    assert (faults[code].problem if faults else None) == problem


def test_options_wait_for_an_earlier_answer():
    questionnaire = read("kinds")
    question = questionnaire.by_code["tram"]
    assert [o.code for o in offered(question, {})] == ["bus", "car", "none"]
    assert len(offered(question, {"city": "clermont"})) == 4
    kept = cleaned(questionnaire, {"city": "cournon", "tram": "tram"})
    assert kept == {"city": "cournon"}
    assert {options_shown(question, {SEED: float(s)})[-1].code for s in range(9)} == {"none"}


def test_an_option_to_specify_has_a_text_of_its_own():
    questionnaire = read("kinds")
    assert "city.other" not in codes(follow(questionnaire, {"city": "clermont"}))
    answers = {"city": "other", "city.other": "Riom", "several": ["p", "other"]}
    path = follow(questionnaire, answers)
    assert {"city.other", "several.other"} <= set(codes(path))
    assert "city.other" not in cleaned(questionnaire, {"city": "clermont", "city.other": "Riom"})


def test_words_follow_the_answers():
    question = read("kinds").by_code["visit"]
    assert worded(question, {})[0].en == "Your visit"
    assert worded(question, {"city": "cournon"})[0].en == "Your visit to Cournon"


REACHED = [
    "${yn} = 'yes'",
    "(${n} + 2) * 3 < 1",
    "${n} > ${m}",
    "${n} < -40",
    "count-selected(${many}) = 3",
    "string-length(${t}) > 30",
    "${early} = 'yes'",
    "${n} = '~dont_know'",
]


@pytest.mark.parametrize("rule", REACHED)
def test_what_can_be_reached_is_not_said_unreachable(rule):
    """A calculated truth, arithmetic, two answers compared: never called unreachable by guess."""
    text = {"fr": "Q", "en": "Q"}
    options = [{"code": c, "label": text} for c in "abcdefg"]
    questions = [
        {"code": "n", "type": "number", "missing": ["dont_know"], "label": text},
        {"code": "m", "type": "number", "min": 10, "label": text},
        {"code": "many", "type": "multiple", "options": options, "label": text},
        {"code": "t", "type": "text", "label": text},
        {"code": "yn", "type": "yes_no", "label": text},
        {"code": "early", "type": "calculated", "calculation": "${n} < 5", "label": text},
        {"code": "last", "type": "yes_no", "relevant": rule, "label": text},
    ]
    sections = [{"code": "s", "title": text, "questions": questions}]
    assert read_questionnaire({"code": "r", "title": text, "sections": sections})[1] == []


@pytest.mark.slow
def test_a_long_chain_of_conditions_is_read_at_once():
    """400 questions that each depend on the one before: no combination of them all is tried."""
    text = {"fr": "Q", "en": "Q"}
    questions = [{"code": f"q{n}", "type": "text", "label": text} for n in range(400)]
    for n in range(1, 400):
        questions[n]["relevant"] = f"${{q{n - 1}}} != ''"
    sections = [{"code": "s", "title": text, "questions": questions}]
    assert read_questionnaire({"code": "r", "title": text, "sections": sections})[1] == []


@pytest.mark.parametrize("name", EXAMPLES)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_walks_can_be_sent(name, seed):
    """Whatever is answered at random is complete, clean and fits its ballot."""
    questionnaire = read(name)
    answers = walk(questionnaire, random.Random(seed))
    assert cleaned(questionnaire, cleaned(questionnaire, answers)) == cleaned(
        questionnaire, answers
    )
    pad_ballot(cleaned(questionnaire, answers), ballot_size(questionnaire))


@pytest.mark.parametrize("name", EXAMPLES)
def test_random_answers_meet_every_question(name):
    questionnaire = read(name)
    rng = random.Random(1)
    met = coverage(questionnaire, [walk(questionnaire, rng) for _ in range(150)])
    assert met.never == ()
    assert met.shortest <= met.longest <= len(questionnaire.questions)


def later_version(change):
    document = copy.deepcopy(PROBLEMS["base"])
    change(document["sections"][0]["questions"])
    return read_questionnaire(document)[0]


def test_what_changed_between_two_versions():
    before = later_version(lambda questions: None)

    def edit(questions):
        questions[0]["label"]["en"] = "Another A"
        questions[0]["options"].append({"code": "z", "label": {"fr": "Z", "en": "Z"}})
        del questions[1]
        questions.append({"code": "n", "type": "yes_no", "label": {"fr": "N", "en": "N"}})

    found = {(d.code, d.change) for d in differences(before, later_version(edit))}
    assert found == {
        ("a", Change.LABEL),
        ("a", Change.OPTIONS),
        ("b", Change.REMOVED),
        ("n", Change.ADDED),
    }
    assert differences(before, before) == []


def test_waves_are_compared_by_permanent_codes():
    before = later_version(lambda questions: None)

    def regroup(questions):
        questions[0]["options"] = [
            {"code": "both", "was": ["x", "y"], "label": {"fr": "X ou Y", "en": "X or Y"}}
        ]
        questions[1]["type"] = "percentage"

    after = later_version(regroup)
    assert comparability(before, after, "a") is Comparability.MAPPED
    assert comparability(before, after, "b") is Comparability.BROKEN
    assert comparability(before, after, "c") is Comparability.SAME
    assert comparability(before, later_version(lambda q: q.pop()), "c") is Comparability.GONE
    old = {"a": "y", "b": 3.0, "c": "low"}
    assert harmonised(before, after, old) == {"a": "both", "c": "low"}


def test_values_calculated_from_a_page_serve_its_checks():
    made = asked(
        {"code": "q", "type": "number", "label": TEXT},
        {"code": "c", "type": "calculated", "calculation": "${q} * 2", "label": TEXT},
        {
            "code": "r",
            "type": "number",
            "label": TEXT,
            "checks": [{"rule": ". <= ${c}", "message": TEXT}],
        },
    )
    sent = {"q": ["10"], "r": ["15"]}
    first, _ = read_answers(made.questions, sent)
    _, faults = read_answers(made.questions, sent, follow(made, first).given)
    assert faults == {}


def test_a_reason_excludes_an_answer_and_nothing_visible_is_no_answer():
    questionnaire = read("kinds")
    _, faults = read_answers([questionnaire.by_code["city"]], {"city": ["clermont", "~dont_know"]})
    assert faults["city"].problem is AnswerProblem.EXCLUSIVE
    made = asked({"code": "t", "type": "text", "required": True, "label": TEXT})
    _, faults = read_answers(made.questions, {"t": ["\u200b"]})
    assert faults["t"].problem is AnswerProblem.REQUIRED


def test_huge_numbers_and_deep_rules_are_refused():
    for rule in ("-" * 600 + "${n} > 1", "not(" * 90 + "true()" + ")" * 90):
        with pytest.raises(RuleError):
            parse_rule(rule)
    current = {"type": "multiple", "code": "a", "label": TEXT, "options": []}
    form = MultiDict(
        {"type": "multiple", "min_choices": "9" * 400, "label-fr": "Q", "label-en": "Q"}
    )
    assert "min_choices" not in question_from(form, current, set())
    question = {"code": "a", "type": "number", "min": 10**400, "label": TEXT}
    sections = [{"code": "s", "title": TEXT, "questions": [question]}]
    _, problems = read_questionnaire({"code": "m", "title": TEXT, "sections": sections})
    assert [problem.code for problem in problems] == ["bad_value"]
