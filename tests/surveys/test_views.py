"""Pages of surveys: managing, answering without JavaScript, reading results."""

import io
import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.jobs.models import Job, Mail
from app.jobs.service import run_all
from app.permissions import Role
from app.surveys.campaigns.core import CampaignMode, CampaignState
from app.surveys.campaigns.models import Campaign, Draft, Participation
from app.surveys.campaigns.service import campaigns, inviting
from app.surveys.questionnaires.engine import read_answers
from app.surveys.questionnaires.service import versions
from app.surveys.results.service import publishing
from tests.people import Client, sign_in
from tests.surveys import factories
from tests.surveys.examples import example, read


def link(settings, campaign, position=0):
    return factories.link(settings, factories.invitations(campaign)[position])


def answer_first_page(client, code, **more):
    shown = {"shown": ["s1", "one", "many"], "go": "next"}
    return client.post(f"/answer/{code}/1", {"s1": "agree", "one": "a", **shown, **more})


def test_a_manager_answers_from_end_to_end(client, settings, campaign):
    code = campaign.code
    first = factories.begin(client, settings, campaign)
    assert first == f"/answer/{code}/1"
    client.get(first)
    assert answer_first_page(client, code).location == f"/answer/{code}/2"
    second = {"yn": "yes", "n": "3", "shown": ["yn", "n", "p", "cost", "d"], "go": "next"}
    added = client.post(f"/answer/{code}/2", second).location
    assert added == f"/answer/{code}/2#question-why"
    again = client.get(f"/answer/{code}/2").get_data(as_text=True)
    assert "Pourquoi" in again
    second |= {"why": "Parce que", "shown": ["yn", "why", "n", "p", "cost", "d"]}
    assert client.post(f"/answer/{code}/2", second).location == f"/answer/{code}/3"
    third = {"sex": "woman", "directorate": "d01", "shown": ["sex", "directorate"], "go": "next"}
    assert client.post(f"/answer/{code}/3", third).location == f"/answer/{code}/review"
    page = client.get(f"/answer/{code}/review").get_data(as_text=True)
    assert "Parce que" in page
    assert client.post(f"/answer/{code}/send").location == f"/answer/{code}/thanks"
    client.get(f"/answer/{code}/thanks")
    assert client.get(f"/answer/{code}", 302).location.endswith("/thanks")
    # sent again, by another tab or a double click: it reads as what it is
    assert client.post(f"/answer/{code}/send").location == f"/answer/{code}/thanks"
    assert len(db.session.scalars(select(Participation)).all()) == 1
    assert db.session.scalar(select(Draft.invitation_id)) is None


def test_errors_keep_what_was_typed(client, settings, campaign):
    code = campaign.code
    factories.begin(client, settings, campaign)
    sent = {"s1": "agree", "many": ["x", "none"], "shown": ["s1", "one", "many"], "go": "next"}
    page = client.post(f"/answer/{code}/1", sent, 422).get_data(as_text=True)
    assert page.count("aria-describedby") >= 2
    assert re.search(r'value="agree" checked', page)
    assert re.search(r'value="none" checked', page)
    # what could be taken is in the draft
    reopened = client.get(f"/answer/{code}/1").get_data(as_text=True)
    assert re.search(r'value="agree" checked', reopened)


def test_going_back_saves_too(client, settings, campaign):
    code = campaign.code
    factories.begin(client, settings, campaign)
    answer_first_page(client, code)
    data = {"n": "7", "shown": ["yn", "n", "p", "cost", "d"], "go": "back"}
    assert client.post(f"/answer/{code}/2", data).location == f"/answer/{code}/1"
    assert 'value="7"' in client.get(f"/answer/{code}/2").get_data(as_text=True)


def test_required_answers_are_asked_before_sending(client, settings, campaign):
    code = campaign.code
    factories.begin(client, settings, campaign)
    client.post(f"/answer/{code}/2", {"n": "7", "shown": ["n"], "go": "next"})
    client.post(f"/answer/{code}/send", status=422)
    assert db.session.scalar(select(Participation.day)) is None


