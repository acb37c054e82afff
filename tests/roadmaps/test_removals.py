"""What was taken out of a plan is put back as it was; what is ended takes with it what it holds."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.accounts.core import OrganisationKind
from app.accounts.service.organisations import add_organisation
from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.plans import Category
from app.roadmaps.models import Action, Change, RemovedPart
from app.roadmaps.service import mandates, parts, plans, updates
from app.roadmaps.service.history import Author
from app.roadmaps.service.measures import set_target
from app.roadmaps.service.parts import PARTS
from app.roadmaps.service.removals import remove, removed_from
from app.text import both
from tests.marking import every_day
from tests.people import held, make_person, sign_in
from tests.roadmaps.factories import (
    make_action,
    make_indicator,
    make_programme,
    make_risk,
    make_roadmap,
    make_step,
)
from tests.roadmaps.steered import make_body, make_meeting, make_recommendation, make_review


@pytest.fixture
def steered(app):  # type: ignore[no-untyped-def]
    """A roadmap, its ambassador's client and the mission's."""
    ambassador = make_person("ambassador", name="Ambassade 1")
    roadmap = make_roadmap(ambassador)
    return roadmap, sign_in(app, ambassador), sign_in(app, make_person("mission"))


def steering_part(kind, programme, now):  # type: ignore[no-untyped-def]
    """A part of what steers a programme; a recommendation with who advised it."""
    if kind in ("body", "meeting"):
        body = make_body(programme)
        return body if kind == "body" else make_meeting(body, now.date())
    review = make_review(programme)
    recommendation = make_recommendation(review, months=[2, 3])
    participant = parts.add_part(PARTS["participant"], review, {"title": both("Pairs")})
    if kind == "review":
        return make_review(programme)
    recommendation.advisers.append(participant)
    return participant if kind == "participant" else recommendation


def part_of(kind, roadmap, now):  # type: ignore[no-untyped-def]
    """A part of each kind with everything that belongs to one."""
    programme = roadmap.programme
    if kind == "programme":
        return make_programme("other")
    if kind == "policy":
        policy = plans.add_policy(both("Autre politique"))
        plans.categorise(policy, Category.LAUNCH, programme.starts_on)
        return policy
    if kind == "axis":
        return parts.add_part(PARTS["axis"], programme, {"title": both("Axe")})
    if kind in ("body", "meeting", "review", "participant", "recommendation"):
        return steering_part(kind, programme, now)
    if kind == "roadmap":
        return plans.add_roadmap(programme, plans.add_policy(both("Autre")))
    objective = parts.add_part(PARTS["objective"], roadmap, {"title": both("Autre objectif")})
    if kind == "objective":
        return objective
    if kind in ("action", "step"):
        action = make_action(objective, "Mesure double", due="T2 2026", code="9.1")
        first = updates.actions_of(roadmap.id)[0].placements[0].objective
        parts.place_action(action, [objective, first])
        action.pilot_organisation = add_organisation("Marly", OrganisationKind.MUNICIPALITY)
        action.partners = [action.pilot_organisation]
        step = make_step(action, "2025", starred=True)
        return action if kind == "action" else step
    if kind == "indicator":
        indicator = make_indicator(roadmap)
        set_target(indicator, dt.date(2026, 12, 31), 40, Author(), now)
        return indicator
    return make_risk(roadmap)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of roadmaps, but what tells of the removal itself."""
    rows = {}
    for table in db.metadata.sorted_tables:
        if table.name == RemovedPart.__tablename__ or table.name == "received_forms":
            continue
        query = select(table).order_by(*table.primary_key)
        if table.name == Change.__tablename__:
            columns = [column for column in table.c if column.name != "id"]
            query = select(*columns).where(table.c.field != "removed")
        rows[table.name] = sorted(map(str, db.session.execute(query)))
    return rows


@pytest.mark.parametrize("kind", every_day(PARTS, "action", "roadmap"))
def test_each_part_that_is_removed_is_put_back_as_it_was(steered, kind, now):
    roadmap, _ambassador, mission = steered
    row = part_of(kind, roadmap, now)
    db.session.commit()
    number = row.id
    before = everything()
    act = f"/roadmaps/edit/{kind}/{number}/act"
    mission.post(act, {"go": "remove"})
    assert db.session.get(PARTS[kind].model, number) is None
    [kept] = db.session.query(RemovedPart)
    listed = "/roadmaps/programmes"
    if kept.roadmap_id is not None:
        listed = f"/roadmaps/history/roadmap/{roadmap.id}?all=1"
    assert "Suppressions récentes" in mission.get(listed).get_data(as_text=True)
    back = f"/roadmaps/removed/{kept.id}/put-back"
    mission.post(back)
    db.session.expire_all()
    assert everything() == before
    assert db.session.query(RemovedPart).count() == 0
    mission.get(f"/roadmaps/edit/{kind}/{number}")
    mission.post(back, status=404)


