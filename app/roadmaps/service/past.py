"""What is needed to say how roadmaps stood at the end of a day: their rows, and what changed since."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload, subqueryload
from sqlalchemy.orm.attributes import set_committed_value

from app.extensions import db
from app.roadmaps.core.snapshots import Changed, Said, undone
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
    "action": (
        "status",
        "applicability",
        "due",
        "not_before",
        "blocked",
        "blocked_by",
        "unblocked_by",
    ),
    "risk": ("level",),
    "roadmap": ("judged_light", "judged_until"),
    "indicator": (),
}
#: What says of a part of any kind whether it was there.
THERE = ("added", "removed", "ended_on")
Key = tuple[str, int]


@dataclass(frozen=True)
class Past:
    """What is needed to say how some roadmaps stood at the end of a day, by roadmap."""

    day: dt.date
    since: Mapping[Key, Sequence[Changed]]
    blocked: Mapping[int, dt.date]
    actions: Mapping[int, Sequence[Action]]
    notes: Mapping[int, Mapping[int | None, Said]]
    indicators: Mapping[int, Sequence[Indicator]]
    sent: frozenset[int]
    risks: Mapping[int, Sequence[Risk]]
    news: Mapping[int, dt.date]

    @classmethod
    def of(cls, ids: Sequence[int], day: dt.date) -> Past:
        """All of it, by a number of queries that does not grow."""
        after = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
        updates, removed = _updates(ids, day), _removed(ids, after)
        since, blocked = _changes(ids, after), _blocked_since(ids, after)
        for each in removed:
            since["action", each.action.id] = each.since(after)
            blocked[each.action.id] = each.blocked_since(after) or day
        return cls(
            day=day,
            since=since,
            blocked=blocked,
            actions=_by_roadmap([*_actions(ids), *(each.action for each in removed)]),
            notes=_notes(ids, day),
            indicators=_by_roadmap(_measures(Indicator, ids)),
            sent=frozenset(updates),
            risks=_by_roadmap(_measures(Risk, ids)),
            news=_news(updates),
        )

    def before(self, part: str, row: Any, now: Mapping[str, str]) -> dict[str, str] | None:
        """The fields of a part as they were; None where it was not there: not yet added, taken out or
        ended at that time."""
        ended_on = getattr(row, "ended_on", None)
        there = {"removed": "", "ended_on": ended_on.isoformat() if ended_on else ""}
        then = undone({**now, **there}, self.since.get((part, row.id), ()))
        if then is None or then["removed"]:
            return None
        ended = then["ended_on"]
        return None if ended and dt.date.fromisoformat(ended) <= self.day else then

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


def _measures(model: Any, ids: Sequence[int]) -> list[Any]:
    """The indicators, or the risks, of these roadmaps."""
    own = select(model).where(model.roadmap_id.in_(ids))
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
    fields = {*THERE, *(field for own in UNDONE.values() for field in own)}
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


def _removed(ids: Sequence[int], after: dt.datetime) -> list[Removed]:
    """The actions that were taken out of their roadmaps since a moment, as they were kept aside."""
    own = select(RemovedPart).where(RemovedPart.part == "action", RemovedPart.at >= after)
    kept = db.session.scalars(own.where(RemovedPart.roadmap_id.in_(ids)).order_by(RemovedPart.id))
    return [_as_it_was(part) for part in kept.unique()]


@dataclass(frozen=True)
class Removed:
    """An action that was taken out since, with its changes, the latest first."""

    action: Action
    changes: Sequence[Change]

    def since(self, after: dt.datetime) -> list[Changed]:
        """What changed since a moment."""
        return [Changed(each.field, each.old) for each in self.changes if each.at >= after]

    def blocked_since(self, after: dt.datetime) -> dt.date | None:
        """When it last came to be blocked before a moment."""
        came = (c.at for c in self.changes if c.field == "blocked" and c.new and c.at < after)
        return next((at.date() for at in came), None)


def _as_it_was(part: RemovedPart) -> Removed:
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in part.content:
        rows[each["table"]].append(each["row"])
    action = kept_row(Action, rows[Action.__tablename__][0])
    placements = []
    for each in rows[Placement.__tablename__]:
        placement = kept_row(Placement, each)
        # Set as if they had been read: they are in no session, and must not come into one.
        objective = db.session.get(Objective, each["objective_id"])
        set_committed_value(placement, "objective", objective)
        placements += [placement] if objective is not None else []
    set_committed_value(action, "placements", placements)
    steps = [kept_row(Step, each) for each in rows[Step.__tablename__]]
    set_committed_value(action, "steps", steps)
    changes = [kept_row(Change, each) for each in rows[Change.__tablename__]]
    changes.sort(key=lambda each: (each.at, each.id), reverse=True)
    return Removed(action, changes)


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
