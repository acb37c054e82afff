"""Editing a questionnaire as a document: codes, sections, conditions, what only the file says."""

import copy

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.extensions import babel
from app.surveys.questionnaires.engine import editing, read_questionnaire
from app.surveys.questionnaires.forms.question import question_from
from app.surveys.questionnaires.forms.sections import section_from
from app.surveys.questionnaires.views.copies import conditions_before, read
from tests.surveys.examples import TEXT, asked
from tests.surveys.test_builder import document


@pytest.mark.parametrize("code", ["go", "from", "shown", "csrf_token"])
def test_no_question_has_the_name_of_another_field(code):
    question = {"code": code, "type": "yes_no", "label": TEXT}
    sections = [{"code": "s", "title": TEXT, "questions": [question]}]
    made, problems = read_questionnaire({"code": "m", "title": TEXT, "sections": sections})
    assert made is None
    assert problems[0].code == "bad_code"
    assert editing.code_from(code, set(), "q1") == f"{code}_1"


@pytest.mark.parametrize("typed", ["b", "a/b", "?x", "CODE"])
def test_codes_typed_in_the_builder_are_made_fit_and_free(typed):
    form = MultiDict({"type": "yes_no", "code": typed, "label-fr": "Q", "label-en": "Q"})
    code = question_from(form, {"type": "yes_no", "code": "a"}, {"b"})["code"]
    assert code not in ("b", "")
    asked({"code": code, "type": "yes_no", "label": TEXT})


@pytest.mark.parametrize("title", ["New", "Import"])
def test_no_questionnaire_hides_behind_another_page(as_role, title):
    titles = {"title_fr": title, "title_en": title}
    address = as_role("mission").post("/surveys/questionnaires/new", titles).location
    assert address.startswith(f"/surveys/questionnaires/{title.lower()}-")


def test_what_only_the_file_says_survives_the_form():
    made = document("checks")
    why = made["sections"][0]["questions"][-1]
    form = MultiDict(
        {"type": "text", "code": "why", "required": "on", "label-fr": "P", "label-en": "W"}
    )
    assert question_from(form, why, set())["required"] == "${women} = 0"
    city = document("kinds")["sections"][0]["questions"][1]
    as_text = question_from(MultiDict({"type": "text", "code": "city"}), city, set())
    again = question_from(MultiDict({"type": "dropdown", "code": "city"}), as_text, set())
    assert again["options"] == city["options"]
    routes = [{"if": "a", "to": "end"}, {"if": "b", "to": "last"}, {"if": "c", "to": "end"}]
    form = MultiDict({"title-fr": "T", "title-en": "T", "ending": "custom", "ending-rule": "z"})
    assert section_from(form, {"routes": routes})["routes"] == [
        {"if": "z", "to": "end"},
        *routes[1:],
    ]


def test_a_matrix_does_not_depend_on_its_own_sentences():
    made = document("matrix")
    yes_no = {"code": "before", "type": "yes_no", "label": TEXT}
    made["sections"][0]["questions"].insert(0, yes_no)
    questionnaire, _, _ = read(made)
    offered = [rule for rule, _ in _in_english(questionnaire)]
    assert offered == ["${before} = 'yes'", "${before} = 'no'"]


def _in_english(questionnaire):
    app = Flask("words")
    babel.init_app(app)
    with app.test_request_context():
        return conditions_before(questionnaire, "a")


def test_the_last_page_stays():
    made = document("matrix")
    assert editing.without_section(made, "only") == (made, None)
    twins = copy.deepcopy(document("kinds"))
    twins["sections"][0]["questions"].append(twins["sections"][0]["questions"][1])
    left = editing.without_question(twins, "city")[0]["sections"][0]["questions"]
    assert [q["code"] for q in left].count("city") == 1


def _coded(document):
    return [[q["code"] for q in section["questions"]] for section in document["sections"]]


def test_a_question_is_put_back_where_it_was():
    made = document("every-kind")
    without, kept = editing.without_question(made, "one")
    assert _coded(without)[0] == ["s1", "many"]
    assert editing.put_back(without, kept) == made


def test_a_page_is_put_back_with_its_questions():
    made = document("every-kind")
    without, kept = editing.without_section(made, "second")
    assert [section["code"] for section in without["sections"]] == ["first", "profile"]
    assert editing.put_back(without, kept) == made


def test_what_is_put_back_takes_a_free_code_and_a_page_that_is_there():
    made = document("every-kind")
    without, kept = editing.without_question(made, "yn")
    taken = editing.with_question(without, "first", {"code": "yn", "type": "yes_no", "label": TEXT})
    without_home, page = editing.without_section(taken, "second")
    again = editing.put_back(without_home, kept)
    assert _coded(again)[-1][0] == "yn1"
    assert [s["code"] for s in editing.put_back(again, page)["sections"]] == [
        "first",
        "second",
        "profile",
    ]
