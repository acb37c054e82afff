"""Rules of roadmaps: statuses, lateness, and merging what two people changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.text import Text


class PolicyGroup(StrEnum):
    PRIORITY = "priority"
    SUSTAIN = "sustain"
    LAUNCH = "launch"


GROUP_LABELS = {
    PolicyGroup.PRIORITY: Text("Projets prioritaires", "Priority projects"),
    PolicyGroup.SUSTAIN: Text("Projets à pérenniser", "Projects to sustain"),
    PolicyGroup.LAUNCH: Text("Projets à lancer", "Projects to launch"),
}


class ActionStatus(StrEnum):
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"


STATUS_LABELS = {
    ActionStatus.DONE: Text("Faites", "Done"),
    ActionStatus.IN_PROGRESS: Text("En cours", "In progress"),
    ActionStatus.PLANNED: Text("À venir", "Planned"),
    ActionStatus.DROPPED: Text("Abandonnées", "Dropped"),
}

DUE_SOON = dt.timedelta(days=30)
STALE_AFTER = dt.timedelta(days=90)


class Timing(StrEnum):
    CLOSED = "closed"
    LATE = "late"
    SOON = "soon"
    ON_TIME = "on_time"


def timing(status: ActionStatus, due_on: dt.date, today: dt.date) -> Timing:
    """Where an action stands against its due date; done and dropped ones stand nowhere."""
    if status in (ActionStatus.DONE, ActionStatus.DROPPED):
        return Timing.CLOSED
    if due_on < today:
        return Timing.LATE
    return Timing.SOON if due_on <= today + DUE_SOON else Timing.ON_TIME


def counts(statuses: Iterable[ActionStatus]) -> dict[ActionStatus, int]:
    """How many actions have each status, every status named."""
    by_status = dict.fromkeys(STATUS_LABELS, 0)
    for status in statuses:
        by_status[ActionStatus(status)] += 1
    return by_status


Value = TypeVar("Value")


@dataclass(frozen=True)
class Merged(Generic[Value]):
    """The value to keep, and whether two people chose two different ones."""

    value: Value
    conflict: bool = False


def merge(was: Value, mine: Value, theirs: Value) -> Merged[Value]:
    """What to keep of a field shown as `was`, sent as `mine`, stored meanwhile as `theirs`."""
    if mine in (was, theirs):
        return Merged(theirs)
    return Merged(mine, conflict=theirs != was)
