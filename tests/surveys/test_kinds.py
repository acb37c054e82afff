"""Each kind of question through all that the product does with one; what a record leaves out.

A kind is declared in one place. Whoever forgets a part of it is told here; whoever does not say
that its answers are coded finds them nowhere after closing.
"""

from __future__ import annotations

import dataclasses
import random
import re
from urllib.parse import urlencode

import pytest
import yaml
from flask_babel import force_locale
from sqlalchemy import select

from app.config import ROOT
from app.extensions import db
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.core.columns import column_names
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import FreeText
from app.surveys.campaigns.service import answering, campaigns, inviting
from app.surveys.questionnaires.engine import (
    KINDS,
    AnswerProblem,
    Fault,
    Shape,
    anonymity_problems,
    ballot_size,
    open_ballot,
    pad_ballot,
    read_answers,
    read_questionnaire,
)
from app.surveys.questionnaires.engine.kinds import ENTRIES
from app.surveys.questionnaires.engine.question import Content
from app.surveys.questionnaires.engine.walk import walk
from app.surveys.questionnaires.formats import read_xlsform, write_ddi, write_xlsform
from app.surveys.questionnaires.forms.answer_words import field_value, written
from app.surveys.questionnaires.forms.paper import paper_html
from app.surveys.questionnaires.forms.question import new_question, question_from
from app.surveys.questionnaires.forms.words import fault_words
from app.surveys.questionnaires.service import versions
from app.surveys.results.service import stored, texts
from app.text import Text
from tests.people import Page
from tests.surveys import factories
from tests.surveys.examples import example
from tests.surveys.results import made
from tests.surveys.secrecy.fielded import everything_stored
from tests.surveys.test_builder import sent_for

NATURES = {"nominal", "ordinal", "interval", "ratio", "percent", "other"}  # DDI Codebook 2.5
DOCUMENT = yaml.safe_load(example("kinds"))
EXAMPLE, _PROBLEMS = read_questionnaire(DOCUMENT)


def own(kind):
    """The example of a kind, which stands in `kinds.yaml`."""
    found = [q for q in EXAMPLE.questions if q.kind.code == kind and not q.specifies]
    assert found, f"no question of the kind {kind} in kinds.yaml"
    return found[0]


def drawn(kind):
    """An answer to the example of a kind, given at random with all the others."""
    code = own(kind).code
    rng = random.Random(7)
    return next(found[code] for _ in range(99) if code in (found := walk(EXAMPLE, rng)))


def sent_of(value, question, language):
    """What the fields of a question send for an answer."""
    if isinstance(value, list):
        return value
    return [value if question.kind.chosen else field_value(value, question, language)]


ASKED = [kind for kind in KINDS if KINDS[kind].asked]
SILENT = [kind for kind in KINDS if not KINDS[kind].asked]


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_an_example_and_words(kind):
    assert own(kind)
    for text in (KINDS[kind].title, KINDS[kind].example):
        assert text
        assert not text.missing()


@pytest.mark.parametrize("kind", ASKED)
def test_what_it_draws_is_what_it_reads(kind):
    value, question = drawn(kind), own(kind)
    for language in ("fr", "en"):
        sent = sent_of(value, question, language)
        given = {"city": "clermont"}  # what the options of one example wait for
        answers, faults = read_answers([question], {question.code: sent}, given)
        assert (answers, faults) == ({question.code: value}, {})


@pytest.mark.parametrize("kind", ASKED)
def test_it_words_its_answers_in_both_languages(kind):
    for language in ("fr", "en"):
        assert written(own(kind), drawn(kind), language)


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_words_what_is_wrong(migrated_app, kind, language):
    question = own(kind)
    bound = drawn(kind) if question.kind.measured else None
    with migrated_app.test_request_context(), force_locale(language):
        said = {
            problem: fault_words(Fault(problem, low=bound, high=bound), question)
            for problem in AnswerProblem
            if problem is not AnswerProblem.CHECK
        }
    unreadable = read_answers([question], {question.code: ["¿"]})[1].get(question.code)
    if unreadable is None or unreadable.problem is not AnswerProblem.UNREADABLE:
        del said[AnswerProblem.UNREADABLE]  # every text is read, every code is an option or not
    assert all(said.values()), said


