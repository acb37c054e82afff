"""A roadmap as it is read: axes, objectives, actions; indicators and risks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.roadmaps.core.indicators import Reading, read_pace
from app.roadmaps.models import Action, Axis, Indicator, Objective, Placement, Risk


@dataclass(frozen=True)
class ObjectiveShown:
    """An objective with its actions, each with the code that it has there."""

    objective: Objective
    placed: list[tuple[Placement, Action]]


@dataclass(frozen=True)
class AxisShown:
    """The objectives of one axis; of none where the axis is None."""

    axis: Axis | None
    objectives: list[ObjectiveShown]


def outline(objectives: Sequence[Objective], actions: Sequence[Action]) -> list[AxisShown]:
    """Objectives with their actions, by axis, in their order."""
    placed: dict[int, list[tuple[Placement, Action]]] = {each.id: [] for each in objectives}
    for action in actions:
        for placement in action.placements:
            placed[placement.objective_id].append((placement, action))
    sections: dict[int, AxisShown] = {}
    for objective in objectives:
        axis = objective.axis
        section = sections.setdefault(axis.id if axis else 0, AxisShown(axis, []))
        own = sorted(placed[objective.id], key=lambda pair: (pair[0].position, pair[0].id))
        section.objectives.append(ObjectiveShown(objective, own))
    return sorted(sections.values(), key=lambda s: s.axis.position if s.axis else -1)


def reading_of(indicator: Indicator, today: dt.date) -> Reading:
    """How an indicator stands against its target."""
    points = indicator.points
    return read_pace(indicator.aim(points[-1].on if points else today), points, today)


def ended_of(roadmap_id: int) -> list[Indicator | Risk]:
    """The indicators and risks of a roadmap that were ended, the latest first."""
    ended: list[Indicator | Risk] = []
    for model in (Indicator, Risk):
        own = select(model).where(model.roadmap_id == roadmap_id, model.ended_on.is_not(None))
        ended += db.session.scalars(own)
    return sorted(ended, key=lambda row: (row.ended_on, row.id), reverse=True)


def risks_of(roadmap_id: int) -> list[Risk]:
    """The risks of a roadmap that are still true."""
    own = select(Risk).where(Risk.roadmap_id == roadmap_id, Risk.ended_on.is_(None))
    return list(db.session.scalars(own.order_by(Risk.position, Risk.id)))
