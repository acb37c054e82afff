"""Cases that went wrong once, each with what it must do."""

import copy

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from app.extensions import db
from app.jobs.models import Job, Mail
from app.surveys.campaigns.core import CampaignMode, erasure_day
from app.surveys.campaigns.letters import LetterKind, letter
from app.surveys.campaigns.service import campaigns, inviting, retention
from app.surveys.questionnaires.engine import editing, follow, read_answers, read_questionnaire
from app.surveys.questionnaires.engine.answers import AnswerProblem
from app.surveys.questionnaires.engine.rules import RuleError, parse_rule
from app.surveys.questionnaires.forms.question import question_from
from app.surveys.questionnaires.forms.sections import section_from
from app.surveys.questionnaires.service import versions
from app.surveys.questionnaires.views.copies import conditions_before, read
from tests.people import Client
from tests.surveys import factories
from tests.surveys.examples import example
from tests.surveys.test_builder import document
from tests.surveys.test_engine import read as example_of

pytestmark = pytest.mark.slow  # together; each of them is quick

TEXT = {"fr": "Q", "en": "Q"}


def asked(*questions, **more):
    sections = [{"code": "s", "title": TEXT, "questions": list(questions)}]
    made, problems = read_questionnaire({"code": "m", "title": TEXT, "sections": sections, **more})
    assert problems == []
    return made


@pytest.fixture
def people(app):
    return factories.make_managers(14)


@pytest.fixture
def campaign(settings, people):
    return factories.make_campaign(settings, people)


def begun(app, settings, campaign, position=0):
    """The client of somebody who has begun to answer."""
    invitation = factories.invitations(campaign)[position]
    client = Client(app)
    client.get(f"/a/{invitation.token(settings.secret_key)}", 302)
    client.post(f"/answer/{campaign.code}", {"how": "begin"})
    return client


def test_the_link_alone_shows_nobody_what_was_sent(app, settings, people):
    campaign = factories.make_campaign(settings, people, CampaignMode.CONFIDENTIAL, opened=False)
    campaign.keeper_id = people[0].id
    db.session.commit()
    assert (
        campaigns.open_campaign(
            campaign, factories.KeyStore(settings.keys_dir), "", 11, factories.OPENED
        )
        == []
    )
    db.session.commit()
    client = begun(app, settings, campaign)
    client.post(f"/answer/{campaign.code}/1", {"one": "a", "shown": ["one"], "go": "next"})
    client.post(f"/answer/{campaign.code}/send")
    other = Client(app)
    invitation = factories.invitations(campaign)[0]
    other.get(f"/a/{invitation.token(settings.secret_key)}", 302)
    assert "copy.pdf" not in other.get(f"/answer/{campaign.code}/thanks").get_data(as_text=True)
    assert other.get(f"/answer/{campaign.code}/copy.pdf", 303).location.endswith("/thanks")


def test_a_text_may_begin_by_a_tilde(app, settings, campaign):
    questionnaire = example_of("every-kind")
    answers, _ = read_answers([questionnaire.by_code["why"]], {"why": ["~10 personnes"]})
    assert answers["why"] == "∼10 personnes"
    client = begun(app, settings, campaign)
    sent = {"yn": "yes", "why": "~10 personnes", "shown": ["yn", "why"], "go": "next"}
    client.post(f"/answer/{campaign.code}/2", sent)
    assert "10 personnes" in client.get(f"/answer/{campaign.code}/review").get_data(as_text=True)


@pytest.mark.parametrize("code", ["go", "from", "shown", "csrf_token"])
def test_no_question_has_the_name_of_another_field(code):
    question = {"code": code, "type": "yes_no", "label": TEXT}
    sections = [{"code": "s", "title": TEXT, "questions": [question]}]
    made, problems = read_questionnaire({"code": "m", "title": TEXT, "sections": sections})
    assert made is None
    assert problems[0].code == "bad_code"
    assert editing.code_from(code, set(), "q1") == f"{code}_1"


def test_messages_are_erased_with_their_list(settings, campaign, now):
    words = lambda invitation: letter(settings, LetterKind.INVITATION, invitation)  # noqa: E731
    inviting.queue_letters(inviting.people_to_write_to(campaign, mailed=False), words, "x.fr", now)
    retention.erase_people(campaign, now.date())
    db.session.commit()
    for table in (Mail, Job):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_a_sheet_is_not_said_saved_when_it_is_not(as_role, settings, campaign, now):
    client = as_role("mission")
    path = f"/surveys/{campaign.id}/paper"
    client.get(path)
    slip = inviting.invitations(campaign)[0].slip(settings.secret_key)
    # an empty required question stays empty on paper
    client.post(path, {"slip": slip, "yn": "1"})
    client.post(path, {"slip": slip, "yn": "1"}, 422)


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


def test_stopping_needs_no_answer_and_a_wrong_one_replaces_no_right_one(app, settings, campaign):
    client = begun(app, settings, campaign)
    first = {"shown": ["s1", "one", "many"], "go": "later"}
    assert client.post(f"/answer/{campaign.code}/1", first).location.endswith("/later")
    for typed, status in (("7", 303), ("7 ou 8", 303)):
        sent = {"n": typed, "shown": ["n"], "go": "back"}
        client.post(f"/answer/{campaign.code}/2", sent, status)
    assert 'value="7"' in client.get(f"/answer/{campaign.code}/2").get_data(as_text=True)
    wrong = {"n": "sept", "shown": ["n"], "go": "en"}
    page = client.post(f"/answer/{campaign.code}/2", wrong, 422).get_data(as_text=True)
    assert "Second page" in page
    assert 'value="sept"' in page


def test_a_page_off_the_path_leads_to_the_next_one(app, settings, people):
    version, _ = versions.import_questionnaire(example("routes"), factories.OPENED)
    campaign = campaigns.create_campaign(
        version, version.title, CampaignMode.NOMINATIVE, factories.CLOSES
    )
    inviting.invite_people(campaign, people)
    assert (
        campaigns.open_campaign(
            campaign, factories.KeyStore(settings.keys_dir), "", 11, factories.OPENED
        )
        == []
    )
    db.session.commit()
    client = begun(app, settings, campaign)
    assert client.get(f"/answer/{campaign.code}/3", 302).location.endswith("/4")


def test_a_reason_excludes_an_answer_and_nothing_visible_is_no_answer():
    questionnaire = example_of("kinds")
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


def test_a_last_day_at_the_end_of_time():
    last = factories.CLOSES.replace(year=9999)
    assert erasure_day(last, 90) == last.max


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
    from flask import Flask

    from app.extensions import babel

    app = Flask("words")
    babel.init_app(app)
    with app.test_request_context():
        return conditions_before(questionnaire, "a")


def test_the_last_page_stays():
    made = document("matrix")
    assert editing.without_section(made, "only") == made
    twins = copy.deepcopy(document("kinds"))
    twins["sections"][0]["questions"].append(twins["sections"][0]["questions"][1])
    left = editing.without_question(twins, "city")["sections"][0]["questions"]
    assert [q["code"] for q in left].count("city") == 1