@pytest.mark.parametrize("kind", ASKED)
def test_its_longest_answer_fits_the_ballot(kind):
    question = own(kind)
    longest = drawn(kind)
    if question.kind.shape is Shape.TEXT:
        longest = "\U0001f6b2" * question.max_length
    elif question.kind.listed:
        longest = [choice.code for choice in question.choices]
    alone = dataclasses.replace(EXAMPLE.sections[0], questions=(question,))
    asked = dataclasses.replace(EXAMPLE, sections=(alone,))
    size = ballot_size(asked)
    assert open_ballot(pad_ballot({question.code: longest}, size)) == {question.code: longest}


@pytest.mark.parametrize("kind", SILENT)
def test_nobody_answers_what_is_only_read_or_worked_out(kind):
    question = own(kind)
    assert read_answers([question], {question.code: ["x"]}) == ({}, {})


@pytest.mark.parametrize("kind", ENTRIES)
def test_the_builder_writes_it_back_as_it_was(kind):
    written_so = [q for section in DOCUMENT["sections"] for q in section["questions"]]
    examples = [question for question in written_so if question["type"] == kind]
    assert examples, f"no question of the kind {kind} in kinds.yaml"
    for question in examples:
        assert question_from(sent_for(question), question, set()) == question
    assert new_question(kind)["type"] == kind


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_back_from_xlsform(kind):
    code = own(kind).code
    imported, problems = read_questionnaire(read_xlsform(write_xlsform(DOCUMENT)).document)
    assert problems == []
    assert imported.by_code[code].kind is KINDS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_codebook_describes_it(kind):
    data = write_ddi(DOCUMENT, Text("T", "T"), producer="P", date="2026-01-01").decode()
    natures = re.findall(rf'<var ID="V_{own(kind).code}(?:\.\w+\.o)?" .*?nature="(\w+)"', data)
    assert KINDS[kind].codebook.nature in NATURES
    silent = KINDS[kind].shape is Shape.NOTHING  # a text to read is no variable
    assert set(natures) == (set() if silent else {KINDS[kind].codebook.nature})


@pytest.mark.slow
def test_paper_and_screen_have_it(migrated_app, as_role, settings):
    """Every kind at once: printed, shown to who answers, shown to who writes."""
    client = as_role("mission")
    versions.import_questionnaire(example("kinds"), factories.OPENED)
    db.session.commit()
    client.post("/surveys/questionnaires/kinds/write")
    for language in ("fr", "en"):
        client.speak(language)
        preview = client.get("/surveys/questionnaires/kinds/edit/preview").get_data(as_text=True)
        with migrated_app.test_request_context(), force_locale(language):
            printed = paper_html(EXAMPLE, "T")
        for kind in KINDS:
            question = own(kind)
            address = f"/surveys/questionnaires/kinds/edit/questions/{question.code}"
            page = client.get(address).get_data(as_text=True)
            assert f'value="{kind}" selected>{KINDS[kind].title[language]}' in page
            shown = question.label[language] in preview and question.label[language] in printed
            assert shown is (question.kind.shape is not Shape.CALCULATED)
            if question.asked:
                assert f'name="{question.code}"' in preview


def test_fields_hold_what_was_answered(as_role):
    """What somebody answered is in the fields when the page comes back."""
    client = as_role("mission")
    versions.import_questionnaire(example("kinds"), factories.OPENED)
    db.session.commit()
    client.post("/surveys/questionnaires/kinds/write")
    answers = {own(kind).code: drawn(kind) for kind in ASKED} | {"city": "clermont", "tram": "tram"}
    for language in ("fr", "en"):
        sent = {
            code: sent_of(value, EXAMPLE.by_code[code], language) for code, value in answers.items()
        }
        address = "/surveys/questionnaires/kinds/edit/preview?" + urlencode(sent, doseq=True)
        page = Page(client.speak(language).get(address).get_data(as_text=True))
        assert {code: page.held(code) for code in sent} == sent


@pytest.mark.parametrize("kind", ASKED)
def test_paper_has_room_for_its_answer(migrated_app, kind):
    question = own(kind)
    with migrated_app.test_request_context():
        field = migrated_app.jinja_env.get_template(question.kind.template)
        assert field.make_module({"language": "fr"}).paper(question).strip()


def asked_of_everybody(kind):
    """The example of a kind, without what makes it depend on others."""
    questions = [q for section in DOCUMENT["sections"] for q in section["questions"]]
    found = {**next(q for q in questions if q["type"] == kind)}
    options = [{k: v for k, v in o.items() if k != "relevant"} for o in found.pop("options", [])]
    return found | ({"options": options} if options else {})


