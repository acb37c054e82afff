"""Rounds of updates: what each asks about, who has answered, when people are reminded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum

from app.roadmaps.core.frequencies import Frequency
from app.roadmaps.core.periods import Period, Precision


class RoundKind(StrEnum):
    """What a round prepares: a meeting of the technical group, or the report of November."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    NOVEMBER = "november"


#: The kind of round that follows the rhythm of a programme.
KIND_OF = {
    Frequency.MONTHLY: RoundKind.MONTHLY,
    Frequency.QUARTERLY: RoundKind.QUARTERLY,
    Frequency.HALF_YEARLY: RoundKind.QUARTERLY,
    Frequency.YEARLY: RoundKind.NOVEMBER,
}
_PRECISIONS = {
    RoundKind.MONTHLY: Precision.MONTH,
    RoundKind.QUARTERLY: Precision.QUARTER,
    RoundKind.NOVEMBER: Precision.YEAR,
}
#: Updates are due some days after the period that they tell of.
AFTER_PERIOD = dt.timedelta(days=20)
#: For how long people are asked, unless a meeting says otherwise.
USUAL = dt.timedelta(days=14)


def period_asked(kind: RoundKind, due_on: dt.date) -> Period:
    """The month, the quarter or the year that a round tells of."""
    return Period.holding(due_on - AFTER_PERIOD, _PRECISIONS[kind])


def proposed_due(kind: RoundKind, today: dt.date, meeting_on: dt.date | None = None) -> dt.date:
    """By when updates are asked unless somebody says otherwise: a week before the next meeting of
    the technical group; in the middle of November for its report; otherwise in two weeks."""
    soonest = today + dt.timedelta(days=7)
    if meeting_on is not None and meeting_on - dt.timedelta(days=7) >= soonest:
        return meeting_on - dt.timedelta(days=7)
    middle = dt.date(today.year, 11, 15)
    if kind is RoundKind.NOVEMBER and middle >= soonest:
        return middle
    return today + USUAL


class Answer(StrEnum):
    """Where a roadmap stands in a round."""

    EXPECTED = "expected"
    OVERDUE = "overdue"
    RECEIVED = "received"
    RECEIVED_LATE = "received_late"
    MISSING = "missing"


def answer(due_on: dt.date, received_on: dt.date | None, closed: bool, today: dt.date) -> Answer:
    """Where a roadmap stands in a round: received in time or not, awaited still, or missing once
    the round is closed."""
    if received_on is not None:
        return Answer.RECEIVED if received_on <= due_on else Answer.RECEIVED_LATE
    if closed:
        return Answer.MISSING
    return Answer.EXPECTED if today <= due_on else Answer.OVERDUE


RECEIVED = frozenset({Answer.RECEIVED, Answer.RECEIVED_LATE})


class Stage(StrEnum):
    """The messages of a round, in their order."""

    OPENING = "opening"
    TWO_WEEKS = "two_weeks"
    THREE_DAYS = "three_days"
    LATE = "late"
    VERY_LATE = "very_late"


def days_of(opens_on: dt.date, due_on: dt.date) -> dict[Stage, dt.date]:
    """The day of each message; one that would come within three days of the opening is left out."""
    days = {
        Stage.OPENING: opens_on,
        Stage.TWO_WEEKS: due_on - dt.timedelta(days=14),
        Stage.THREE_DAYS: due_on - dt.timedelta(days=3),
        Stage.LATE: due_on + dt.timedelta(days=3),
        Stage.VERY_LATE: due_on + dt.timedelta(days=10),
    }
    soon = opens_on + dt.timedelta(days=3)
    return {stage: day for stage, day in days.items() if stage is Stage.OPENING or day > soon}


#: The messages that are sent once the day is past.
AFTER = frozenset({Stage.LATE, Stage.VERY_LATE})


def stage_due(
    opens_on: dt.date, due_on: dt.date, sent: Collection[Stage], today: dt.date
) -> Stage | None:
    """The message to send today: the latest one whose day has come, unless it was sent. Those that
    were missed, while the server was off, are not sent afterwards, nor those that speak of a day to
    come once it is past."""
    come = [stage for stage, day in days_of(opens_on, due_on).items() if day <= today]
    if not come or come[-1] in sent or (today > due_on and come[-1] not in AFTER):
        return None
    return come[-1]
