"""What the former tables of roadmaps held is carried over."""

import datetime as dt

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.plans import Category, MandateRole
from app.roadmaps.models import Note, Roadmap, Target
from app.roadmaps.service import mandates, updates
from app.roadmaps.service.measures import withdraw_target
from app.roadmaps.service.updates import updates_of
from tests.people import make_person
from tests.roadmaps.factories import make_indicator, make_roadmap

BEFORE, AFTER = "730783328d35", "5c0e91d7ab34"
TITLE = '{"fr": "Titre", "en": "Title"}'
OLD = (
    "INSERT INTO programmes (id, code, title, source, starts_on, ends_on) "
    f"VALUES (1, 'plan', '{TITLE}', '{TITLE}', '2024-01-01', '2026-12-31')",
    f"INSERT INTO policies (id, code, name) VALUES (1, 'sport', '{TITLE}')",
    'INSERT INTO roadmaps (id, programme_id, policy_id, "group", ambassador_id) '
    "VALUES (7, 1, 1, 'launch', :person)",
    f"INSERT INTO objectives (id, roadmap_id, position, title) VALUES (3, 7, 0, '{TITLE}')",
    "INSERT INTO actions (id, objective_id, position, title, status, due_on) "
    f"VALUES (5, 3, 0, '{TITLE}', 'dropped', '2025-06-30')",
    'INSERT INTO progress_updates (id, action_id, "on", author_id, status, due_on, note, language) '
    "VALUES (9, 5, '2024-07-02', :person, 'dropped', '2025-06-30', 'Abandon.', 'fr')",
)


@pytest.mark.slow
def test_former_rows_are_carried_over(app):
    person = make_person("ambassador").id
    db.session.commit()
    try:
        downgrade(revision=BEFORE)
        for statement in OLD:
            wanted = {"person": person} if ":person" in statement else {}
            db.session.execute(text(statement), wanted)
        db.session.commit()
        upgrade(revision=AFTER)
    finally:
        upgrade()
    roadmap = db.session.get(Roadmap, 7)
    assert roadmap.policy.category(dt.date(2025, 1, 1)) is Category.LAUNCH
    [mandate] = mandates.mandates(7)
    assert (mandate.person_id, mandate.role) == (person, MandateRole.AMBASSADOR)
    [action] = updates.actions_of(7)
    assert action.status is ActionStatus.ABANDONED
    assert action.due_on == dt.date(2025, 6, 30)
    assert action.placements[0].objective_id == 3
    [update] = updates_of(7)
    assert [(c.field, c.old, c.new) for c in update.changes] == [("status", "planned", "abandoned")]
    assert db.session.query(Note).one().text == "Abandon."
    updates.send(roadmap, updates.News(), updates.Sender(updates.Author(person), "fr"), _now())
    db.session.commit()  # numbers go on after those carried over
    assert len(updates_of(7)) == 2


@pytest.mark.slow
def test_a_step_back_keeps_what_is_under_roadmaps(app):
    roadmap = make_roadmap(make_person("ambassador"))
    number = roadmap.id
    target = Target(on=dt.date(2026, 12, 31), value=5, set_on=_now().date())
    indicator = make_indicator(roadmap)
    indicator.targets.append(target)
    db.session.flush()
    withdraw_target(indicator, target, updates.Author(), _now())
    db.session.commit()
    try:
        downgrade(revision=AFTER)
    finally:
        upgrade()
    assert len(updates.actions_of(number)) == 2
    assert len(mandates.mandates(number)) == 1
    assert db.session.query(Target).count() == 0  # one that was taken back does not hold again


def _now() -> dt.datetime:
    return dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