@pytest.mark.parametrize("kind", [k for k in KINDS if KINDS[k].coded])
def test_coded_answers_have_results(kind):
    question = asked_of_everybody(kind) | {"code": "q"}
    if question.get("scale"):
        question["scale"] = "frequency"
        values = ["never", "always", "often"]
    else:
        values = [drawn(kind)] * 3
    questionnaire = made.questionnaire(question)
    answers = [{"q": values[i % 3], "sex": ("woman", "man")[i % 2]} for i in range(60)]
    found = made.results(questionnaire, answers).measures["q"]
    assert found.base == 60
    assert column_names(questionnaire.by_code["q"])


def closed_campaign(settings, now, document, answers):
    """A campaign whose 12 people answered the same, closed and opened."""
    version, problems = versions.import_questionnaire(yaml.safe_dump(document).encode(), now.date())
    assert version is not None, problems
    people = factories.make_managers(12)
    campaign = campaigns.create_campaign(
        version, Text("T", "T"), CampaignMode.ANONYMOUS, factories.CLOSES
    )
    inviting.invite_people(campaign, people)
    keys = KeyStore(settings.keys_dir)
    assert campaigns.open_campaign(campaign, keys, factories.PASSPHRASE, 11, factories.OPENED) == []
    for invitation in inviting.invitations(campaign):
        assert answering.submit_answers(invitation, dict(answers), factories.OPENED)
    db.session.commit()
    factories.close_and_mix(campaign, now)
    return campaign


def test_after_closing_coded_answers_stay_and_free_ones_stand_apart(app, settings, now):
    answers = {own(kind).code: drawn(kind) for kind in ASKED}
    answers |= {"city": "clermont", "tram": "tram"}
    campaign = closed_campaign(settings, now, DOCUMENT, answers)
    kept = set(stored.results_of(campaign).measures)
    apart = set(db.session.scalars(select(FreeText.question)))
    assert {own(kind).code for kind in KINDS if KINDS[kind].coded} <= kept
    assert apart == {own(kind).code for kind in KINDS if KINDS[kind].free}
    assert not apart & kept
    assert {q.code for q, _, _ in texts.text_questions(campaign, 11)} >= apart


@pytest.fixture
def undeclared(monkeypatch):
    """A kind added by somebody who copied « text » and did not say what its answers hold."""
    kind = dataclasses.replace(KINDS["text"], code="badge", content=None)
    monkeypatch.setitem(KINDS, "badge", kind)
    monkeypatch.setitem(ENTRIES, "badge", kind)
    return kind


def test_what_nobody_declared_harmless_is_not_kept(app, settings, now, undeclared):
    badge = {"code": "badge", "type": "badge", "label": {"fr": "Badge", "en": "Badge"}}
    document = {
        **DOCUMENT,
        "sections": [
            {**DOCUMENT["sections"][0], "questions": [badge, asked_of_everybody("yes_no")]}
        ],
    }
    questionnaire, _ = read_questionnaire(document)
    assert [p.where for p in anonymity_problems(questionnaire)] == ["badge"]
    assert column_names(questionnaire.by_code["badge"]) == []
    campaign = closed_campaign(settings, now, document, {"badge": "M-4711", "agreed": "yes"})
    assert [*stored.results_of(campaign).measures] == ["agreed"]
    assert "M-4711" not in str(everything_stored())


def test_a_record_says_what_answers_hold_of_people():
    for kind in KINDS.values():
        assert (kind.content is None) is not kind.asked, kind.code
        assert kind.content is not Content.CODED or kind.shape is not Shape.TEXT, kind.code


#: Where one kind is named by its word, and why.
NAMED = {
    "app/surveys/questionnaires/engine/reader/questions.py": "the text of an option to specify",
    "app/surveys/questionnaires/formats/xlsform/entries.py": "types of theirs that we do not write",
    "app/demo/tenders.py": "answers of the demonstration",
    "app/home/samples.py": "samples on the page of components",
}
_COMPARED = re.compile(
    r"(question|\bq)\.kind(\.code)?\s+(is|in|not|==|!=)\s|KINDS\[\"|question\.type =="
)


def test_nothing_else_lists_kinds():
    for folder in ("surveys", "reports", "procurement", "home", "demo"):
        for path in (ROOT / "app" / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in (".py", ".html") and name not in NAMED:
                assert not _COMPARED.search(path.read_text(encoding="utf-8")), name
