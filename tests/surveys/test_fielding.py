"""Campaigns in the field: who is invited, written to, reminded, counted, erased."""

import datetime as dt
import io

import pytest
from sqlalchemy import select

from app.extensions import db
from app.jobs.models import Job
from app.jobs.schedule import DAILY, plan_day
from app.jobs.service import run_all
from app.statistics.disclosure import Thresholds
from app.surveys.campaigns.core import (
    CampaignMode,
    CampaignState,
    OpeningProblem,
    population_of,
    read_population,
)
from app.surveys.campaigns.core.population import left_out
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Invitation
from app.surveys.campaigns.service import answering, campaigns, classing, inviting, participation
from app.surveys.campaigns.tasks import every_day
from app.surveys.questionnaires.engine import read_questionnaire
from app.surveys.questionnaires.service import versions
from app.surveys.results.service import stored
from app.text import Text
from tests.people import Client, make_person, sign_in
from tests.surveys import factories
from tests.surveys.examples import example
from tests.surveys.factories import DAY, draft

LIMITS = Thresholds()


HEADER = ["courriel", "nom", "langue", "direction"]
LISTS = [
    ([["a@x.fr", "A", "", "d01"]], []),
    ([["", "A", "", ""]], [(2, "courriel", "empty")]),
    ([["not an address", "A", "", ""]], [(2, "courriel", "not_an_address")]),
    ([["a@x.fr", "A", "", ""], ["A@X.fr", "B", "", ""]], [(3, "courriel", "doubled_key")]),
    ([["b@elsewhere.fr", "B", "", ""]], [(2, "courriel", "not_in_directory")]),
    ([["a@x.fr", "A", "de", ""]], [(2, "langue", "not_a_code")]),
    ([["a@x.fr", "A", "", "<script>" * 11]], [(2, "direction", "too_long")]),
    ([["a@x.fr", "x" * 121, "", ""]], [(2, "nom", "too_long")]),
    ([], [(1, "email", "no_row")]),
]


@pytest.mark.parametrize(("rows", "expected"), LISTS)
def test_a_list_says_what_to_mend_line_by_line(rows, expected):
    people, problems = read_population(HEADER, rows, {"a@x.fr"}, ["directorate"])
    assert [(p.line, p.column, p.trouble) for p in problems] == expected
    assert len(people) == (1 if not expected else len(people))


def test_a_list_of_an_office_is_taken_as_it_is():
    header = ["nom", "prénom", "courriel", "sexe", "service", "direction"]
    rows = [["Martin", "Camille", "a@x.fr", "Mme", "Paie", "Ressources humaines"]]
    attributes = ["sex", "directorate"]
    [person], problems = read_population(header, rows, None, attributes)
    assert problems == []
    assert (person.name, person.email) == ("Camille Martin", "a@x.fr")
    assert person.attributes == {"sex": "Mme", "directorate": "Ressources humaines"}
    assert left_out(header, attributes) == ["service"]


def test_a_list_needs_addresses():
    _, problems = read_population(["nom"], [["A"]], None, [])
    assert [(p.column, p.trouble) for p in problems] == [("email", "missing_column")]


@pytest.mark.slow
def test_a_list_is_imported_and_replaced(as_role, settings):
    known = make_person("manager", email="known@metropole.fr", sex="woman")
    db.session.commit()
    campaign = draft(settings)
    client = as_role("mission")
    page = client.post(
        f"/surveys/{campaign.id}/population",
        {"file": (io.BytesIO(b"courriel;nom\nx@y.fr;X\nx@y.fr;Y\n"), "l.csv")},
        422,
    ).get_data(as_text=True)
    assert "annuaire" in page
    assert inviting.invited_count(campaign) == 0
    content = "courriel;nom;territoire\nknown@metropole.fr;;urban\nx@y.fr;X;rural\n"
    client.post(
        f"/surveys/{campaign.id}/population",
        {"file": (io.BytesIO(content.encode()), "l.csv"), "outsiders": "y"},
    )
    invited = inviting.invitations(campaign)
    assert [i.person_id for i in invited] == [known.id, None]
    assert invited[0].attributes == {"sex": "woman"}  # nobody asks for the territory
    client.post(
        f"/surveys/{campaign.id}/population",
        {"file": (io.BytesIO(b"courriel\nknown@metropole.fr\n"), "l.csv"), "how": "replace"},
    )
    db.session.rollback()
    assert inviting.invited_count(campaign) == 1


