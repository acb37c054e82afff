"""Roadmaps: rules, rights, updates that lose nothing."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from app.accounts.service import passwords, sign_ins
from app.extensions import db
from app.permissions import Role
from app.roadmaps import core, service
from app.roadmaps.core import ActionStatus, Timing, merge
from app.roadmaps.models import Action, ProgressUpdate
from app.text import Text
from tests.people import make_person, sign_in
from tests.roadmaps.factories import make_roadmap

TODAY = dt.date(2024, 6, 3)
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("status", "due", "expected"),
    [
        (ActionStatus.PLANNED, dt.date(2024, 6, 2), Timing.LATE),
        (ActionStatus.IN_PROGRESS, dt.date(2024, 6, 3), Timing.SOON),
        (ActionStatus.IN_PROGRESS, dt.date(2024, 7, 3), Timing.SOON),
        (ActionStatus.IN_PROGRESS, dt.date(2024, 7, 4), Timing.ON_TIME),
        (ActionStatus.DONE, dt.date(2020, 1, 1), Timing.CLOSED),
        (ActionStatus.DROPPED, dt.date(2020, 1, 1), Timing.CLOSED),
    ],
)
def test_timing(status, due, expected):
    assert core.timing(status, due, TODAY) is expected


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "kept", "clash"),
    [
        ("a", "a", "a", "a", False),
        ("a", "b", "a", "b", False),  # I changed it
        ("a", "a", "b", "b", False),  # they changed it
        ("a", "b", "b", "b", False),  # we both chose the same
        ("a", "b", "c", "b", True),  # we chose two different things
    ],
)
def test_merge(was, mine, theirs, kept, clash):
    assert merge(was, mine, theirs) == core.Merged(kept, clash)


@pytest.fixture
def ambassador(app):
    return make_person("ambassador")


@pytest.fixture
def roadmap(ambassador):
    return make_roadmap(ambassador)


def form(action, **changes):
    shown = {"status": action.status.value, "due_on": action.due_on.isoformat()}
    return {
        **shown,
        "was_status": shown["status"],
        "was_due_on": shown["due_on"],
        "note": "",
        **changes,
    }


def test_the_ambassador_updates_an_action(app, ambassador, roadmap):
    client = sign_in(app, ambassador)
    action = roadmap.actions[0]
    client.get(f"/roadmaps/{roadmap.id}")
    address = f"/roadmaps/actions/{action.id}"
    client.get(address)
    sent = form(action, status="in_progress", note="Les séances ont commencé.")
    assert client.post(address, sent).location == f"/roadmaps/{roadmap.id}#action-{action.id}"
    db.session.refresh(action)
    assert action.status is ActionStatus.IN_PROGRESS
    assert action.updates[0].note == "Les séances ont commencé."
    page = client.get("/roadmaps/").get_data(as_text=True)
    assert "Politique sport" in page


def test_htmx_gets_the_part_that_changed(app, ambassador, roadmap):
    client = sign_in(app, ambassador)
    action = roadmap.actions[0]
    sent = form(action, status="done")
    part = client.post(f"/roadmaps/actions/{action.id}", sent, 200, headers=HTMX).get_data(
        as_text=True
    )
    assert part.strip().startswith(f'<article class="card stack tight" id="action-{action.id}"')
    assert "data-focus" in part


def test_nothing_said_is_nothing_recorded(app, ambassador, roadmap):
    client = sign_in(app, ambassador)
    action = roadmap.actions[0]
    client.post(f"/roadmaps/actions/{action.id}", form(action))
    assert db.session.scalar(select(ProgressUpdate.id)) is None


@pytest.mark.parametrize(
    "changes", [{"due_on": "bientôt"}, {"due_on": ""}, {"status": "unknown"}, {"note": "x" * 2001}]
)
def test_what_cannot_be_taken_keeps_what_was_typed(app, ambassador, roadmap, changes):
    client = sign_in(app, ambassador)
    action = roadmap.actions[0]
    sent = form(action, **{"note": "à garder", **changes})
    page = client.post(f"/roadmaps/actions/{action.id}", sent, 422).get_data(as_text=True)
    assert sent["note"] in page
    assert db.session.scalar(select(ProgressUpdate.id)) is None


def test_two_people_on_different_fields_are_merged(app, ambassador, roadmap):
    first, second = sign_in(app, ambassador), sign_in(app, make_person("mission"))
    action = roadmap.actions[0]
    mine, theirs = form(action, status="done"), form(action, due_on="2025-01-31")
    second.post(f"/roadmaps/actions/{action.id}", theirs)
    first.post(f"/roadmaps/actions/{action.id}", mine)
    db.session.refresh(action)
    assert (action.status, action.due_on) == (ActionStatus.DONE, dt.date(2025, 1, 31))


def test_two_people_on_the_same_field_see_both(app, ambassador, roadmap):
    first, second = sign_in(app, ambassador), sign_in(app, make_person("mission"))
    action = roadmap.actions[0]
    mine, theirs = form(action, status="done", note="ma note"), form(action, status="dropped")
    second.post(f"/roadmaps/actions/{action.id}", theirs)
    page = first.post(f"/roadmaps/actions/{action.id}", mine, 409).get_data(as_text=True)
    assert "ma note" in page
    assert 'name="was_status" value="dropped"' in page
    first.post(f"/roadmaps/actions/{action.id}", mine | {"was_status": "dropped"})
    db.session.refresh(action)
    assert action.status is ActionStatus.DONE
    assert len(action.updates) == 2


def test_an_ambassador_reads_other_roadmaps_and_changes_none(app, roadmap):
    other = make_person("ambassador")
    make_roadmap(other, "culture")
    client = sign_in(app, other)
    action = roadmap.actions[0]
    page = client.get(f"/roadmaps/{roadmap.id}").get_data(as_text=True)
    assert "was_status" not in page
    client.get(f"/roadmaps/actions/{action.id}")
    client.post(f"/roadmaps/actions/{action.id}", form(action, status="done"), 403)
    client.get(f"/roadmaps/objectives/{roadmap.objectives[0].id}/new-action", 403)
    assert db.session.get_one(Action, action.id).status is ActionStatus.PLANNED


@pytest.mark.parametrize(("role", "status"), [("manager", 403), ("reader", 403), ("mission", 303)])
def test_who_else_may_update(as_role, roadmap, role, status):
    action = roadmap.actions[0]
    as_role(role).post(f"/roadmaps/actions/{action.id}", form(action, status="done"), status)


@pytest.mark.parametrize("left", [("ambassador",), ("reader",), ()], ids=str)
def test_a_right_ends_with_the_role_and_with_the_mandate(app, ambassador, roadmap, left):
    """Who lost the role keeps no right by the mandate; who lost the mandate none by the role."""
    action = roadmap.actions[0]
    client = sign_in(app, ambassador)
    if "ambassador" in left:
        roadmap.ambassador = None
    ambassador.set_roles(frozenset(map(Role, left)))
    db.session.commit()
    for path in (f"/roadmaps/{roadmap.id}", f"/roadmaps/actions/{action.id}"):
        page = client.get(path, 200 if left else 403).get_data(as_text=True)
        assert "was_status" not in page
        assert "new-action" not in page
    client.post(f"/roadmaps/actions/{action.id}", form(action, status="done"), 403)
    new = f"/roadmaps/objectives/{roadmap.objectives[0].id}/new-action"
    client.get(new, 403)
    client.post(new, {"title_fr": "Une mesure", "due_on": "2026-01-31"}, 403)
    assert db.session.get_one(Action, action.id).status is ActionStatus.PLANNED


def test_what_does_not_exist(as_role):
    client = as_role("mission")
    for path in ("/roadmaps/9", "/roadmaps/actions/9", "/roadmaps/objectives/9/new-action"):
        client.get(path, 404)


def test_an_action_is_added(app, ambassador, roadmap):
    client = sign_in(app, ambassador)
    address = f"/roadmaps/objectives/{roadmap.objectives[0].id}/new-action"
    client.get(address)
    client.post(address, {"title_fr": "", "due_on": ""}, 422)
    client.post(address, {"title_fr": "Une mesure", "due_on": "2026-01-31"})
    added = db.session.scalars(select(Action).order_by(Action.id.desc())).first()
    assert (added.title, added.status) == (Text("Une mesure", ""), ActionStatus.PLANNED)
    page = client.speak("en").get(f"/roadmaps/{roadmap.id}").get_data(as_text=True)
    assert '<span lang="fr">Une mesure</span>' in page


def test_roadmaps_without_action_have_no_share_done(as_role):
    make_roadmap(None, actions=0)
    assert "n.d." in as_role("mission").get("/roadmaps/").get_data(as_text=True)


def test_roadmaps_without_news_are_counted(app, roadmap):
    make_roadmap(code="without-action", actions=0)
    for day in (3, 1):
        first = roadmap.actions[0]
        db.session.add(
            ProgressUpdate(
                action_id=first.id,
                on=TODAY.replace(day=day),
                status=first.status,
                due_on=first.due_on,
                note="",
                language="fr",
            )
        )
    db.session.flush()
    assert service.silent_roadmaps(TODAY) == 1  # the one that nothing was ever said of
    assert service.silent_roadmaps(TODAY + dt.timedelta(days=1)) == 2


def test_the_board_counts(app, roadmap):
    make_roadmap(None, "climat", actions=3, group=core.PolicyGroup.LAUNCH)
    service.update_action(
        roadmap.actions[0],
        status=ActionStatus.DONE,
        due_on=TODAY,
        note="",
        language="fr",
        author_id=None,
        today=TODAY,
    )
    table = service.progress_table()
    assert table.cell("total", "actions") == 5
    assert table.cell("total", "done") == 1
    assert table.cell("total", "share_done") == pytest.approx(0.2)
    assert table.as_of == TODAY
    assert len(service.policies_table().rows) == 2


@pytest.mark.slow
def test_an_expired_sign_in_keeps_what_was_typed(app, ambassador, roadmap):
    ambassador.password_hash = passwords.hash_password("le tram passe à huit heures")
    db.session.commit()
    client = sign_in(app, ambassador)
    action = roadmap.actions[0]
    address = f"/roadmaps/actions/{action.id}"
    sign_ins.end_all_sign_ins(ambassador)
    db.session.commit()
    for headers in ({}, HTMX):
        sent = form(action, note="deux phrases écrites avec soin")
        asked = client.post(address, sent, 401, headers=headers).get_data(as_text=True)
        kept = re.findall(r'name="(kept_\w+)" value="([^"]*)"', asked)
    names = [value for name, value in kept if name == "kept_name"]
    values = [value for name, value in kept if name == "kept_value"]
    assert dict(zip(names, values, strict=True))["note"] == "deux phrases écrites avec soin"
    enter = {
        "email": ambassador.email,
        "kept_path": address,
        "kept_name": names,
        "kept_value": values,
    }
    client.post("/sign-in", enter | {"password": "wrong"}, 422)
    again = client.post("/sign-in", enter | {"password": "le tram passe à huit heures"}, 200)
    assert f'action="{address}"' in again.get_data(as_text=True)
    client.post(address, dict(zip(names, values, strict=True)))
    db.session.refresh(action)
    assert action.updates[0].note == "deux phrases écrites avec soin"


def test_home_says_what_awaits(app, ambassador, roadmap):
    roadmap.actions[0].due_on = dt.date(2020, 1, 1)
    db.session.commit()
    page = sign_in(app, ambassador).get("/").get_data(as_text=True)
    assert "Politique sport" in page
    mission = make_person(Role.MISSION)
    assert sign_in(app, mission).get("/").status_code == 200