@pytest.mark.slow
def test_a_draft_goes_on_on_another_device_with_its_code(app, client, settings, campaign):
    code = campaign.code
    factories.begin(client, settings, campaign)
    answer_first_page(client, code)
    page = client.get(f"/answer/{code}").get_data(as_text=True)
    resume = re.search(r"<code>([a-z2-7-]{27})</code>", page).group(1)
    other = Client(app)
    other.get(link(settings, campaign), 302)
    assert "resume_code" in other.get(f"/answer/{code}").get_data(as_text=True)
    assert other.get(f"/answer/{code}/1", 303).location == f"/answer/{code}"
    other.post(f"/answer/{code}", {"how": "resume", "resume_code": "wrong"}, 422)
    other.post(f"/answer/{code}", {"how": "resume", "resume_code": resume.upper()})
    assert re.search(
        r'value="agree" checked', other.get(f"/answer/{code}/1").get_data(as_text=True)
    )


@pytest.mark.slow
def test_beginning_again_forgets_the_locked_draft(app, client, settings, campaign):
    code = campaign.code
    factories.begin(client, settings, campaign)
    answer_first_page(client, code)
    other = Client(app)
    other.get(link(settings, campaign), 302)
    other.post(f"/answer/{code}", {"how": "again"})
    assert "checked" not in other.get(f"/answer/{code}/1").get_data(as_text=True)


def test_who_may_not_enter(client, as_role, settings, campaign):
    for token in ("1-" + "a" * 26, "x", "1", "9999999-a"):
        client.get(f"/a/{token}", 404)
    factories.begin(client, settings, campaign)
    client.get("/answer/another/1", 404)
    Client(client.app).get(f"/answer/{campaign.code}/1", 404)
    as_role("manager").post(f"/surveys/{campaign.id}/answer", status=404)


def test_a_closed_campaign_says_so(client, settings, campaign, now):
    factories.begin(client, settings, campaign)
    campaigns.close_campaign(campaign, now)
    db.session.commit()
    for path in (f"/answer/{campaign.code}", f"/answer/{campaign.code}/1"):
        assert "Enquête d’essai" in client.get(path, 410).get_data(as_text=True)
    client.post(f"/answer/{campaign.code}/send", status=410)


def test_a_person_signed_in_answers_without_link(app, people, campaign):
    client = sign_in(app, people[0])
    assert "Enquête d’essai" in client.get("/surveys/").get_data(as_text=True)
    assert client.post(f"/surveys/{campaign.id}/answer").location == f"/answer/{campaign.code}"
    client.get(f"/answer/{campaign.code}")


def test_no_trace_joins_a_person_to_an_answer(client, settings, campaign, caplog):
    factories.begin(client, settings, campaign)
    answer_first_page(client, campaign.code)
    client.post(f"/answer/{campaign.code}/send")
    assert db.session.scalar(select(Job.id)) is None
    assert db.session.scalar(select(Mail.id)) is None
    assert caplog.text == ""


def upload(data, name="q.yaml"):
    return {"file": (io.BytesIO(data), name)}


@pytest.mark.slow
def test_the_mission_runs_a_campaign(app, as_role, settings, people, now):
    client = as_role("mission")
    client.post("/surveys/questionnaires/import", upload(example("every-kind")))
    client.get("/surveys/new")
    version = versions.latest_version("every-kind")
    form = {
        "questionnaire": version.id,
        "title_fr": "Essai",
        "title_en": "Trial",
        "closes_on": factories.in_a_month(),
        "people": "managers",
        "mode": "anonymous",
        "retention_days": 90,
        "visitors_a_day": 1000,
        "keeper": 0,
        "wave_of": 0,
    }
    half = client.post("/surveys/new", form | {"caution_fr": "À lire."}, 422)  # one language of two
    assert "À lire." in half.get_data(as_text=True)
    address = client.post("/surveys/new", form).location
    client.get(address)
    campaign = db.session.scalar(select(Campaign))
    assert inviting.invited_count(campaign) == 14
    client.post(f"{address}/invite", status=422)
    client.post(f"{address}/open", {"passphrase": "short"}, 422)
    client.post(f"{address}/open", {"passphrase": factories.PASSPHRASE})
    client.post(f"{address}/open", {"passphrase": factories.PASSPHRASE}, 422)
    assert b"isonomia wave key" in client.get(f"{address}/recovery-copy").data
    client.get(f"{address}/links")
    client.post(f"{address}/invite")
    assert len(db.session.scalars(select(Mail.id)).all()) == 14
    client.get(f"{address}/results", 404)
    factories.answer_all(campaign, 14, one=("a", "b"))
    client.get(address)
    client.post(f"{address}/results/prepare", {"go": "publish"}, 404)
    client.post(f"{address}/close")
    run_all()
    client.get(f"{address}/recovery-copy", 410)
    client.get(address)
    client.get(f"{address}/results/prepare")
    as_role("manager").get(f"{address}/results", 404)
    client.post(f"{address}/results/prepare", {"go": "publish"})
    as_role("manager").get(f"{address}/results")
    assert db.session.get(Campaign, campaign.id).state is CampaignState.PUBLISHED


