"""What the mission does to several roadmaps at once."""

import datetime as dt

import pytest

from app.accounts.core import OrganisationKind
from app.accounts.service.organisations import add_organisation
from app.extensions import db
from app.jobs.models import Mail
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.periods import code_of
from app.roadmaps.service import links, mandates, updates
from tests.people import make_person, sign_in
from tests.roadmaps import factories
from tests.roadmaps.factories import make_action, make_programme, make_roadmap

TODAY = dt.datetime.now(dt.UTC).date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def several(app, monkeypatch):  # type: ignore[no-untyped-def]
    """Three roadmaps: kept, without ambassador, of an organisation; and the mission's client."""
    monkeypatch.setattr(factories, "STARTS", TODAY - 400 * DAY)
    monkeypatch.setattr(factories, "ENDS", TODAY + 400 * DAY)
    plan = make_programme()
    kept = make_roadmap(make_person("ambassador"), "kept", programme=plan)
    alone = make_roadmap(None, "alone", programme=plan)
    town = add_organisation("Marly", OrganisationKind.MUNICIPALITY)
    owned = make_roadmap(None, "owned", town, plan)
    links.make_link(owned, "Mairie", "marly@marly.example", TODAY)
    db.session.commit()
    return kept, alone, owned, sign_in(app, make_person("mission"))


def test_reminders_go_to_those_who_keep_them(several):
    kept, alone, owned, client = several
    numbers = [str(each.id) for each in (kept, alone, owned)]
    asked = client.post("/roadmaps/bulk", {"go": "remind", "roadmap": numbers}, 200)
    assert "marly@marly.example" in asked.get_data(as_text=True)
    assert "personne à relancer" in asked.get_data(as_text=True)
    assert db.session.query(Mail).count() == 0
    client.post("/roadmaps/bulk", {"go": "remind", "roadmap": numbers, "sure": "1"})
    mails = {mail.recipient: mail.body for mail in db.session.query(Mail)}
    keeper = mandates.mandates(kept.id)[0].person.email
    assert set(mails) == {keeper, "marly@marly.example"}
    assert f"/roadmaps/{kept.id}/update" in mails[keeper]
    assert "/roadmaps/by-link/" in mails["marly@marly.example"]
    assert "« rien de nouveau »" in mails[keeper].replace("\u00a0", " ")


def test_dates_shift_but_for_what_is_over(several):
    kept, _alone, _owned, client = several
    first, second = updates.actions_of(kept.id)
    over = make_action(first.placements[0].objective, "Finie", ActionStatus.DONE, "2025")
    db.session.commit()
    shift = {"go": "shift", "months": "12", "roadmap": str(kept.id)}
    assert "2 dates" in client.post("/roadmaps/bulk", shift, 200).get_data(as_text=True)
    client.post("/roadmaps/bulk", shift | {"sure": "1"})
    assert [code_of(a.due) for a in (first, second, over)] == ["2025-07-31", "2026", "2025"]
    history = client.get(f"/roadmaps/history/action/{first.id}").get_data(as_text=True)
    assert "31 juillet 2024" in history
    client.post("/roadmaps/bulk", {"go": "shift", "months": "999", "roadmap": str(kept.id)})
    assert code_of(first.due) == "2025-07-31"


def test_a_new_ambassador_of_several(several):
    kept, alone, _owned, client = several
    new = make_person("ambassador")
    db.session.commit()
    sent = {"go": "reassign", "person": str(new.id), "roadmap": [str(kept.id), str(alone.id)]}
    asked = client.post("/roadmaps/bulk", sent, 200).get_data(as_text=True)
    assert new.name in asked
    assert mandates.mandates(alone.id) == []
    sent |= {"sure": "1"}
    client.post("/roadmaps/bulk", sent)
    held = mandates.holders([kept.id, alone.id], TODAY)
    assert [m.person_id for each in held.values() for m in each] == [new.id, new.id]
    client.post("/roadmaps/bulk", sent | {"person": "999"})
    client.post("/roadmaps/bulk", sent)  # again: nothing twice
    assert len(mandates.mandates(alone.id)) == 1


def test_nothing_ticked_and_who_may(several, app):
    *_, client = several
    page = client.post("/roadmaps/bulk", {"go": "remind", "back": "/roadmaps/?show=late"})
    assert page.location == "/roadmaps/?show=late"
    assert db.session.query(Mail).count() == 0
    client.post("/roadmaps/bulk", {"go": "fly", "roadmap": "1"})
    assert "choisissez quoi faire" in client.get("/roadmaps/").get_data(as_text=True)
    sign_in(app, make_person("ambassador")).post("/roadmaps/bulk", {"go": "remind"}, 403)


def test_nobody_is_reminded_of_what_they_may_not_update(several):
    kept, _alone, _owned, client = several
    keeper = mandates.mandates(kept.id)[0].person
    keeper.role_rows.clear()
    db.session.commit()
    sent = {"go": "remind", "roadmap": str(kept.id), "sure": "1"}
    client.post("/roadmaps/bulk", sent)
    assert db.session.query(Mail).count() == 0


def test_no_date_is_shifted_beyond_what_dates_can_be(several):
    kept, _alone, _owned, client = several
    first, _second = updates.actions_of(kept.id)
    first.due = factories.read_period("2100")
    db.session.commit()
    sent = {"go": "shift", "months": "12", "roadmap": str(kept.id), "sure": "1"}
    page = client.get(client.post("/roadmaps/bulk", sent).location).get_data(as_text=True)
    assert "2100" in page
    assert [code_of(a.due) for a in updates.actions_of(kept.id)] == ["2100", "2025"]
