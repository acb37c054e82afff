"""An organisation keeps its roadmap by a link, and nothing else."""

import datetime as dt
import re

import pytest

from app.accounts.core import OrganisationKind
from app.accounts.service.organisations import add_organisation
from app.extensions import db
from app.jobs.models import Mail
from app.roadmaps.models import OrganisationLink, Update
from app.roadmaps.service import links, updates
from tests.people import Client, make_person, seen_on, sign_in
from tests.roadmaps import factories
from tests.roadmaps.factories import make_roadmap

TODAY = dt.datetime.now(dt.UTC).date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def owned(app, settings, monkeypatch):  # type: ignore[no-untyped-def]
    """A roadmap of a municipality, its link, and the browser that came with it."""
    monkeypatch.setattr(factories, "STARTS", TODAY - 400 * DAY)
    monkeypatch.setattr(factories, "ENDS", TODAY + 400 * DAY)
    organisation = add_organisation("Ville d’Anzin", OrganisationKind.MUNICIPALITY)
    organisation.email = "egalite@anzin.example"
    roadmap = make_roadmap(organisation=organisation)
    link = links.make_link(roadmap, "Mission égalité", "", TODAY)
    db.session.commit()
    token = link.token(settings.secret_key)
    return roadmap, link, Client(app), f"/roadmaps/by-link/{token}"


def test_the_link_opens_the_update_of_its_roadmap(owned, app):
    roadmap, link, guest, address = owned
    first = updates.actions_of(roadmap.id)[0]
    home = guest.get(address, 302).location
    assert link.token("x") not in home
    assert re.fullmatch(r"/roadmaps/kept/\d+", home)
    page = guest.get(home).get_data(as_text=True)
    assert "Première mesure" in page
    assert "/roadmaps/actions/" not in page
    name = f"action-{first.id}-note"
    guest.post(f"{home}/draft", {"field": name, name: "Brouillon"}, 200)
    assert "Brouillon" in guest.get(home).get_data(as_text=True)
    sent = {"go": "send", name: "Dit.", f"action-{first.id}-status": "done"}
    receipt = guest.post(home, sent).location
    assert "Dit." in guest.get(receipt).get_data(as_text=True)
    [update] = updates.updates_of(roadmap.id)
    assert (update.link_id, update.author_id) == (link.id, None)
    correct = f"{home}/notes/{update.notes[0].id}/correct"
    assert correct in guest.get(receipt).get_data(as_text=True)
    guest.post(correct, {"text": "Redit.", "seen": seen_on(guest.get(correct).text)})
    assert "Redit." in guest.get(receipt).get_data(as_text=True)
    Client(app).get(correct, 404)
    reader = sign_in(app, make_person("reader"))
    assert "Mission égalité" in reader.get(f"/roadmaps/{roadmap.id}").get_data(as_text=True)
    guest.post(f"{home}/forget")
    guest.post(home, {"go": "nothing"})
    assert db.session.query(Update).count() == 2


def test_a_link_opens_nothing_else(owned, app):
    roadmap, _link, guest, address = owned
    home = guest.get(address, 302).location
    other = make_roadmap(code="other")
    db.session.commit()
    for path in (f"/roadmaps/kept/{other.id}", f"{home}/updates/999", "/roadmaps/kept/999"):
        guest.get(path, 404)
    guest.post(f"/roadmaps/kept/{other.id}", {"go": "nothing"}, 404)
    for path in ("/roadmaps/", f"/roadmaps/{roadmap.id}", f"/roadmaps/{roadmap.id}/update"):
        guest.get(path, 302)
    assert db.session.query(Update).count() == 0
    Client(app).get(home, 404)  # another browser, which did not come by the link


def ended(link, roadmap):  # type: ignore[no-untyped-def]
    links.end_link(link, TODAY)


def given_away(link, roadmap):  # type: ignore[no-untyped-def]
    roadmap.organisation_id = add_organisation("Marly", OrganisationKind.MUNICIPALITY).id


def over(link, roadmap):  # type: ignore[no-untyped-def]
    roadmap.ended_on = TODAY


@pytest.mark.parametrize("change", [ended, given_away, over])
def test_a_link_ends_with_its_reason(owned, change):
    roadmap, link, guest, address = owned
    home = guest.get(address, 302).location
    change(link, roadmap)
    db.session.commit()
    guest.get(address, 404)
    guest.get(home, 404)
    guest.post(home, {"go": "nothing"}, 404)
    guest.post(f"{home}/draft", {"field": "all-note", "all-note": "x"}, 404)
    assert db.session.query(Update).count() == 0


@pytest.mark.parametrize("token", ["1", "1-", "1-abcdef", "999-abc", "x", "1-é", "9" * 20])
def test_wrong_links(owned, token):
    owned[2].get(f"/roadmaps/by-link/{token}", 404)


def test_the_mission_makes_and_ends_links(owned, app, settings):
    roadmap, _link, guest, _address = owned
    mission = sign_in(app, make_person("mission"))
    address = f"/roadmaps/{roadmap.id}/links"
    assert "egalite@anzin.example" in mission.get(address).get_data(as_text=True)
    mission.post(address, {"holder": "", "email": "x"}, 422)
    mission.post(address, {"holder": "Élue", "email": "egalite@anzin.example"})
    link = db.session.query(OrganisationLink).order_by(OrganisationLink.id.desc()).first()
    [mail] = db.session.query(Mail)
    token = link.token(settings.secret_key)
    assert token in mail.body
    guest.get(f"/roadmaps/by-link/{token}", 302)
    mission.post(f"/roadmaps/links/{link.id}/end")
    guest.get(f"/roadmaps/by-link/{token}", 404)
    sign_in(app, make_person("ambassador")).get(address, 403)
    mission.get(f"/roadmaps/{make_roadmap(code='own').id}/links", 404)
