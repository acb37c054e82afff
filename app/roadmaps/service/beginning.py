"""Beginning a programme: from a shape, or from what the last one leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.roadmaps.core.actions import OVER, counts
from app.roadmaps.core.shapes import OUTLINES, Shape
from app.roadmaps.models import Action, Axis, Objective, Placement, Policy, Programme, Roadmap, Step
from app.roadmaps.service import plans
from app.roadmaps.service.mandates import appoint, holders
from app.roadmaps.service.parts import PARTS, add_part
from app.roadmaps.service.updates import actions_of
from app.text import Text


def begin(values: Mapping[str, Any], shape: Shape) -> Programme:
    """A programme with what its shape begins with; policies that are there already are taken up."""
    number = (db.session.scalar(select(func.max(Programme.id))) or 0) + 1
    programme = Programme(code=f"programme-{number}", **values)
    db.session.add(programme)
    db.session.flush()
    outline = OUTLINES[shape]
    axes = [
        Axis(programme=programme, position=position, title=title)
        for position, title in enumerate(outline.axes)
    ]
    db.session.add_all(axes)
    for name in outline.policies:
        roadmap = plans.add_roadmap(programme, _policy_called(name))
        for axis in axes:
            for title in outline.objectives:
                add_part(PARTS["objective"], roadmap, {"axis": axis, "title": title})
    db.session.flush()
    return programme


def _policy_called(name: Text) -> Policy:
    same = next((policy for policy in plans.policies() if policy.name.fr == name.fr), None)
    return same or plans.add_policy(name)


def carry_over(
    programme: Programme, roadmaps: Sequence[Roadmap], open_actions: bool, today: dt.date
) -> list[Roadmap]:
    """Let roadmaps go on in a later programme, with those who keep them, and where it is asked
    for with the actions that are not finished. A policy that has its roadmap there is left out."""
    held = holders([roadmap.id for roadmap in roadmaps], today)
    carried = []
    for old in roadmaps:
        if plans.find_roadmap(programme, old.policy, old.organisation):
            continue
        new = plans.add_roadmap(programme, old.policy, old.organisation)
        new.ambition = old.ambition
        for mandate in held.get(old.id, []):
            appoint(new, mandate.person, mandate.role, max(today, programme.starts_on))
        if open_actions:
            _carry_actions(old, new)
        carried.append(new)
    if programme.previous_id is None and roadmaps:
        programme.previous_id = roadmaps[0].programme_id
    db.session.flush()
    return carried


def _carry_actions(old: Roadmap, new: Roadmap) -> None:
    copies: dict[int, Objective] = {}
    for action in actions_of(old.id, partners=True):
        if action.status in OVER or not counts(action.state):
            continue
        copy = Action(roadmap=new, **{name: getattr(action, name) for name in _KEPT})
        copy.partners = list(action.partners)
        copy.steps = [
            Step(position=s.position, title=s.title, starred=s.starred, due=s.due)
            for s in action.steps
            if s.done_on is None
        ]
        db.session.add(copy)
        for placement in action.placements:
            source = placement.objective
            if source.id not in copies:
                values = {"code": source.code, "title": source.title}
                copies[source.id] = add_part(PARTS["objective"], new, values)
            copy.placements.append(
                Placement(
                    objective=copies[source.id], position=placement.position, code=placement.code
                )
            )


#: What an action keeps when it goes on in another programme.
_KEPT = [
    "title",
    "purpose",
    "finance",
    "means",
    "at_no_cost",
    "planned_euros",
    "pilot",
    "pilot_organisation",
    "place",
    "status",
    "applicability",
    "blocked_on",
    "blocked_by",
    "unblocked_by",
    "starts",
    "due",
    "not_before",
]
