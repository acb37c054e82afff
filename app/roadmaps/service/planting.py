"""What a checked file adds to a programme, made at once: policies, roadmaps, objectives, actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.models import Organisation, Person
from app.extensions import db
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.core.weaving import Titled, Woven, WovenAction, WovenRoadmap
from app.roadmaps.models import Action, Axis, Objective, Placement, Policy, Programme, Roadmap
from app.roadmaps.service import plans
from app.roadmaps.service.history import Author, record_added
from app.roadmaps.service.mandates import appoint
from app.roadmaps.service.positions import next_position

#: The attributes of an action that a file gives as they are.
_AS_THEY_ARE = (
    "title",
    "status",
    "starts",
    "due",
    "not_before",
    "place",
    "planned_euros",
    "spent_euros",
    "at_no_cost",
)


@dataclass(frozen=True)
class Ground:
    """The programme that a plan goes into, its policies and axes as the plan counts them, and the
    day from which ambassadors keep what they are given."""

    programme: Programme
    policies: Sequence[Policy]
    axes: Sequence[Axis]
    first_day: dt.date


def plant(
    programme: Programme, woven: Woven, first_day: dt.date, author: Author, now: dt.datetime
) -> None:
    """Make what a plan adds to a programme. What is there already is left as it is."""
    policies = [_policy(each) for each in woven.policies]
    axes = list(_axes(programme, woven.axes))
    ground = Ground(programme, policies, axes, first_day)
    fresh: list[Axis | Roadmap | Objective | Action] = [
        axis for axis, own in zip(axes, woven.axes, strict=True) if own.id is None
    ]
    for own in woven.roadmaps:
        roadmap = _roadmap(own, ground)
        if own.id is None:
            fresh.append(roadmap)
        objectives = list(_objectives(own, roadmap, axes))
        fresh += [o for o, each in zip(objectives, own.objectives, strict=True) if each.id is None]
        fresh += _actions(own, roadmap, objectives)
    db.session.flush()
    for row in fresh:
        record_added(row, author, now)
    db.session.flush()


def _policy(own: Titled) -> Policy:
    if own.id is None:
        return plans.add_policy(own.title)
    return db.session.get_one(Policy, own.id)


def _axes(programme: Programme, axes: Sequence[Titled]) -> Iterator[Axis]:
    """The axes of a plan, new ones after those of the programme."""
    position = next_position(Axis, "programme_id", programme.id)
    for own in axes:
        if own.id is not None:
            yield db.session.get_one(Axis, own.id)
            continue
        axis = Axis(programme=programme, position=position, title=own.title)
        db.session.add(axis)
        position += 1
        yield axis


def _roadmap(own: WovenRoadmap, ground: Ground) -> Roadmap:
    policy = ground.policies[own.policy]
    if own.id is not None:
        roadmap = db.session.get_one(Roadmap, own.id)
    else:
        owner = db.session.get_one(Organisation, own.owner) if own.owner else None
        roadmap = plans.add_roadmap(ground.programme, policy, owner, begun_on=ground.first_day)
    if own.category is not None:
        plans.categorise(policy, own.category, ground.programme.starts_on)
    if own.ambassador is not None:
        person = db.session.get_one(Person, own.ambassador)
        appoint(roadmap, person, MandateRole.AMBASSADOR, ground.first_day)
    return roadmap


def _objectives(own: WovenRoadmap, roadmap: Roadmap, axes: Sequence[Axis]) -> Iterator[Objective]:
    """The objectives of a roadmap, new ones after those that are there."""
    position = next_position(Objective, "roadmap_id", roadmap.id)
    for each in own.objectives:
        if each.id is not None:
            yield db.session.get_one(Objective, each.id)
            continue
        objective = Objective(
            roadmap=roadmap,
            axis=axes[each.axis] if each.axis is not None else None,
            position=position,
            code=each.code,
            title=each.title,
        )
        db.session.add(objective)
        position += 1
        yield objective


def _actions(
    own: WovenRoadmap, roadmap: Roadmap, objectives: Sequence[Objective]
) -> Iterator[Action]:
    """Make the actions of a roadmap that are new, and put each where it is yet to be; new ones."""
    ids = [each.id for each in own.objectives if each.id is not None]
    positions = _next_positions(ids)
    partners = _organisations(own.actions)
    for each in own.actions:
        if each.id is None:
            action = _action(each, roadmap, partners)
            db.session.add(action)
        else:
            action = db.session.get_one(Action, each.id)
        for place in each.places:
            number = own.objectives[place.objective].id or -1 - place.objective
            position = positions.get(number, 0)
            positions[number] = position + 1
            objective = objectives[place.objective]
            action.placements.append(
                Placement(objective=objective, position=position, code=place.code)
            )
        if each.id is None:
            yield action


def _action(own: WovenAction, roadmap: Roadmap, partners: dict[int, Organisation]) -> Action:
    values = {name: getattr(own.values, name) for name in _AS_THEY_ARE}
    pilot = own.values.pilot
    action = Action(roadmap=roadmap, pilot_id=pilot.person, **values)
    action.pilot_organisation_id = pilot.organisation
    action.partners = [partners[number] for number in own.values.partners]
    return action


def _next_positions(objective_ids: Sequence[int]) -> dict[int, int]:
    """The position after the last one under each objective."""
    after = select(Placement.objective_id, func.max(Placement.position) + 1).where(
        Placement.objective_id.in_(objective_ids)
    )
    rows = db.session.execute(after.group_by(Placement.objective_id))
    return {objective_id: position for objective_id, position in rows}


def _organisations(actions: Sequence[WovenAction]) -> dict[int, Organisation]:
    numbers = {number for action in actions for number in action.values.partners}
    rows = db.session.scalars(select(Organisation).where(Organisation.id.in_(numbers)))
    return {row.id: row for row in rows}
