"""The first page of a survey: what is asked, known and not known, and where results will be."""

import re

import pytest

from app.extensions import db
from app.surveys.campaigns.core import Audience, CampaignMode, CampaignState
from app.surveys.campaigns.core.minors import USUAL
from app.surveys.questionnaires.forms.filling import page_to_resume
from app.surveys.results.service import publishing
from app.text import Text
from tests.people import Client
from tests.surveys import factories
from tests.surveys.examples import read

#: Words of those who make surveys, not of those who answer them.
JARGON = ["bulletin", "urne", "mixage", "ballot", "urn ", "modalité"]


def first_page(app, settings, campaign):
    client = Client(app)
    start = client.get(factories.link(settings, factories.invitations(campaign)[0]), 302).location
    return words_of(client.get(start))


def words_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.get_data(as_text=True)))


def test_an_anonymous_survey_says_what_it_asks_knows_and_does_not_know(app, settings, campaign):
    page = first_page(app, settings, campaign)
    assert "Parmi elles : le sexe" in page
    assert "Qui a répondu, et quel jour" in page
    assert "Qui a donné quelle réponse" in page
    assert "publiés dans cet intranet" in page
    assert not [word for word in JARGON if word in page.lower()]


@pytest.mark.parametrize(
    ("mode", "known"),
    [
        (CampaignMode.NOMINATIVE, "la mission égalité le lit, jusqu’à 90 jours"),
        (CampaignMode.CONFIDENTIAL, "seul le compte « Personne"),
    ],
)
def test_a_survey_with_names_says_who_reads_them(app, settings, people, mode, known):
    more = {"keeper_id": people[0].id} if mode is CampaignMode.CONFIDENTIAL else {}
    page = first_page(app, settings, factories.make_campaign(settings, people, mode, **more))
    assert known in page
    assert "Qui a donné quelle réponse" not in page


def test_a_public_survey_says_where_anybody_reads_its_results(app, settings):
    campaign = factories.make_public_campaign(settings)
    page = words_of(Client(app).get(f"/s/{campaign.code}"))
    address = f"/results/{campaign.code}/fr"
    assert f"{settings.base_url}{address}" in page
    assert "intranet" not in page
    assert USUAL.fr.split("\n")[0] in page
    assert "ne sont pas encore publiés" in words_of(Client(app).get(address))
    assert "not published yet" in words_of(Client(app).get(f"/results/{campaign.code}/en"))


def test_what_was_promised_is_published_for_anybody(app, settings, as_role):
    campaign = factories.make_public_campaign(settings)
    campaign.state = CampaignState.CLOSED
    db.session.flush()
    assert publishing.draft_of(campaign).public


def test_results_that_nobody_was_promised_have_no_page(app, settings, people):
    campaign = factories.make_campaign(settings, people)
    Client(app).get(f"/results/{campaign.code}/fr", 404)
    draft = factories.draft(settings, audience=Audience.PUBLIC)
    Client(app).get(f"/results/{draft.code}/fr", 404)


def test_the_mission_reads_the_first_page_before_opening(settings, as_role):
    words = Text("Mots de la mission.\nPour toi.", "Words of the mission.\nFor you.")
    campaign = factories.draft(
        settings, audience=Audience.PUBLIC, for_minors=True, minors_text=words
    )
    page = words_of(as_role("mission").get(f"/surveys/{campaign.id}/first-page"))
    assert "Pour toi." in page
    assert USUAL.fr.split("\n")[0] not in page


RESUMED = [
    ({}, 1),
    ({"one": "a"}, 1),
    ({"s1": "agree", "one": "a", "many": ["x"]}, 2),
    ({"yn": "no"}, 2),
    ({"one": "a", "sex": "woman"}, 3),
    ({"sex": "woman", "directorate": "d01"}, 0),
]


@pytest.mark.parametrize(("answers", "number"), RESUMED)
def test_a_draft_is_taken_up_where_it_stopped(answers, number):
    assert page_to_resume(read("every-kind"), answers) == number


def test_its_person_goes_there(app, settings, campaign):
    client = Client(app)
    page = factories.begin(client, settings, campaign)
    start = page.rsplit("/", 1)[0]
    client.post(page, {"shown": ["s1", "one", "many"], "s1": "agree", "one": "a", "many": "x"})
    assert client.post(start, {"how": "begin"}).location == f"{start}/2"