@pytest.mark.slow
def test_what_keeps_a_campaign_from_opening(settings, people):
    keys = KeyStore(settings.keys_dir)
    P = OpeningProblem

    def tried(made, passphrase=factories.PASSPHRASE, today=factories.OPENED):
        return campaigns.open_campaign(made, keys, passphrase, 11, today)

    empty = draft(settings)
    assert tried(empty) == [P.NOBODY_INVITED]
    inviting.invite_people(empty, people[:5])
    assert tried(empty, "short") == [P.TOO_FEW_INVITED, P.SHORT_PASSPHRASE]
    assert P.PAST in tried(empty, today=dt.date(3000, 1, 1))
    kept = draft(settings, CampaignMode.CONFIDENTIAL)
    inviting.invite_people(kept, people)
    assert tried(kept, "") == [P.NO_KEEPER]
    version, _ = versions.import_questionnaire(example("routes"), factories.OPENED)
    forced = campaigns.create_campaign(
        version, Text("x", "x"), CampaignMode.ANONYMOUS, factories.CLOSES
    )
    inviting.invite_people(forced, people)
    assert tried(forced) == [P.NO_REFUSAL]
    forced.mode = CampaignMode.NOMINATIVE
    db.session.flush()
    assert tried(forced, "") == []
    assert tried(forced, "") == [P.NOT_DRAFT]


def test_a_campaign_begins_and_ends_on_its_days(settings, campaign):
    campaign.opens_on = dt.date(2024, 6, 20)
    campaign.closes_on = dt.date(2024, 6, 30)
    for day, open_then in ((19, False), (20, True), (30, True)):
        assert campaign.takes_answers(dt.date(2024, 6, day)) is open_then
    assert not campaign.takes_answers(dt.date(2024, 7, 1))


def test_each_day_is_planned_once(app, now):
    plan_day(now)
    plan_day(now)
    jobs = db.session.scalars(select(Job)).all()
    assert sorted(job.name for job in jobs) == sorted(DAILY)
    assert {job.arguments["day"] for job in jobs} == {"2024-06-03"}
    plan_day(now.replace(hour=2) + dt.timedelta(days=1))
    assert len(db.session.scalars(select(Job)).all()) == len(DAILY)


@pytest.mark.slow
def test_a_campaign_closes_by_itself_the_day_after(settings, campaign):
    factories.answer_all(campaign, 12)
    campaign.closes_on = DAY
    db.session.commit()
    every_day(DAY.isoformat())
    db.session.commit()
    assert campaign.state is CampaignState.OPEN
    every_day((DAY + dt.timedelta(days=1)).isoformat())
    db.session.commit()
    run_all()
    db.session.refresh(campaign)
    assert (campaign.state, campaign.opened_ballots) == (CampaignState.CLOSED, 12)


def test_the_forecast_says_who_would_be_alone():
    document = {
        "code": "f",
        "title": {"fr": "F", "en": "F"},
        "sections": [
            {
                "code": "s",
                "title": {"fr": "S", "en": "S"},
                "questions": [
                    {
                        "code": "sex",
                        "type": "single",
                        "profile": "sex",
                        "label": {"fr": "S", "en": "S"},
                        "options": [
                            {"code": "woman", "label": {"fr": "F", "en": "F"}},
                            {"code": "man", "label": {"fr": "H", "en": "M"}},
                        ],
                    },
                    {
                        "code": "grade",
                        "type": "single",
                        "profile": "grade",
                        "label": {"fr": "G", "en": "G"},
                        "options": [
                            {
                                "code": "high",
                                "covers": ["a", "a_plus"],
                                "label": {"fr": "H", "en": "H"},
                            },
                            {"code": "low", "covers": ["b"], "label": {"fr": "B", "en": "L"}},
                        ],
                    },
                ],
            }
        ],
    }
    questionnaire, problems = read_questionnaire(document)
    assert problems == []
    people = [{"sex": "woman", "grade": "a"}] * 11 + [{"sex": "woman", "grade": "a_plus"}]
    people += [{"sex": "man", "grade": "b"}] * 12 + [{"sex": "man", "grade": "a"}]
    population = population_of(questionnaire, people)
    assert population == [(("man", "high"), 1), (("man", "low"), 12), (("woman", "high"), 12)]


