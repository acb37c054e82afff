"""What an action's state means: its progress, its timeliness, whether it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.roadmaps.core.periods import Period


class ActionStatus(StrEnum):
    """Where the work stands; whether it is late or blocked is another matter."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    DONE = "done"
    ABANDONED = "abandoned"


class Applicability(StrEnum):
    """Whether it can be done at all; `unrated` until somebody says."""

    UNRATED = "unrated"
    VERY_LIKELY = "very_likely"
    DEPENDS = "depends"
    NOT_NOW = "not_now"


class Place(StrEnum):
    """Where it happens: in the house that the plan is about, or elsewhere."""

    IN_HOUSE = "in_house"
    ELSEWHERE = "elsewhere"


class Timeliness(StrEnum):
    CLOSED = "closed"
    NO_DATE = "no_date"
    NOT_BEFORE = "not_before"
    ON_TIME = "on_time"
    SOON = "soon"
    BEHIND = "behind"
    LATE = "late"


OVER = frozenset({ActionStatus.DONE, ActionStatus.ABANDONED})
#: What the update page asks about whatever its dates.
MOVING = frozenset({ActionStatus.IN_PROGRESS, ActionStatus.PAUSED})
SOON = dt.timedelta(days=14)
#: The share by which an action may fall short of the straight line from its start to its end.
SLACK = 0.15


@dataclass(frozen=True, slots=True)
class State:
    """What is stored of an action, as far as its progress goes.

    `paused_from` is the status that it had before a pause. `not_before` says that `due` is the
    earliest date rather than the latest.
    """

    status: ActionStatus
    applicability: Applicability = Applicability.UNRATED
    starts: Period | None = None
    due: Period | None = None
    not_before: bool = False
    steps: int = 0
    steps_done: int = 0
    paused_from: ActionStatus | None = None


def counts(state: State) -> bool:
    """Whether it is part of the base: neither abandoned nor set aside as not applicable."""
    return (
        state.status is not ActionStatus.ABANDONED
        and state.applicability is not Applicability.NOT_NOW
    )


def progress(state: State) -> float:
    """How far it is, from 0 to 1: by its steps where it has any, by its status otherwise.

    Done is 1 and planned 0 whatever the steps; a pause keeps what was reached.
    """
    status = state.status
    if status is ActionStatus.PAUSED:
        status = state.paused_from or ActionStatus.IN_PROGRESS
    if status is ActionStatus.DONE:
        return 1.0
    if status is not ActionStatus.IN_PROGRESS:
        return 0.0
    return state.steps_done / state.steps if state.steps else 0.5


def timeliness(state: State, today: dt.date) -> Timeliness:
    """Where it stands against its dates: late after the last day of the period of its due date."""
    if state.status in OVER:
        return Timeliness.CLOSED
    if state.due is None:
        return Timeliness.NO_DATE
    if state.not_before:
        return Timeliness.NOT_BEFORE
    if state.due.last < today:
        return Timeliness.LATE
    if state.due.last <= today + SOON:
        return Timeliness.SOON
    return Timeliness.BEHIND if _behind(state, state.due, today) else Timeliness.ON_TIME


def _behind(state: State, due: Period, today: dt.date) -> bool:
    if state.starts is None or state.starts.first >= due.last or state.starts.first > today:
        return False
    spent = (today - state.starts.first) / (due.last - state.starts.first)
    return progress(state) < spent - SLACK


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of some actions, always with its counts; `share` is None without a base."""

    base: int
    done: int
    abandoned: int
    not_applicable: int
    share: float | None


def progress_of(states: Iterable[State]) -> Progress:
    """How far some actions are together, each with the same weight, once whatever its objectives."""
    everything = list(states)
    counted = [state for state in everything if counts(state)]
    abandoned = sum(state.status is ActionStatus.ABANDONED for state in everything)
    return Progress(
        base=len(counted),
        done=sum(state.status is ActionStatus.DONE for state in counted),
        abandoned=abandoned,
        not_applicable=len(everything) - len(counted) - abandoned,
        share=sum(map(progress, counted)) / len(counted) if counted else None,
    )
