"""Bodies, what awaits their decision, and what a decision does."""

from __future__ import annotations

from enum import StrEnum

from app.roadmaps.core.actions import Applicability


class BodyKind(StrEnum):
    STEERING = "steering"
    RESTRICTED = "restricted"
    PLENARY = "plenary"
    TECHNICAL = "technical"
    COUNCIL = "council"


class Meets(StrEnum):
    """How often a body meets."""

    WHEN_NEEDED = "when_needed"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Subject(StrEnum):
    """What a decision is about; `other` for what the queue does not hold."""

    RECOMMENDATION = "recommendation"
    ACTION = "action"
    TARGET = "target"
    OTHER = "other"


class Reason(StrEnum):
    """Why something awaits a decision."""

    DEPENDS = "depends"
    BLOCKED = "blocked"
    OVERDUE = "overdue"


class Outcome(StrEnum):
    """What is decided; `postponed` leaves it in the queue."""

    ADOPTED = "adopted"
    SET_ASIDE = "set_aside"
    UNBLOCKED = "unblocked"
    NEW_DATE = "new_date"
    ABANDONED = "abandoned"
    POSTPONED = "postponed"
    NOTED = "noted"


#: What can be decided of each thing, by why it awaits a decision.
OUTCOMES: dict[tuple[Subject, Reason | None], tuple[Outcome, ...]] = {
    (Subject.RECOMMENDATION, Reason.DEPENDS): (
        Outcome.ADOPTED,
        Outcome.SET_ASIDE,
        Outcome.POSTPONED,
    ),
    (Subject.ACTION, Reason.DEPENDS): (
        Outcome.ADOPTED,
        Outcome.SET_ASIDE,
        Outcome.ABANDONED,
        Outcome.POSTPONED,
    ),
    (Subject.ACTION, Reason.BLOCKED): (
        Outcome.UNBLOCKED,
        Outcome.NEW_DATE,
        Outcome.SET_ASIDE,
        Outcome.ABANDONED,
        Outcome.POSTPONED,
    ),
    (Subject.TARGET, Reason.OVERDUE): (
        Outcome.NEW_DATE,
        Outcome.ABANDONED,
        Outcome.POSTPONED,
    ),
    (Subject.OTHER, None): (Outcome.ADOPTED, Outcome.SET_ASIDE, Outcome.NOTED),
}

#: The applicability that an outcome gives.
APPLICABILITY_OF = {
    Outcome.ADOPTED: Applicability.VERY_LIKELY,
    Outcome.SET_ASIDE: Applicability.NOT_NOW,
}
