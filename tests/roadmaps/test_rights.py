"""Who may do what to a roadmap: role and mandate together, and they end together."""

import datetime as dt

import pytest

from app.accounts.models import Person
from app.extensions import db
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.models import Note
from app.roadmaps.service import mandates, updates
from app.roadmaps.service.history import Author
from app.roadmaps.service.updates import News, Sender
from tests.marking import every_day
from tests.people import make_person, sign_in
from tests.roadmaps.factories import make_indicator, make_risk, make_roadmap, make_step

TODAY = dt.datetime.now(dt.UTC).date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def plan(app, monkeypatch):  # type: ignore[no-untyped-def]
    """A roadmap that goes on today, with a part of each kind."""
    from tests.roadmaps import factories

    monkeypatch.setattr(factories, "STARTS", TODAY - 400 * DAY)
    monkeypatch.setattr(factories, "ENDS", TODAY + 400 * DAY)
    roadmap = make_roadmap()
    action = updates.actions_of(roadmap.id)[0]
    rows = {
        "objective": action.placements[0].objective,
        "action": action,
        "step": make_step(action),
        "indicator": make_indicator(roadmap),
        "risk": make_risk(roadmap),
        "roadmap": roadmap,
        "programme": roadmap.programme,
        "policy": roadmap.policy,
    }
    sent = updates.send(roadmap, News(note="Dit."), Sender(Author(), "fr"), dt.datetime.now(dt.UTC))
    rows["note"], rows["update"] = sent.notes[0], sent
    db.session.commit()
    return rows


def holder(roadmap, role=MandateRole.AMBASSADOR, start=-400, end=None, roles=("ambassador",)):  # type: ignore[no-untyped-def]
    person = make_person(*roles)
    ends_on = None if end is None else TODAY + end * DAY
    mandates.appoint(roadmap, person, role, TODAY + start * DAY, ends_on)
    db.session.commit()
    return person


#: Somebody, and what they get when they ask to change a part of the roadmap.
WHO = {
    "its ambassador": (lambda r: holder(r), 200),
    "its deputy": (lambda r: holder(r, MandateRole.DEPUTY), 200),
    "until today": (lambda r: holder(r, end=0), 200),
    "until yesterday": (lambda r: holder(r, end=-1), 403),
    "from tomorrow": (lambda r: holder(r, start=1), 403),
    "who lost the role": (lambda r: holder(r, roles=("manager",)), 403),
    "its elected referent": (lambda r: holder(r, MandateRole.ELECTED, roles=("reader",)), 403),
    "an ambassador elsewhere": (lambda r: make_person("ambassador"), 403),
    "a manager": (lambda r: make_person("manager"), 403),
    "the mission": (lambda r: make_person("mission"), 200),
}


@pytest.mark.parametrize(
    "who", every_day(WHO, "its ambassador", "until yesterday", "who lost the role", "a manager")
)
def test_who_may_change_a_roadmap(app, plan, who):
    make, status = WHO[who]
    roadmap = plan["roadmap"]
    client = sign_in(app, make(roadmap))
    addresses = [f"/roadmaps/{roadmap.id}/update", f"/roadmaps/notes/{plan['note'].id}/correct"]
    addresses += [f"/roadmaps/edit/{k}/{plan[k].id}" for k in ("objective", "action", "step")]
    addresses += [f"/roadmaps/edit/{k}/{plan[k].id}" for k in ("indicator", "risk")]
    addresses += [f"/roadmaps/new/objective/{roadmap.id}"]
    addresses += [f"/roadmaps/new/action/{plan['objective'].id}"]
    for address in addresses:
        client.get(address, status)
    posts = [f"/roadmaps/{roadmap.id}/update", f"/roadmaps/{roadmap.id}/update/draft"]
    posts += [f"/roadmaps/edit/action/{plan['action'].id}/act"]
    posts += [f"/roadmaps/indicators/{plan['indicator'].id}"]
    posts += [f"/roadmaps/edit/action/{plan['action'].id}", *addresses[-2:]]
    allowed = (200, 303, 400, 422)
    for address in posts:
        client.post(address, {"go": "up"}, allowed if status == 200 else 403)


