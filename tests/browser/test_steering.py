"""A programme steered in a browser: how many acts a round, a decision and a report take."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from app.extensions import db
from app.jobs.service import run_all
from app.roadmaps.core.governing import Outcome
from app.roadmaps.core.rounds import RoundKind
from app.roadmaps.service import deciding, rounds
from tests.browser.axe import axe_violations
from tests.browser.hand import Hand, press_until
from tests.people import make_person
from tests.roadmaps import factories
from tests.roadmaps.factories import make_indicator, make_risk, make_roadmap
from tests.roadmaps.steered import make_body, make_meeting, make_recommendation, make_review

TODAY = dt.datetime.now(dt.UTC).date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def steered(app, monkeypatch):  # type: ignore[no-untyped-def]
    """A programme of today with a roadmap, a meeting and a recommendation, and the mission."""
    monkeypatch.setattr(factories, "STARTS", TODAY - 400 * DAY)
    monkeypatch.setattr(factories, "ENDS", TODAY + 400 * DAY)
    roadmap = make_roadmap(make_person("ambassador", name="Ambassade 1"))
    make_indicator(roadmap), make_risk(roadmap)
    meeting = make_meeting(make_body(roadmap.programme), TODAY)
    make_recommendation(make_review(roadmap.programme), months=[1, 2])
    mission = make_person("mission", name="Mission")
    db.session.commit()
    return roadmap, meeting, mission


def test_a_quarterly_round_takes_four_acts(open_page, steered, javascript):
    roadmap, _meeting, mission = steered
    page, hand = open_page(mission, javascript, phone=True), Hand()
    hand.goes(page, "/roadmaps/")
    hand.clicks(page.get_by_role("link", name="Tournées"))
    assert not javascript or axe_violations(page) == []
    hand.clicks(page.get_by_role("button", name="Ouvrir la tournée"))
    expect(page.locator("main")).to_contain_text("Attendu")
    assert not javascript or axe_violations(page) == []
    assert hand.acts <= 4
    db.session.rollback()
    [row] = rounds.rounds_of(roadmap.programme_id)
    assert (row.kind, row.open) == (RoundKind.QUARTERLY, True)


def test_a_decision_takes_five_acts(open_page, steered, javascript):
    _roadmap, meeting, mission = steered
    page, hand = open_page(mission, javascript), Hand()
    hand.goes(page, "/roadmaps/")
    hand.clicks(page.get_by_role("link", name="Décisions"))
    hand.clicks(page.get_by_role("link", name="Prochaine réunion"))
    assert not javascript or axe_violations(page) == []
    item = page.get_by_role("region", name="Écrire un manuel")
    hand.acts += 1
    item.get_by_label("Décision").select_option("adopted")
    hand.clicks(item.get_by_role("button", name="Enregistrer la décision"))
    expect(page.locator("main")).to_contain_text("Adoption")
    assert hand.acts <= 5
    db.session.rollback()
    assert [each.outcome for each in deciding.decisions_of(meeting.id)] == [Outcome.ADOPTED]


def test_a_mistake_after_a_decision_is_seen_and_a_decision_taken_back(open_page, steered):
    _roadmap, meeting, mission = steered
    page = open_page(mission)
    page.goto(f"/roadmaps/meetings/{meeting.id}")
    item = page.get_by_role("region", name="Écrire un manuel")
    item.get_by_label("Décision").select_option("adopted")
    item.get_by_role("button", name="Enregistrer la décision").click()
    page.wait_for_url("**#decided")
    page.get_by_role("button", name="Enregistrer la décision").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    page.goto(f"/roadmaps/meetings/{meeting.id}")
    page.locator("summary", has_text="Retirer").click()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Retirer la décision").click()
    expect(page.locator("main")).to_contain_text("Retirée le")


def test_a_decision_with_the_keyboard_alone(open_page, steered):
    _roadmap, meeting, mission = steered
    page = open_page(mission)
    page.goto(f"/roadmaps/meetings/{meeting.id}")
    press_until(page, "#outcome-1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    press_until(page, "#text-1")
    page.keyboard.type("Pas cette année.")
    press_until(page, "form button.btn")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Pas cette année.")
    db.session.rollback()
    assert [each.outcome for each in deciding.decisions_of(meeting.id)] == [Outcome.SET_ASIDE]


def test_the_november_report_from_opening_to_pdf(open_page, steered, javascript):
    _roadmap, _meeting, mission = steered
    page, hand = open_page(mission, javascript), Hand()
    hand.goes(page, "/roadmaps/")
    hand.clicks(page.get_by_role("link", name="Rapport de novembre"))
    page.get_by_label("Jour des chiffres").fill(TODAY.isoformat())
    hand.clicks(page.get_by_role("button", name="Préparer le rapport"))
    assert not javascript or axe_violations(page) == []
    hand.writes(page.get_by_label("Introduction, en français"), "Une année pleine.")
    hand.clicks(page.locator("summary", has_text="Figer le rapport"))
    hand.clicks(page.get_by_role("button", name="Figer le rapport"))
    run_all()
    hand.clicks(page.get_by_role("link", name="Afficher de nouveau"))
    assert not javascript or axe_violations(page) == []
    expect(page.locator("main")).to_contain_text("Une année pleine.")
    for language in ("FR", "EN"):
        link = page.get_by_role("link", name=f"PDF {language}")
        address = urlsplit(page.url)._replace(path=link.get_attribute("href") or "").geturl()
        assert page.request.get(address).body().startswith(b"%PDF")
    assert hand.acts <= 7


@pytest.mark.parametrize("name", ["calendar", "matrix", "recommendations", "decisions", "november"])
def test_pages_fit_a_phone_and_have_no_fault(open_page, steered, name):
    roadmap, _meeting, mission = steered
    page = open_page(mission, phone=True)
    page.goto(f"/roadmaps/programmes/{roadmap.programme_id}/{name}")
    assert axe_violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
