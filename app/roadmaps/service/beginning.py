"""Beginning a programme: from a shape, or from what the last one leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.extensions import db
from app.roadmaps.core.actions import OVER, counts
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.core.shapes import OUTLINES, Shape
from app.roadmaps.models import (
    Action,
    Axis,
    Mandate,
    Objective,
    Placement,
    Programme,
    Roadmap,
    Step,
)
from app.roadmaps.service import plans
from app.roadmaps.service.mandates import appoint, holders, mandates
from app.roadmaps.service.measures import indicators_of
from app.roadmaps.service.outline import risks_of
from app.roadmaps.service.parts import PARTS, add_part
from app.roadmaps.service.updates import actions_of


def begin(values: Mapping[str, Any], shape: Shape, today: dt.date) -> Programme:
    """A programme with what its shape begins with; policies that are there already are taken up."""
    programme = Programme(code=plans.new_code("programme"), **values)
    db.session.add(programme)
    db.session.flush()
    outline = OUTLINES[shape]
    axes = [
        Axis(programme=programme, position=position, title=title)
        for position, title in enumerate(outline.axes)
    ]
    db.session.add_all(axes)
    for name in outline.policies:
        policy = plans.policy_called(name) or plans.add_policy(name)
        roadmap = plans.add_roadmap(programme, policy, begun_on=today)
        for axis in axes:
            for title in outline.objectives:
                add_part(PARTS["objective"], roadmap, {"axis": axis, "title": title})
    db.session.flush()
    return programme


@dataclass(frozen=True)
class Carried:
    """What goes on with the roadmaps that are carried over."""

    actions: bool
    measures: bool


def carry_over(
    programme: Programme, roadmaps: Sequence[Roadmap], what: Carried, today: dt.date
) -> list[Roadmap]:
    """Let roadmaps go on in a later programme, with those who keep them, and where it is asked for
    with the actions that are not finished, the indicators and the risks. A policy whose roadmap
    there holds something already is left out; an empty one is filled."""
    held = holders([roadmap.id for roadmap in roadmaps], today)
    carried = []
    for old in roadmaps:
        new = plans.find_roadmap(programme, old.policy, old.organisation)
        if new is not None and plans.filled_roadmaps([new.id]):
            continue
        if new is None:
            new = plans.add_roadmap(programme, old.policy, old.organisation, begun_on=today)
        new.ambition = new.ambition or old.ambition
        for mandate in held.get(old.id, []):
            _carry_mandate(mandate, new, max(today, programme.starts_on))
        if what.actions:
            _carry_actions(old, new)
        if what.measures:
            _carry_measures(old, new)
        carried.append(new)
    if programme.previous_id is None and roadmaps:
        programme.previous_id = roadmaps[0].programme_id
    db.session.flush()
    return carried


def _carry_measures(old: Roadmap, new: Roadmap) -> None:
    """Let indicators go on from their last value, and risks from their level."""
    for indicator in indicators_of([old.id]).get(old.id, []):
        values = {name: getattr(indicator, name) for name in _MEASURED}
        points = indicator.points
        if points and not indicator.computed_from:
            values |= {"base_on": points[-1].on, "base_value": points[-1].value}
        add_part(PARTS["indicator"], new, values)
    for risk in risks_of(old.id):
        add_part(PARTS["risk"], new, {name: getattr(risk, name) for name in _RISKED})


#: What an indicator and a risk keep when they go on in another programme.
_MEASURED = ["kind", "title", "question", "unit", "direction", "frequency", "headline"]
_MEASURED += ["low", "high", "source", "computed_from"]
_RISKED = ["title", "kind", "level", "mitigation", "owner"]


def _carry_mandate(mandate: Mandate, new: Roadmap, since: dt.date) -> None:
    """Let somebody go on, while their account is open and their mandate was to last so long."""
    lasts = mandate.ends_on is None or mandate.ends_on >= since
    there = mandates(new.id)
    taken = any(m.role is mandate.role is MandateRole.AMBASSADOR for m in there)
    known = any((m.role, m.person_id) == (mandate.role, mandate.person_id) for m in there)
    if mandate.person.active and lasts and not taken and not known:
        appoint(new, mandate.person, mandate.role, since, mandate.ends_on)


def _carry_actions(old: Roadmap, new: Roadmap) -> None:
    copies: dict[int, Objective] = {}
    for action in actions_of(old.id, partners=True):
        if action.status in OVER or not counts(action.state) or not _serves(action):
            continue
        copy = Action(roadmap=new, **{name: getattr(action, name) for name in _KEPT})
        if copy.due is not None and copy.due.last < new.programme.starts_on:
            copy.due = None  # to be set anew: the next programme does not begin late
        copy.partners = list(action.partners)
        copy.steps = [
            Step(position=s.position, title=s.title, starred=s.starred, due=s.due)
            for s in action.steps
            if s.done_on is None
        ]
        db.session.add(copy)
        for placement in action.placements:
            source = placement.objective
            if source.ended_on is not None:
                continue
            if source.id not in copies:
                values = {"code": source.code, "title": source.title}
                copies[source.id] = add_part(PARTS["objective"], new, values)
            copy.placements.append(
                Placement(
                    objective=copies[source.id], position=placement.position, code=placement.code
                )
            )


def _serves(action: Action) -> bool:
    """Whether an action serves an objective that was not ended."""
    return any(placement.objective.ended_on is None for placement in action.placements)


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
    "paused_from",
    "applicability",
    "blocked_on",
    "blocked_by",
    "unblocked_by",
    "starts",
    "due",
    "not_before",
]
