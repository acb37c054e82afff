"""Everything of some roadmaps that a file may hold, by a number of queries that does not grow."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ScalarResult, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.roadmaps.models import (
    Action,
    Indicator,
    Mandate,
    Note,
    Objective,
    Placement,
    Risk,
    Roadmap,
    Update,
)
from app.roadmaps.service.mandates import holders
from app.roadmaps.service.measures import indicators_of
from app.roadmaps.service.outline import AxisShown, outline
from app.roadmaps.service.updates import current_notes

OwnRow = TypeVar("OwnRow", Objective, Action, Risk)


@dataclass(frozen=True)
class Exported:
    """One roadmap with its objectives and actions by axis, its indicators, its risks that are
    true, its mandates in force, and its notes that are not internal."""

    roadmap: Roadmap
    sections: Sequence[AxisShown]
    indicators: Sequence[Indicator]
    risks: Sequence[Risk]
    held: Sequence[Mandate]
    notes: Sequence[Note]

    def placed(self) -> list[tuple[Objective, Placement | None, Action | None]]:
        """The actions under their objectives, in the order of the plan; an objective that has its
        code, or no action, stands alone first."""
        rows: list[tuple[Objective, Placement | None, Action | None]] = []
        for section in self.sections:
            for shown in section.objectives:
                if shown.objective.code or not shown.placed:
                    rows.append((shown.objective, None, None))
                rows += [(shown.objective, placement, action) for placement, action in shown.placed]
        return rows


def everything_of(roadmaps: Sequence[Roadmap], today: dt.date) -> list[Exported]:
    """All of these roadmaps that a file may hold; what was ended is left out."""
    going = [roadmap for roadmap in roadmaps if roadmap.ended_on is None]
    ids = [roadmap.id for roadmap in going]
    aims = select(Objective).where(Objective.roadmap_id.in_(ids))
    done = select(Action).where(Action.roadmap_id.in_(ids))
    true = select(Risk).where(Risk.roadmap_id.in_(ids), Risk.ended_on.is_(None))
    objectives = _by_roadmap(db.session.scalars(aims.order_by(Objective.position, Objective.id)))
    actions = _by_roadmap(db.session.scalars(done.order_by(Action.id)))
    risks = _by_roadmap(db.session.scalars(true.order_by(Risk.position, Risk.id)))
    indicators, held, notes = indicators_of(ids), holders(ids, today), _notes(ids)
    return [
        Exported(
            roadmap=roadmap,
            sections=_sections(objectives[roadmap.id], actions[roadmap.id]),
            indicators=indicators.get(roadmap.id, []),
            risks=risks[roadmap.id],
            held=held.get(roadmap.id, []),
            notes=notes[roadmap.id],
        )
        for roadmap in going
    ]


def _sections(objectives: Sequence[Objective], actions: Sequence[Action]) -> list[AxisShown]:
    sections = []
    for section in outline(objectives, actions):
        going = [shown for shown in section.objectives if shown.objective.ended_on is None]
        sections.append(AxisShown(section.axis, going))
    return sections


def _by_roadmap(rows: ScalarResult[OwnRow]) -> defaultdict[int, list[OwnRow]]:
    """Rows by the roadmap that they are of, in their order."""
    by_roadmap: defaultdict[int, list[OwnRow]] = defaultdict(list)
    for row in rows.unique():
        by_roadmap[row.roadmap_id].append(row)
    return by_roadmap


def _notes(ids: Sequence[int]) -> defaultdict[int, list[Note]]:
    """The notes that anybody may read, the latest first; none that was corrected or taken out."""
    own = select(Note).join(Note.update).where(Update.roadmap_id.in_(ids))
    whole = own.options(joinedload(Note.update), joinedload(Note.action))
    rows = list(db.session.scalars(whole.order_by(Note.id)).unique())
    by_roadmap: defaultdict[int, list[Note]] = defaultdict(list)
    for note in reversed(current_notes(rows)):
        if not note.internal:
            by_roadmap[note.update.roadmap_id].append(note)
    return by_roadmap