@pytest.mark.parametrize(
    "roles", every_day([("ambassador",), ("manager",), ("reader",), ("hr",)], ("ambassador",))
)
def test_the_mission_alone_steers(app, plan, roles):
    person = make_person(*roles)
    mandates.appoint(plan["roadmap"], person, MandateRole.AMBASSADOR, TODAY - DAY)
    client = sign_in(app, person)
    number = plan["roadmap"].id
    for address in (
        f"/roadmaps/{number}/people",
        f"/roadmaps/{number}/ask",
        "/roadmaps/programmes",
        "/roadmaps/programmes/new",
        f"/roadmaps/programmes/{plan['programme'].id}",
        f"/roadmaps/programmes/{plan['programme'].id}/carry",
        f"/roadmaps/edit/programme/{plan['programme'].id}",
        f"/roadmaps/edit/policy/{plan['policy'].id}",
        f"/roadmaps/edit/roadmap/{number}",
        f"/roadmaps/new/axis/{plan['programme'].id}",
    ):
        client.get(address, 403)
        client.post(address, {}, (403, 405))


def test_a_roadmap_that_is_over_changes_no_more(app, plan):
    keeper = holder(plan["roadmap"])
    client = sign_in(app, keeper)
    plan["roadmap"].ended_on = TODAY
    db.session.commit()
    client.get(f"/roadmaps/{plan['roadmap'].id}/update", 403)
    plan["roadmap"].ended_on = None
    plan["programme"].ends_on = TODAY - DAY
    db.session.commit()
    client.get(f"/roadmaps/edit/action/{plan['action'].id}", 403)


def test_a_mandate_that_ends_while_a_page_is_open(app, plan):
    keeper = holder(plan["roadmap"])
    client = sign_in(app, keeper)
    address = f"/roadmaps/{plan['roadmap'].id}/update"
    client.get(address)
    mandates.end(mandates.mandates(plan["roadmap"].id)[0], TODAY - DAY)
    db.session.commit()
    client.post(address, {"go": "nothing"}, 403)
    assert len(updates.updates_of(plan["roadmap"].id)) == 1


def test_who_was_replaced_finds_no_roadmap_of_theirs(app, plan):
    client = sign_in(app, holder(plan["roadmap"], end=-1))
    assert "Aucune feuille de route ne vous est confiée" in client.get(
        "/roadmaps/my-update"
    ).get_data(as_text=True)


def test_only_whom_it_was_typed_for_confirms(app, plan):
    keeper, other = holder(plan["roadmap"]), holder(plan["roadmap"], MandateRole.DEPUTY)
    plan["update"].typed_for_id = keeper.id
    db.session.commit()
    address = f"/roadmaps/updates/{plan['update'].id}/confirm"
    sign_in(app, other).post(address, status=403)
    sign_in(app, keeper).post(address)
    assert plan["update"].confirmed_on == TODAY
    assert db.session.get(Person, keeper.id)
    assert db.session.query(Note).count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/roadmaps/999",
        "/roadmaps/actions/999",
        "/roadmaps/999/update",
        "/roadmaps/updates/999",
        "/roadmaps/edit/action/999",
        "/roadmaps/edit/nothing/1",
        "/roadmaps/new/action/999",
        "/roadmaps/new/programme/1",
        "/roadmaps/history/nothing/1",
        "/roadmaps/indicators/999",
        "/roadmaps/programmes/999",
        "/roadmaps/mandates/999/hand-over",
        "/roadmaps/999/people",
    ],
)
def test_what_is_not_there(app, address):
    sign_in(app, make_person("mission")).get(address, 404)