def test_its_own_ambassador_puts_back_and_nobody_else(steered, app):
    roadmap, ambassador, _mission = steered
    action = updates.actions_of(roadmap.id)[0]
    ambassador.post(f"/roadmaps/edit/action/{action.id}/act", {"go": "remove"})
    [kept] = removed_from(roadmap.id)
    other = sign_in(app, make_person("ambassador"))
    other.post(f"/roadmaps/removed/{kept.id}/put-back", status=403)
    reader = sign_in(app, make_person("reader"))
    page = reader.get(f"/roadmaps/history/roadmap/{roadmap.id}?all=1").get_data(as_text=True)
    assert "Suppressions récentes" not in page
    ambassador.post(f"/roadmaps/removed/{kept.id}/put-back")
    assert removed_from(roadmap.id) == []


def test_what_it_stood_under_is_put_back_first(steered, now):
    roadmap, _ambassador, mission = steered
    objective = parts.add_part(PARTS["objective"], roadmap, {"title": both("Autre")})
    action = make_action(objective)
    remove(action, Author(), now)
    remove(objective, Author(), now + dt.timedelta(seconds=1))
    db.session.commit()
    last, first = removed_from(roadmap.id)
    page = mission.get(mission.post(f"/roadmaps/removed/{first.id}/put-back").location)
    assert "Rien n’a été rétabli" in page.get_data(as_text=True)
    mission.post(f"/roadmaps/removed/{last.id}/put-back")
    mission.post(f"/roadmaps/removed/{first.id}/put-back")
    assert removed_from(roadmap.id) == []
    assert len(updates.actions_of(roadmap.id)) == 3


def test_a_number_that_was_taken_again_is_left_to_who_has_it(steered, now):
    roadmap, _ambassador, mission = steered
    objective = updates.actions_of(roadmap.id)[0].placements[0].objective
    gone = make_action(objective, "Partie")
    make_step(gone)
    number = gone.id
    remove(gone, Author(), now)
    db.session.add(Action(id=number, roadmap_id=roadmap.id, title=both("Nouvelle")))
    db.session.commit()
    [kept] = removed_from(roadmap.id)
    mission.post(f"/roadmaps/removed/{kept.id}/put-back")
    titles = {action.title.fr: action for action in updates.actions_of(roadmap.id)}
    assert titles["Nouvelle"].id == number
    assert len(titles["Partie"].steps) == 1
    assert titles["Nouvelle"].steps == []


def test_what_was_carried_out_is_not_removed(steered, now):
    roadmap, _ambassador, mission = steered
    action = updates.actions_of(roadmap.id)[0]
    make_step(action).done_on = now.date()
    db.session.commit()
    mission.post(f"/roadmaps/edit/action/{action.id}/act", {"go": "remove"})
    assert removed_from(roadmap.id) == []


def test_a_roadmap_that_is_removed_takes_its_mandates_and_brings_them_back(steered):
    roadmap, _ambassador, mission = steered
    other = plans.add_roadmap(roadmap.programme, plans.add_policy(both("Autre")))
    keeper = make_person("ambassador")
    mandates.appoint(other, keeper, mandates.MandateRole.AMBASSADOR, roadmap.programme.starts_on)
    db.session.commit()
    mission.post(f"/roadmaps/edit/roadmap/{other.id}/act", {"go": "remove"})
    [kept] = removed_from(None)
    mission.post(f"/roadmaps/removed/{kept.id}/put-back")
    assert [m.person_id for m in mandates.mandates(other.id)] == [keeper.id]


def test_an_objective_that_ends_abandons_what_serves_it_alone(steered):
    roadmap, _ambassador, mission = steered
    first, second = updates.actions_of(roadmap.id)
    objective = first.placements[0].objective
    axis = parts.add_part(PARTS["axis"], roadmap.programme, {"title": both("Axe")})
    objective.axis = axis
    other = parts.add_part(PARTS["objective"], roadmap, {"title": both("Autre")})
    parts.place_action(second, [objective, other])
    db.session.commit()
    act = f"/roadmaps/edit/axis/{axis.id}/act"
    mission.post(act, {"go": "end", "reason": "Fusion"})
    assert objective.ended_on is not None
    states = (first.status, second.status)
    assert states == (ActionStatus.ABANDONED, ActionStatus.PLANNED)
    ended = axis.ended_on, axis.end_reason
    mission.post(act, {"go": "end", "reason": "Autre raison"})  # twice: the first reason stays
    assert (axis.ended_on, axis.end_reason) == ended
    mission.post(act, {"go": "put-back"})
    assert objective.ended_on is None
    assert first.status is ActionStatus.IN_PROGRESS
    mission.post(act, {"go": "put-back"}, 400)


