"""Whether a part of a plan was used: then it is ended, and not taken out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.roadmaps.models import (
    Action,
    Body,
    Change,
    Decision,
    Indicator,
    MissionRequest,
    Monitoring,
    MonitoringWords,
    OrganisationLink,
    Programme,
    Recommendation,
    Reminder,
    Review,
    Risk,
    RiskReview,
    Roadmap,
    Round,
    Snapshot,
    Step,
    Update,
    Value,
)
from app.roadmaps.service.parts import Part


def removable(part: Part, row: Any) -> bool:
    """Whether nothing was put under a part nor reported on it, so that it can be taken out; a
    programme or a roadmap can with all that it holds, while nothing of that was reported."""
    if isinstance(row, (Programme, Roadmap)):
        return not _reported(row)
    if isinstance(row, Step):
        return row.done_on is None
    if isinstance(row, Action) and any(step.done_on for step in row.steps):
        return False
    if isinstance(row, Recommendation) and _has_action(row):
        return False
    reported = select(Change.id).where(
        Change.part == part.name, Change.part_id == row.id, Change.update_id.is_not(None)
    )
    users = [select(m.id).where(getattr(m, column) == row.id) for m, column in part.used_by]  # type: ignore[attr-defined]
    return not any(db.session.scalar(query.limit(1)) for query in (reported, *users))


def _has_action(row: Recommendation) -> bool:
    """Whether an action was made of it."""
    own = select(Action.id).where(Action.origin == row.origin)
    return db.session.scalar(own.limit(1)) is not None


def _reported(row: Programme | Roadmap) -> bool:
    """Whether anything was reported on roadmaps, or somebody counts on them."""
    own = Roadmap.id if isinstance(row, Roadmap) else Roadmap.programme_id
    ids = select(Roadmap.id).where(own == row.id).scalar_subquery()
    about: list[Any] = [
        select(model.id).where(model.roadmap_id.in_(ids))
        for model in (Update, OrganisationLink, MissionRequest)
    ]
    about += [
        select(Value.id).join(Value.indicator).where(Indicator.roadmap_id.in_(ids)),
        select(RiskReview.id).join(RiskReview.risk).where(Risk.roadmap_id.in_(ids)),
        select(Decision.id)
        .join(Action, Action.id == Decision.action_id)
        .where(Action.roadmap_id.in_(ids)),
        select(Decision.id)
        .join(Indicator, Indicator.id == Decision.indicator_id)
        .where(Indicator.roadmap_id.in_(ids)),
        select(Step.id)
        .join(Step.action)
        .where(Action.roadmap_id.in_(ids), Step.done_on.is_not(None)),
    ]
    if isinstance(row, Programme):
        about.append(select(Programme.id).where(Programme.previous_id == row.id))
        about += [
            select(model.id).where(model.programme_id == row.id)
            for model in (Body, Review, Round, Snapshot, Monitoring)
        ]
    else:
        about += [
            select(model.id).where(model.roadmap_id == row.id)
            for model in (MonitoringWords, Reminder)
        ]
    return any(db.session.scalar(query.limit(1)) for query in about)
