"""The parts of a plan that people write: made, changed, moved, ended, taken out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload

from app.extensions import Base, db
from app.roadmaps.core.actions import OVER, ActionStatus
from app.roadmaps.core.plans import MAX_ACTIONS
from app.roadmaps.models import (
    Action,
    Axis,
    Body,
    Decision,
    Indicator,
    Meeting,
    Note,
    Objective,
    Participant,
    Placement,
    Policy,
    Programme,
    Recommendation,
    Review,
    Risk,
    RiskReview,
    Roadmap,
    Step,
    Value,
)
from app.roadmaps.service.belonging import name_of
from app.roadmaps.service.history import Author, last_change, record_changes
from app.roadmaps.service.positions import next_position


@dataclass(frozen=True)
class Part:
    """A kind of row that people write: what it stands under, and what keeps it from being removed.

    `steered` ones are the mission's; the others are of a roadmap and its ambassador's too.
    """

    model: type[Base]
    parent: str = ""
    steered: bool = False
    #: Rows whose presence says that it was used.
    used_by: tuple[tuple[type[Base], str], ...] = ()

    @property
    def name(self) -> str:
        """What its rows are called in addresses and in the history."""
        return name_of(self.model)

    @property
    def column(self) -> str:
        """Where its rows name what they stand under."""
        return f"{self.parent}_id"


PARTS = {
    part.name: part
    for part in (
        Part(Programme, steered=True),
        Part(Policy, steered=True, used_by=((Roadmap, "policy_id"),)),
        Part(Axis, "programme", steered=True, used_by=((Objective, "axis_id"),)),
        Part(Roadmap, "programme", steered=True),
        Part(Objective, "roadmap", used_by=((Placement, "objective_id"),)),
        Part(Action, "objective", used_by=((Note, "action_id"), (Decision, "action_id"))),
        Part(Step, "action"),
        Part(
            Indicator,
            "roadmap",
            used_by=((Value, "indicator_id"), (Decision, "indicator_id")),
        ),
        Part(Risk, "roadmap", used_by=((RiskReview, "risk_id"),)),
        Part(
            Body,
            "programme",
            steered=True,
            used_by=((Meeting, "body_id"), (Recommendation, "body_id"), (Action, "body_id")),
        ),
        Part(Meeting, "body", steered=True, used_by=((Decision, "meeting_id"),)),
        Part(Review, "programme", steered=True, used_by=((Recommendation, "review_id"),)),
        Part(Participant, "review", steered=True),
        Part(Recommendation, "review", steered=True, used_by=((Decision, "recommendation_id"),)),
    )
}


def bare_actions(roadmap_id: int, numbers: Iterable[int]) -> list[Action]:
    """These actions of a roadmap without what belongs to them: what an update needs to change them,
    a field kept at each pause of its author."""
    own = select(Action).where(Action.roadmap_id == roadmap_id, Action.id.in_(list(numbers)))
    return list(db.session.scalars(own.options(lazyload("*")).order_by(Action.id)))


def room_in(roadmap: Roadmap | None) -> int:
    """How many more actions a roadmap can hold."""
    number = roadmap.id if roadmap is not None else None
    own = select(func.count()).select_from(Action).where(Action.roadmap_id == number)
    return MAX_ACTIONS - (db.session.scalar(own) or 0)


def add_part(part: Part, parent: Any, values: Mapping[str, Any]) -> Any:
    """A new part after the others of its parent."""
    row: Any = part.model(**values)
    if part.name == "action":
        placement = _placement(parent)
        row.roadmap = parent.roadmap
        row.placements.append(placement)
    elif part.parent:
        if hasattr(part.model, "position"):
            row.position = next_position(part.model, part.column, parent.id)
        setattr(row, part.parent, parent)
    db.session.add(row)
    db.session.flush()
    return row


def _placement(objective: Objective) -> Placement:
    position = next_position(Placement, "objective_id", objective.id)
    return Placement(objective=objective, position=position)


def place_action(action: Action, objectives: list[Objective]) -> None:
    """Put an action under these objectives, the first one being its own; codes already given
    stay."""
    kept = {placement.objective_id: placement for placement in action.placements}
    action.placements = [
        kept.get(objective.id) or _placement(objective) for objective in dict.fromkeys(objectives)
    ]
    db.session.flush()


def end_part(row: Any, reason: str, author: Author, now: dt.datetime) -> None:
    """End a part, with the reason; what it holds ends with it: the objectives of an axis, and the
    actions that serve no other objective, which are abandoned."""
    row.ended_on, row.end_reason = now.date(), reason
    fields = {"ended_on": ("", now.date().isoformat()), "end_reason": ("", reason)}
    record_changes(row, fields, author, now)
    db.session.flush()
    for objective in _objectives_in_use(row):
        end_part(objective, reason, author, now)
    for action in _actions_that_end_with(row):
        record_changes(action, {"status": (action.status, ActionStatus.ABANDONED)}, author, now)
        action.status = ActionStatus.ABANDONED
    db.session.flush()


def _objectives_in_use(row: Any) -> Sequence[Objective]:
    if not isinstance(row, Axis):
        return ()
    own = select(Objective).where(Objective.axis_id == row.id, Objective.ended_on.is_(None))
    return db.session.scalars(own.order_by(Objective.id)).all()


def _actions_that_end_with(row: Any) -> list[Action]:
    """The actions under an objective that are not over and serve no other in use."""
    if not isinstance(row, Objective):
        return []
    own = select(Action).join(Action.placements).where(Placement.objective_id == row.id)
    actions = db.session.scalars(own.where(Action.status.not_in(OVER))).unique()
    return [a for a in actions if all(p.objective.ended_on for p in a.placements)]


def put_back(row: Any, author: Author, now: dt.datetime) -> None:
    """Take the end of a part back, and what ended with it and was not decided anew since."""
    ended = _ended_at(row)
    fields = {"ended_on": (str(row.ended_on or ""), ""), "end_reason": (row.end_reason, "")}
    row.ended_on, row.end_reason = None, ""
    record_changes(row, fields, author, now)
    db.session.flush()
    if isinstance(row, Axis) and ended is not None:
        own = select(Objective).where(Objective.axis_id == row.id, Objective.ended_on.is_not(None))
        for objective in db.session.scalars(own.order_by(Objective.id)).all():
            if _ended_at(objective) == ended:
                put_back(objective, author, now)
    if isinstance(row, Objective):
        _take_up_again(row, ended, author, now)


def _ended_at(row: Any) -> dt.datetime | None:
    """When a part was ended, by the act that still holds."""
    last = last_change(name_of(type(row)), row.id, "ended_on")
    return last.at if last is not None and last.new else None


def _take_up_again(
    objective: Objective, ended: dt.datetime | None, author: Author, now: dt.datetime
) -> None:
    """Give the actions that ended with an objective, or with another one that they serve, the status
    that they had."""
    own = select(Action).join(Action.placements).where(Placement.objective_id == objective.id)
    own = own.where(Action.status == ActionStatus.ABANDONED)
    for action in db.session.scalars(own).unique().all():
        last = last_change("action", action.id, "status")
        acts = {ended, *(_ended_at(placement.objective) for placement in action.placements)}
        if last is not None and last.at in acts and last.old:
            record_changes(action, {"status": (action.status, last.old)}, author, now)
            action.status = ActionStatus(last.old)
    db.session.flush()