def test_an_action_serves_one_objective_at_least_and_each_once(steered):
    roadmap, _ambassador, mission = steered
    action = updates.actions_of(roadmap.id)[0]
    address = f"/roadmaps/edit/action/{action.id}"
    sent = held(mission, address)
    number = action.placements[0].objective_id
    page = mission.post(address, sent | {"objectives": []}, 422)
    assert "au moins un objectif" in page.get_data(as_text=True)
    mission.post(address, sent | {"objectives": [str(number)] * 2})
    assert [placement.objective_id for placement in action.placements] == [number]


def test_what_was_decided_since_is_not_undone(steered, now):
    roadmap, _ambassador, mission = steered
    first, _second = updates.actions_of(roadmap.id)
    objective = first.placements[0].objective
    objective.axis = parts.add_part(PARTS["axis"], roadmap.programme, {"title": both("Axe")})
    db.session.commit()
    axis, own = (
        f"/roadmaps/edit/{kind}/{row.id}/act"
        for kind, row in (("axis", objective.axis), ("objective", objective))
    )
    mission.post(axis, {"go": "end", "reason": "Fusion"})
    mission.post(own, {"go": "put-back"})
    updates.set_status(first, ActionStatus.IN_PROGRESS)
    mission.post(own, {"go": "end", "reason": "Une autre raison"})
    mission.post(axis, {"go": "put-back"})
    assert objective.end_reason == "Une autre raison"


def test_an_action_of_two_ended_objectives_comes_back_with_one(steered):
    roadmap, _ambassador, mission = steered
    action = updates.actions_of(roadmap.id)[0]
    objective = action.placements[0].objective
    other = parts.add_part(PARTS["objective"], roadmap, {"title": both("Autre")})
    parts.place_action(action, [objective, other])
    db.session.commit()
    for row in (objective, other):
        mission.post(f"/roadmaps/edit/objective/{row.id}/act", {"go": "end", "reason": "Fin"})
    assert action.status is ActionStatus.ABANDONED
    mission.post(f"/roadmaps/edit/objective/{objective.id}/act", {"go": "put-back"})
    assert action.status is ActionStatus.IN_PROGRESS


def test_what_was_removed_of_a_removed_roadmap_comes_back_with_it(steered, now):
    roadmap, _ambassador, mission = steered
    other = plans.add_roadmap(roadmap.programme, plans.add_policy(both("Autre")))
    objective = parts.add_part(PARTS["objective"], other, {"title": both("Objectif ôté")})
    remove(objective, Author(), now)
    number = other.id
    remove(other, Author(), now + dt.timedelta(seconds=1))
    db.session.commit()
    [kept] = removed_from(None)
    mission.post(f"/roadmaps/removed/{kept.id}/put-back")
    [again] = removed_from(number)
    mission.post(f"/roadmaps/removed/{again.id}/put-back")
    assert [each.title.fr for each in plans.objectives_of(number)] == ["Objectif ôté"]


def test_a_number_is_never_given_twice(steered, now):
    roadmap, _ambassador, _mission = steered
    objective = updates.actions_of(roadmap.id)[0].placements[0].objective
    gone = make_action(objective, "Partie")
    number = gone.id
    remove(gone, Author(), now)
    db.session.commit()
    assert make_action(objective, "Nouvelle").id > number


def test_an_action_comes_back_under_an_objective_in_use(steered, now):
    roadmap, _ambassador, mission = steered
    objective = parts.add_part(PARTS["objective"], roadmap, {"title": both("Autre")})
    remove(make_action(objective), Author(), now)
    parts.end_part(objective, "Fin", Author(), now)
    db.session.commit()
    [kept] = removed_from(roadmap.id)
    mission.post(f"/roadmaps/removed/{kept.id}/put-back")
    assert removed_from(roadmap.id) == [kept]


def test_a_programme_begun_by_mistake_goes_and_comes_back_whole(app, now):
    roadmap = make_roadmap(make_person("ambassador", name="Ambassade 1"))
    programme = roadmap.programme
    for kind in ("axis", "action", "indicator", "risk"):
        part_of(kind, roadmap, now)
    plans.add_roadmap(programme, plans.add_policy(both("Autre")))
    db.session.commit()
    number, mission = programme.id, sign_in(app, make_person("mission"))
    before = everything()
    mission.post(f"/roadmaps/edit/programme/{number}/act", {"go": "remove"})
    assert db.session.query(Action).count() == 0
    [kept] = removed_from(None)  # one act, one line
    mission.get("/roadmaps/programmes")
    mission.post(f"/roadmaps/removed/{kept.id}/put-back")
    db.session.expire_all()
    assert everything() == before
    assert db.session.query(RemovedPart).count() == 0


def test_a_roadmap_on_which_something_was_said_is_not_removed(steered, now):
    roadmap, _ambassador, mission = steered
    updates.send(roadmap, updates.News(note="Dit."), updates.Sender(Author(), "fr"), now)
    db.session.commit()
    for kind, number in (("roadmap", roadmap.id), ("programme", roadmap.programme_id)):
        mission.post(f"/roadmaps/edit/{kind}/{number}/act", {"go": "remove"})
    assert removed_from(None) == []