@pytest.mark.slow
def test_the_public_link_takes_one_answer_from_a_browser(app, settings):
    campaign = factories.make_public_campaign(settings)
    client = Client(app)
    client.get(f"/s/{campaign.code}")
    assert db.session.scalar(select(Invitation.id)) is None  # reading the page leaves no trace
    assert client.post(f"/s/{campaign.code}").location == f"/answer/{campaign.code}/1"
    first = {"one": "a", "shown": ["s1", "one", "many"], "go": "next"}
    client.post(f"/answer/{campaign.code}/1", first)
    client.post(f"/answer/{campaign.code}/send")
    assert client.get(f"/s/{campaign.code}", 303).location == f"/answer/{campaign.code}"
    client.browser.delete_cookie("session")
    client.get(f"/s/{campaign.code}", 410)
    Client(app).get("/s/no-such", 404)
    closed = factories.make_campaign(settings, factories.make_managers(12))
    Client(app).get(f"/s/{closed.code}", 404)


@pytest.mark.slow
def test_the_qr_code_leads_to_the_public_link(as_role, settings, campaign):
    public = factories.make_public_campaign(settings)
    client = as_role("mission")
    assert "Réponses\u00a0: 0" in client.get("/").get_data(
        as_text=True
    )  # no rate of nobody knows whom
    client.get(f"/surveys/{public.id}/poster")
    image = client.get(f"/surveys/{public.id}/qr.svg")
    assert image.mimetype == "image/svg+xml"
    assert b"<script" not in image.data
    assert b"style=" not in image.data
    client.get(f"/surveys/{campaign.id}/qr.svg", 404)


def test_answers_are_put_together_in_the_browser(as_role, settings, people):
    """Two areas with their names; what was typed survives an error; once open, nothing changes."""
    campaign = factories.make_campaign(settings, people, opened=False)
    client = as_role("mission").speak("en")
    address = f"/surveys/{campaign.id}/classes/directorate"
    sent = {"area-fr": ["Nord", "Sud"], "area-en": ["North", ""], "of-d01": "1", "of-d02": "2"}
    page = client.post(address, sent, 422).get_data(as_text=True)
    assert "Area 2 needs its name" in page
    assert 'value="Nord"' in page
    for number in ("²", "9" * 5000, "-1", "900"):
        client.post(address, {**sent, "of-d01": number}, 422)
    client.post(address, sent | {"area-en": ["North", "South"]})
    [north, south] = classing.areas_of(campaign, "directorate")
    assert (north.label, north.values) == (Text("Nord", "North"), ("d01",))
    assert south.values == ("d02",)
    assert 'value="South"' in client.get(address).get_data(as_text=True)
    client.post(address, {"area-fr": "", "area-en": "", "of-d01": ""})
    assert classing.areas_of(campaign, "directorate") == []
    as_role("manager").get(address, 403)
    client.get(f"/surveys/{campaign.id}/classes/many", 404)  # several answers
    keys = KeyStore(settings.keys_dir)
    assert not campaigns.open_campaign(campaign, keys, factories.PASSPHRASE, 11, factories.OPENED)
    db.session.commit()
    client.get(address, 404)
    client.post(address, sent, 404)


