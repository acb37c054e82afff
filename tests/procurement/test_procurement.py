"""Tenders, annexes, bidders without account."""

import re

import pytest
from sqlalchemy import select

from app.demo.load import DATA
from app.extensions import db
from app.procurement import core, service
from app.procurement.models import Annex, Tender
from app.surveys.questionnaires.service import versions
from tests.people import Client

TENDER = {
    "number": "2024-017",
    "title_fr": "Entretien",
    "title_en": "Upkeep",
    "launched_on": "2024-02-05",
    "deadline": "2999-03-15",
    "clause": "y",
}


@pytest.fixture
def officer(as_role, now):
    versions.import_questionnaire((DATA / "equality-annex.yaml").read_bytes(), now.date())
    db.session.commit()
    return as_role("procurement")


def make_tender(client, **changes):
    return client.post("/tenders/new", TENDER | changes).location


def bidder_link(client, address, name="Entreprise d’essai"):
    client.post(address, {"bidder": name})
    page = client.get(address).get_data(as_text=True)
    return re.findall(r"http://localhost(/a/[^<]+)</code>", page)[-1]


def fill(client, path, skip=()):
    """Answer every question of the annex; the address where one ends."""
    address = client.get(path, 302).location
    client.get(address)
    address = client.post(address, {"how": "begin"}).location
    for _ in range(30):
        if address.endswith("/review"):
            return address
        page = client.get(address.split("#")[0]).get_data(as_text=True)
        sent = {"go": "next", "shown": re.findall(r'name="shown" value="(\w+)"', page)}
        for code in sent["shown"]:
            if code in skip:
                continue
            choices = re.findall(rf'name="{code}" value="([\w~]+)"', page)
            sent[code] = "250_999" if code == "size" else choices[0] if choices else "12"
        address = client.post(address.split("#")[0], sent).location
    raise AssertionError(address)


@pytest.mark.slow
def test_a_bidder_returns_the_annex(app, officer):
    officer.get("/tenders/")
    officer.get("/tenders/new")
    address = make_tender(officer)
    path = bidder_link(officer, address)
    bidder = Client(app)
    review = fill(bidder, path, skip={"siren"})
    bidder.get(review)
    bidder.post(review.replace("/review", "/send"))
    bidder.get(path, 302)
    # used once: the link leads to what was done
    start = bidder.get(path, 302).location
    assert bidder.get(start, 302).location.endswith("/thanks")
    annex = db.session.scalar(select(Annex))
    state = service.completeness(annex)
    assert (state.asked - state.answered, state.complete) == (1, False)
    page = officer.get(f"/tenders/annexes/{annex.id}").get_data(as_text=True)
    assert "Entreprise d’essai" in page
    table = service.clause_table()
    assert [
        table.cell("total", c) for c in ("tenders", "with_clause", "asked", "returned", "complete")
    ] == [
        1,
        1,
        1,
        1,
        0,
    ]
    officer.get("/tenders/")


@pytest.mark.slow
def test_another_bidder_sees_nothing_of_it(app, officer):
    address = make_tender(officer)
    first, second = bidder_link(officer, address, "Un"), bidder_link(officer, address, "Deux")
    one, two = Client(app), Client(app)
    fill(one, first)
    two_start = two.get(second, 302).location
    assert "checked" not in two.get(two_start).get_data(as_text=True)
    annex = db.session.scalars(select(Annex)).first()
    two.get(f"/tenders/annexes/{annex.id}", 302)
    two.get(address, 302)
    # awaited: nothing to read yet, for anybody
    officer.get(f"/tenders/annexes/{annex.id}", 404)


def test_after_the_deadline_the_annex_is_closed(app, officer):
    address = make_tender(officer, deadline="2999-03-15")
    path = bidder_link(officer, address)
    tender = db.session.scalar(select(Tender))
    tender.campaign.closes_on = tender.launched_on
    db.session.commit()
    client = Client(app)
    client.get(client.get(path, 302).location, 410)
    assert "/a/" not in officer.get(address).get_data(as_text=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": ""},
        {"title_fr": ""},
        {"title_fr": " \t "},
        {"deadline": "2024-01-01"},
        {"launched_on": "hier"},
    ],
)
def test_what_cannot_be_taken(officer, changes):
    page = officer.post("/tenders/new", TENDER | changes, 422).get_data(as_text=True)
    assert "Upkeep" in page
    assert service.tenders() == []


def test_a_number_is_used_once(officer):
    make_tender(officer)
    officer.post("/tenders/new", TENDER, 422)


def test_without_questionnaire_no_clause(as_role):
    client = as_role("procurement")
    client.post("/tenders/new", TENDER, 422)
    address = client.post(
        "/tenders/new", {k: v for k, v in TENDER.items() if k != "clause"}
    ).location
    client.get(address)
    client.post(address, {"bidder": "x"}, 404)


def test_the_mission_reads_and_does_not_manage(officer, as_role):
    address = make_tender(officer)
    mission = as_role("mission")
    mission.get(address)
    mission.get("/tenders/new", 403)
    mission.post(address, {"bidder": "x"}, 403)
    officer.post(address, {"bidder": ""}, 422)
    officer.get("/tenders/99", 404)


def test_completeness_counts_what_concerns_the_bidder(now):
    import yaml

    from app.surveys.questionnaires.engine import read_questionnaire

    questionnaire, _ = read_questionnaire(
        yaml.safe_load((DATA / "equality-annex.yaml").read_text())
    )
    small = core.completeness(questionnaire, {"size": "under_11"})
    large = core.completeness(questionnaire, {"size": "250_999"})
    assert small.asked < large.asked
    assert small.answered == large.answered == 1
