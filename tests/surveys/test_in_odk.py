"""What a form means in ODK besides its rules at random: bounds, checks, repeats, days, reasons."""

import random

import pytest

from app.surveys.questionnaires.engine import follow, read_questionnaire
from app.surveys.questionnaires.engine.checks import failed_checks
from app.surveys.questionnaires.engine.walk import walk
from app.surveys.questionnaires.formats import CellTooLong, read_xlsform, write_xlsform
from tests.surveys import javarosa
from tests.surveys.examples import FOLDER
from tests.surveys.files import OURS, TOTALS, ours

pytestmark = [pytest.mark.slow, pytest.mark.once]
WITHOUT_REPEATS = [path for path in OURS if path.stem != "xlsform-full"]


def both(words: str) -> dict[str, str]:
    return {"fr": words, "en": words}


def question(code: str, kind: str = "number", *rules: str, **more) -> dict:
    checks = [{"rule": rule, "message": both("No.")} for rule in rules]
    options = [{"code": each, "label": both(each)} for each in ("a", "b")]
    made = {"code": code, "type": kind, "label": both(code), **more}
    made |= {"options": options} if kind in ("single", "multiple") else {}
    return made | ({"checks": checks} if checks else {})


def document(*questions: dict, more=()) -> dict:
    pages = [{"code": "p", "title": both("P"), "questions": list(questions)}, *more]
    return {"code": "made", "title": both("Made"), "sections": pages}


def in_odk(made: dict, given: dict):
    """The form filled in there: its values, and the constraints that these answers break."""
    questionnaire, problems = read_questionnaire(made)
    assert problems == []
    form = javarosa.xform_of(write_xlsform(made))
    return javarosa.filled(form, javarosa.in_its_words(questionnaire, given)), form, questionnaire


@pytest.mark.parametrize("path", WITHOUT_REPEATS, ids=lambda path: path.stem)
def test_odk_asks_what_we_ask(path):
    made, data = ours(path)
    questionnaire, _ = read_questionnaire(made)
    form = javarosa.xform_of(data)
    rng = random.Random(3)
    for _ in range(6):
        given = walk(questionnaire, rng)
        sent = javarosa.in_its_words(questionnaire, given)
        values = javarosa.filled(form, sent)
        computed = {q.code for q in questionnaire.questions if not q.asked}
        answered = {name for name, value in values.items() if value is not None}
        assert answered - computed - {"instanceID"} == set(sent)  # as relevant as they are here


@pytest.mark.parametrize(("sent", "expected"), [t for t in TOTALS if "x" not in t[0].values()])
def test_odk_stops_at_a_total_that_is_wrong_while_its_last_box_is_blank(sent, expected):
    form = javarosa.xform_of(ours(FOLDER / "totals.yaml")[1])
    stops = "four.check1" in javarosa.filled(form, sent)
    assert stops is ("four" in expected and "four" not in sent)


#: Questions, answers, and the question of which a constraint is looked at; whether it takes them.
TAKEN = [
    ([question("d", "date", min="2024-01-01", max="2024-12-31")], {"d": "2024-06-01"}, "d", True),
    ([question("d", "date", min="2024-01-01")], {"d": "2023-06-01"}, "d", False),
    ([question("m", "month", min="2024-02")], {"m": "2024-02"}, "m", True),
    ([question("a"), question("b", max="${a}")], {"b": 5.0}, "b", True),  # no bound yet
    ([question("a"), question("b", max="${a}")], {"a": 4.0, "b": 5.0}, "b", False),
    ([question("a"), question("b", "number", ". <= ${a}")], {"b": 5.0}, "b", True),
    ([question("a"), question("b", "number", ". <= ${a}")], {"a": 4.0, "b": 5.0}, "b", False),
    ([question("c", "single", ". = 'a'", missing=["dont_know"])], {"c": "~dont_know"}, "c", True),
    (
        [question("c", "multiple", "selected(., 'a')", missing=["dont_know"])],
        {"c": "~dont_know"},
        "c",
        True,
    ),
    (
        [question("a", missing=["dont_know"]), question("b", "number", "${a} + . = 10")],
        {"a": "~dont_know", "b": 5.0},
        "b",
        True,
    ),
]


@pytest.mark.parametrize(("questions", "given", "code", "taken"), TAKEN)
def test_odk_takes_the_answers_that_we_take(questions, given, code, taken):
    made = document(*questions)
    _values, form, questionnaire = in_odk(made, given)
    sent = javarosa.in_its_words(questionnaire, given)
    assert javarosa.takes(form, sent, code) is taken
    path = follow(questionnaire, given)
    low, high = questionnaire.by_code[code].bounds(path.given)
    value = given[code]
    bounded = (low is None or low <= value) and (high is None or value <= high)
    assert (bounded and code not in failed_checks(path.questions, path.given)) is taken
    again, _ = read_questionnaire(read_xlsform(write_xlsform(made)).document)
    low, high = again.by_code[code].bounds(path.given)
    bounded = (low is None or low <= value) and (high is None or value <= high)
    assert (bounded and code not in failed_checks(again.questions, path.given)) is taken


#: Calculations, and answers: the same values here and there.
VALUES = [
    ("int(${n1} * 100)", {"n1": 0.29}),
    ("int(${n1} * 100)", {"n1": -1.15}),
    ("if(${c0} > 0.3, 1, 2)", {"n1": 0.1, "n2": 0.2}),
    ("if(${c0} = 0.3, 1, 2)", {"n1": 0.1, "n2": 0.2}),
    ("if(coalesce(${e1}, ${d1}) < '2024-06-01', 1, 2)", {"e1": "2024-03"}),
    ("if(if(${n1} = 1, ${d1}, ${e1}) >= '2024-02-01', 1, 2)", {"e1": "2024-02"}),
    ("if(date('2024-03') = ${e1}, 1, 2)", {"e1": "2024-03"}),
]


@pytest.mark.parametrize(("rule", "given"), VALUES)
def test_odk_works_out_the_same(rule, given):
    asked_of = [question("n1"), question("n2"), question("d1", "date"), question("e1", "month")]
    computed = [
        {"code": code, "type": "calculated", "label": both(code), "calculation": text}
        for code, text in (("c0", "${n1} + ${n2}"), ("c1", rule))
    ]
    values, _form, questionnaire = in_odk(document(*asked_of, *computed), given)
    assert float(values["c1"]) == follow(questionnaire, given).given["c1"]


def test_a_total_with_a_repeated_answer_leaves():
    repeated = {
        "code": "r",
        "title": both("R"),
        "repeat": {"times": "${n}", "most": 3},
        "questions": [question("share"), question("w", missing=["dont_know"])],
    }
    last = {
        "code": "z",
        "title": both("Z"),
        "questions": [
            question("rest", "number", "sum(${share}) + . = 100"),
            question("more", "number", relevant="sum(${share}, ${n}) > 3 and ${w.1} = ''"),
        ],
    }
    made = document(question("n"), more=(repeated, last))
    values, _form, _questionnaire = in_odk(made, {"n": 2.0})
    assert "rest.check1" not in values
    assert read_xlsform(write_xlsform(made)).losses == []


def test_routes_beyond_a_cell_are_refused_at_once():
    pages = [
        {
            "code": f"s{i}",
            "title": both("S"),
            "questions": [question(f"a{i}")],
            "routes": [{"if": f"${{a{i}}} = 1", "to": "end"}],
        }
        for i in range(40)
    ]
    with pytest.raises(CellTooLong):
        write_xlsform(document(question("a"), more=pages))
    write_xlsform(document(question("a"), more=pages[:8]))
