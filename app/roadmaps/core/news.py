"""What an ambassador is asked, and what they say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.roadmaps.core.actions import MOVING, OVER, ActionStatus, State, counts
from app.roadmaps.core.periods import Period

#: How far ahead something due is asked about, and by how many months it can be put off in a click.
AHEAD = dt.timedelta(days=60)
POSTPONEMENTS = (1, 3, 6)


def is_asked(state: State, blocked: bool, today: dt.date) -> bool:
    """Whether an update asks about an action: in progress, blocked, due soon, late, or to begin."""
    if state.status in OVER or not counts(state):
        return False
    if state.status in MOVING or blocked:
        return True
    if state.due is not None and not state.not_before and state.due.last <= today + AHEAD:
        return True
    begins = state.due if state.not_before else state.starts
    return begins is not None and begins.first <= today


@dataclass(frozen=True, slots=True)
class ActionNews:
    """What is said of one action: the fields that an update owns, and a sentence."""

    action_id: int
    status: ActionStatus
    due: Period | None
    blocked: bool
    blocked_by: str
    unblocked_by: str
    note: str = ""
    internal: bool = False
