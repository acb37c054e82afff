"""What is needed to say how roadmaps stood at the end of a day: their rows, and what changed since."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload, subqueryload

from app.extensions import db
from app.roadmaps.core.periods import Period, Precision, code_of
from app.roadmaps.core.snapshots import Changed, LateMilestone, Said, undone
from app.roadmaps.models import (
    Action,
    Change,
    Indicator,
    Note,
    Objective,
    Placement,
    RemovedPart,
    Risk,
    Step,
    Update,
    Value,
)
from app.roadmaps.service.measures import follow
from app.roadmaps.service.removals import kept_row
from app.roadmaps.service.updates import current_notes, in_order

#: The fields of parts that are put back to what they were, by kind of part.
UNDONE = {
    "action": ("status", "applicability", "due", "blocked", "blocked_by", "unblocked_by"),
    "risk": ("level",),
    "roadmap": ("judged_light", "judged_until"),
    "indicator": (),
}
Key = tuple[str, int]


@dataclass(frozen=True)
class Past:
    """What is needed to say how some roadmaps stood at the end of a day, by roadmap."""

    day: dt.date
    since: Mapping[Key, Sequence[Changed]]
    blocked: Mapping[int, dt.date]
    actions: Mapping[int, Sequence[Action]]
    removed: Mapping[int, Sequence[Removed]]
    late_milestones: Mapping[int, Sequence[LateMilestone]]
    notes: Mapping[int, Mapping[int | None, Said]]
    indicators: Mapping[int, Sequence[Indicator]]
    sent: frozenset[int]
    risks: Mapping[int, Sequence[Risk]]
    news: Mapping[int, dt.date]

    @classmethod
    def of(cls, ids: Sequence[int], day: dt.date) -> Past:
        """All of it, by a number of queries that does not grow."""
        after = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
        updates = _updates(ids, day)
        return cls(
            day=day,
            since=_changes(ids, after),
            blocked=_blocked_since(ids, after),
            actions=_by_roadmap(_actions(ids)),
            removed=_removed(ids, after),
            late_milestones=_late_milestones(ids, day),
            notes=_notes(ids, day),
            indicators=_by_roadmap(_in_use(Indicator, ids, day)),
            sent=frozenset(updates),
            risks=_by_roadmap(_in_use(Risk, ids, day)),
            news=_news(updates),
        )

    def before(self, part: str, row: Any, now: Mapping[str, str]) -> dict[str, str] | None:
        """The fields of a part as they were; None where it was not there yet."""
        return undone(now, self.since.get((part, row.id), ()))

    def knew(self, entry: Value) -> bool:
        """Whether a value had been given: with its update, or else on its own day."""
        return entry.on <= self.day if entry.update_id is None else entry.update_id in self.sent


def _by_roadmap(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    by_roadmap: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_roadmap[row.roadmap_id].append(row)
    return by_roadmap


def _actions(ids: Sequence[int]) -> list[Action]:
    own = select(Action).where(Action.roadmap_id.in_(ids)).order_by(Action.id)
    whole = own.options(
        lazyload("*"),
        subqueryload(Action.steps),
        subqueryload(Action.placements).joinedload(Placement.objective).joinedload(Objective.axis),
    )
    rows = db.session.scalars(whole)
    return in_order(rows.unique())


def _in_use(model: Any, ids: Sequence[int], day: dt.date) -> list[Any]:
    """The indicators, or the risks, that were in use at the end of a day."""
    own = select(model).where(model.roadmap_id.in_(ids))
    own = own.where(model.ended_on.is_(None) | (model.ended_on > day))
    if model is Indicator:
        own = own.options(subqueryload(Indicator.entries), subqueryload(Indicator.targets))
    else:
        own = own.options(lazyload("*"))
    rows = list(db.session.scalars(own.order_by(model.position, model.id)).unique())
    if model is Indicator:
        follow(rows)
    return rows


def _changes(ids: Sequence[int], after: dt.datetime) -> dict[Key, list[Changed]]:
    """What changed since a moment of what can be put back, the latest first."""
    fields = {"added", *(field for own in UNDONE.values() for field in own)}
    rows = db.session.execute(
        select(Change.part, Change.part_id, Change.field, Change.old)
        .where(Change.roadmap_id.in_(ids), Change.at >= after)
        .where(Change.part.in_(UNDONE), Change.field.in_(fields))
        .order_by(Change.at.desc(), Change.id.desc())
    )
    since: defaultdict[Key, list[Changed]] = defaultdict(list)
    for part, number_, field, old in rows:
        since[part, number_].append(Changed(field, old))
    return since


def _blocked_since(ids: Sequence[int], after: dt.datetime) -> dict[int, dt.date]:
    """Since when each action that was blocked before a moment was, by the last time it came to be."""
    said = select(Change.part_id, func.max(Change.at)).where(
        Change.roadmap_id.in_(ids), Change.part == "action", Change.field == "blocked"
    )
    rows = db.session.execute(
        said.where(Change.new != "", Change.at < after).group_by(Change.part_id)
    )
    return {number_: at.date() for number_, at in rows}


@dataclass(frozen=True)
class Removed:
    """An action that was taken out since, as it was kept aside."""

    action: Action
    code: str
    since: Sequence[Changed]


def _removed(ids: Sequence[int], after: dt.datetime) -> dict[int, list[Removed]]:
    """The actions that were taken out of their roadmap since a moment."""
    own = select(RemovedPart).where(RemovedPart.part == "action", RemovedPart.at >= after)
    by_roadmap: defaultdict[int, list[Removed]] = defaultdict(list)
    for part in db.session.scalars(own.where(RemovedPart.roadmap_id.in_(ids))):
        rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for each in part.content:
            rows[each["table"]].append(each["row"])
        changes = sorted(rows[Change.__tablename__], key=lambda c: (c["at"], c["id"]), reverse=True)
        since = [
            Changed(each["field"], each["old"])
            for each in changes
            if dt.datetime.fromisoformat(each["at"]).replace(tzinfo=dt.UTC) >= after
        ]
        placements = rows[Placement.__tablename__]
        code = placements[0]["code"] if placements else ""
        assert part.roadmap_id is not None
        action = kept_row(Action, rows[Action.__tablename__][0])
        by_roadmap[part.roadmap_id].append(Removed(action, code, since))
    return by_roadmap


def _late_milestones(ids: Sequence[int], day: dt.date) -> dict[int, list[LateMilestone]]:
    """The milestones of each action that were late."""
    late = (
        select(Step.action_id, Step.title, Step.due_on, Step.due_precision)
        .join(Step.action)
        .where(Action.roadmap_id.in_(ids), Step.starred, Step.due_on < day)
        .where(Step.done_on.is_(None) | (Step.done_on > day))
        .order_by(Step.due_on, Step.id)
    )
    by_action: defaultdict[int, list[LateMilestone]] = defaultdict(list)
    for action_id, title, due_on, precision in db.session.execute(late):
        assert due_on is not None  # it is before the day that was asked
        due = code_of(Period(due_on, precision or Precision.DAY))
        by_action[action_id].append(LateMilestone(title, due))
    return by_action


def _notes(ids: Sequence[int], day: dt.date) -> dict[int, dict[int | None, Said]]:
    """The last thing that was said of each action, and of the whole, that is not internal."""
    own = select(Note).join(Note.update).where(Update.roadmap_id.in_(ids), Update.on <= day)
    bare = joinedload(Note.update).options(lazyload("*"))
    rows = db.session.scalars(own.options(bare).order_by(Note.update_id, Note.id)).unique()
    said: defaultdict[int, dict[int | None, Said]] = defaultdict(dict)
    for note in current_notes(rows):
        if not note.internal:
            of = said[note.update.roadmap_id]
            of[note.action_id] = Said(note.update.on, note.text, note.language)
    return said


def _updates(ids: Sequence[int], day: dt.date) -> dict[int, tuple[int, dt.date]]:
    """Every update that had been sent: of which roadmap, and when."""
    own = select(Update.id, Update.roadmap_id, Update.on)
    rows = db.session.execute(own.where(Update.roadmap_id.in_(ids), Update.on <= day))
    return {row[0]: (row[1], row[2]) for row in rows}


def _news(updates: Mapping[int, tuple[int, dt.date]]) -> dict[int, dt.date]:
    latest: dict[int, dt.date] = {}
    for roadmap_id, on in updates.values():
        latest[roadmap_id] = max(on, latest.get(roadmap_id, on))
    return latest