@pytest.mark.slow
@pytest.mark.parametrize(("answers", "crosses"), [(48, []), (60, [("sex",)])])
def test_few_volunteers_are_not_compared(app, settings, now, answers, crosses):
    """Among a few dozen answers by a public link, one real person may be alone with invented ones."""
    campaign = factories.make_public_campaign(settings)
    for number in range(answers):
        sent = {"one": "ab"[number // 2 % 2], "sex": ("woman", "man")[number % 2]}
        assert answering.submit_answers(inviting.add_visitor(campaign), sent, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(campaign, now)
    assert stored.results_of(campaign).measures["one"].crosses == crosses


def test_a_sheet_typed_in(as_role, settings, campaign):
    client = as_role("mission")
    path = f"/surveys/{campaign.id}/paper"
    invitation = inviting.invitations(campaign)[0]
    slip = invitation.slip(settings.secret_key)
    client.get(path)
    client.post(path, {"slip": slip}, 422)
    client.post(path, {"slip": "1-aaaaaa", "one": "1"}, 422)
    page = client.post(path, {"slip": slip, "one": "9", "yn": "1"}, 422).get_data(as_text=True)
    assert 'value="9"' in page
    client.post(path, {"slip": slip, "one": "1", "many": "1 2", "yn": "2", "n": "3"})
    client.post(path, {"slip": slip, "one": "1"}, 422)
    as_role("manager").get(path, 403)
    db.session.rollback()
    assert inviting.answered_count(campaign) == 1


@pytest.mark.slow
def test_papers_and_copies_are_documents(app, as_role, settings, campaign):
    from tests.documents.pdf import check_pdf  # what checks it is slow to load

    pdf = as_role("mission").get(f"/surveys/{campaign.id}/paper.pdf")
    check_pdf(pdf.data)
    invitation = inviting.invitations(campaign)[0]
    client = Client(app)
    client.get(f"/a/{invitation.token(settings.secret_key)}", 302)
    client.post(f"/answer/{campaign.code}", {"how": "begin"})
    check_pdf(client.get(f"/answer/{campaign.code}/copy.pdf").data)
    client.post(f"/answer/{campaign.code}/1", {"one": "a", "shown": ["one"], "go": "next"})
    client.post(f"/answer/{campaign.code}/send")
    client.get(f"/answer/{campaign.code}/copy.pdf", 303)  # sealed: nobody can show it any more


def test_a_sheet_is_not_said_saved_when_it_is_not(as_role, settings, campaign, now):
    client = as_role("mission")
    path = f"/surveys/{campaign.id}/paper"
    client.get(path)
    slip = inviting.invitations(campaign)[0].slip(settings.secret_key)
    # an empty required question stays empty on paper
    client.post(path, {"slip": slip, "yn": "1"})
    client.post(path, {"slip": slip, "yn": "1"}, 422)


def test_open_rates_of_an_anonymous_campaign_are_coarse(app, settings):
    """With the sizes of the tables published later, exact numbers would tell who hid their sex."""
    campaign = factories.make_campaign(settings, factories.make_managers(40))
    factories.answer_all(campaign, 13)
    total, *by_group = participation.rate_tables(campaign, Thresholds())
    assert total.cell("total", "answered") == 13
    assert by_group
    for table in by_group:
        assert [column.code for column in table.columns] == ["invited", "rate"]
        assert all(round(row.cells[1] * 100) % 5 == 0 for row in table.rows)


@pytest.mark.slow
def test_few_answers_by_a_public_link_are_compared_by_nothing(app, settings, now):
    """One real person could be alone among invented ones; the page says why nothing is compared."""
    campaign = factories.make_public_campaign(settings)
    for place in range(40):
        sent = {"one": "ab"[place % 2], "sex": ("woman", "man")[place // 2 % 2]}
        visitor = inviting.add_visitor(campaign)
        assert answering.submit_answers(visitor, sent, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(campaign, now)
    assert set(stored.results_of(campaign).people.sizes) == {()}
    page = sign_in(app, make_person("mission")).get(f"/surveys/{campaign.id}/results/preview")
    assert "Rien n’est comparé : moins de 50 personnes" in page.get_data(as_text=True).replace(
        "\xa0", " "
    )