@pytest.mark.slow
@pytest.mark.parametrize(("answers", "said"), [(10, "were not opened"), (14, "no figure of them")])
def test_with_nothing_to_show_nothing_can_be_published(
    as_role, settings, people, now, answers, said
):
    """Ten answers, which are not read; or as many as are invited, all alike."""
    campaign = factories.make_campaign(settings, people)
    factories.answer_all(campaign, answers)
    factories.close_and_mix(campaign, now)
    client = as_role("mission").speak("en")
    address = f"/surveys/{campaign.id}/results/prepare"
    page = client.get(address).get_data(as_text=True)
    assert f"{answers} answers" in page
    assert said in page
    assert "Publish" not in page
    client.post(address, {"go": "publish"}, 422)
    assert publishing.publication(campaign) is None


@pytest.mark.slow
def test_results_say_their_base_and_hide_small_groups(app, as_role, settings, people, now):
    campaign = factories.make_campaign(settings, people)
    factories.answer_all(campaign, 14, s1=("agree", "neutral"))
    factories.close_and_mix(campaign, now)
    publishing.publish_results(campaign, now.date())
    db.session.commit()
    page = as_role("manager").get(f"/surveys/{campaign.id}/results").get_data(as_text=True)
    assert "100,0" in page  # everybody was asked
    assert "Femmes" not in page  # 7 women and 7 men: no group of 11


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (example("broken"), "q4.relevant"),
        (b"a: &a [1]\nb: *a\n", "Line 2."),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a: [1\n", "YAML"),
        (b"- just a list", "sections"),
        (b"x" * (1024 * 1024 + 1), "1 MB"),
    ],
)
def test_a_bad_questionnaire_is_refused_with_its_reason(as_role, data, said):
    page = as_role("mission").speak("en").post("/surveys/questionnaires/import", upload(data), 422)
    assert said in page.get_data(as_text=True)
    assert versions.latest_versions() == []


def test_the_same_file_is_the_same_version(as_role):
    client = as_role("mission")
    client.post("/surveys/questionnaires/import", upload(example("every-kind")))
    client.post("/surveys/questionnaires/import", upload(example("every-kind")))
    assert versions.latest_version("every-kind").number == 1
    changed = example("every-kind").replace(b"Un choix", b"Un seul choix")
    client.post("/surveys/questionnaires/import", upload(changed))
    assert versions.latest_version("every-kind").number == 2


@pytest.mark.slow
def test_the_head_of_a_directorate_does_not_read_its_rate(app, settings):
    people = factories.make_managers(60)
    campaign = factories.make_campaign(settings, people)
    head = people[0]
    head.set_roles(frozenset({*head.roles, Role.MISSION}))
    head.heads_directorate = True
    db.session.commit()
    own = head.directorate.name.fr
    page = sign_in(app, head).get(f"/surveys/{campaign.id}").get_data(as_text=True)
    assert own not in page.split("</h1>")[1]


def begun(app, settings, campaign, position=0):
    """The client of somebody who has begun to answer."""
    client = Client(app)
    factories.begin(client, settings, campaign, position)
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
    questionnaire = read("every-kind")
    answers, _ = read_answers([questionnaire.by_code["why"]], {"why": ["~10 personnes"]})
    assert answers["why"] == "∼10 personnes"
    client = begun(app, settings, campaign)
    sent = {"yn": "yes", "why": "~10 personnes", "shown": ["yn", "why"], "go": "next"}
    client.post(f"/answer/{campaign.code}/2", sent)
    assert "10 personnes" in client.get(f"/answer/{campaign.code}/review").get_data(as_text=True)


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
