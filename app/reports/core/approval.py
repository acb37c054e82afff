"""From a draft to a published report: the steps of a version, and who takes each.

Law: the opinion of the social committee goes to the assembly whole (CGFP R231-6, R231-7) [V]; the
report is presented before the budget debate (CGCT L2311-1-2) [S].
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from app.permissions import Permission


class Step(StrEnum):
    """What a version has been through, in this order."""

    DRAFT = "draft"
    HR = "hr"
    MISSION = "mission"
    OPINION = "opinion"
    PRESENTED = "presented"
    PUBLISHED = "published"


ORDER = tuple(Step)

#: Who says that a version takes a step.
TAKERS: dict[Step, Permission] = {
    Step.HR: Permission.HR_IMPORT,
    Step.MISSION: Permission.REPORT_APPROVE,
    Step.OPINION: Permission.REPORT_WRITE,
    Step.PRESENTED: Permission.REPORT_WRITE,
    Step.PUBLISHED: Permission.REPORT_WRITE,
}


def next_step(step: Step) -> Step | None:
    """The step that comes after this one; None after the last."""
    place = ORDER.index(step) + 1
    return ORDER[place] if place < len(ORDER) else None


#: The days after the committee within which the report is published (CGFP R231-8) [V].
PUBLISHED_WITHIN = dt.timedelta(days=60)


def publish_by(opinion: dt.date, year: int) -> dt.date:
    """The last day for publishing the report of a year once the committee gave its opinion: sixty
    days, within the year after the one reported."""
    return min(opinion + PUBLISHED_WITHIN, dt.date(year + 1, 12, 31))


def locked(step: Step) -> bool:
    """Whether a version is on its way: what it says is under examination, and a new one is a
    correction that says what it changes."""
    return step is not Step.DRAFT
