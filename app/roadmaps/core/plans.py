"""Policies and their categories, who holds a mandate, what risks are like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from app.text import Text

#: No roadmap holds more actions: its page, its note and its update are each read and sent as one.
MAX_ACTIONS = 300


class Category(StrEnum):
    """What a programme does with a policy."""

    PRIORITY = "priority"
    SUSTAIN = "sustain"
    LAUNCH = "launch"


CATEGORY_LABELS = {
    Category.PRIORITY: Text("Projets prioritaires", "Priority projects"),
    Category.SUSTAIN: Text("Projets à pérenniser", "Projects to sustain"),
    Category.LAUNCH: Text("Projets à lancer", "Projects to launch"),
}


def category_on(dated: Iterable[tuple[dt.date, Category]], day: dt.date) -> Category | None:
    """The category that a policy has on a day: the last one that it was given by then."""
    past = [(since, category) for since, category in dated if since <= day]
    return max(past, key=lambda each: each[0])[1] if past else None


class MandateRole(StrEnum):
    AMBASSADOR = "ambassador"
    DEPUTY = "deputy"
    ELECTED = "elected"


#: Mandates that let their holder keep the roadmap up to date.
UPDATING = frozenset({MandateRole.AMBASSADOR, MandateRole.DEPUTY})


def in_force(starts_on: dt.date, ends_on: dt.date | None, today: dt.date) -> bool:
    """Whether a mandate holds today, its last day included."""
    return starts_on <= today and (ends_on is None or today <= ends_on)


class RiskKind(StrEnum):
    BEHAVIOURAL = "behavioural"
    POLITICAL = "political"
    FINANCIAL = "financial"
    ORGANISATIONAL = "organisational"
    TECHNICAL = "technical"
    DATA = "data"
    LEGAL = "legal"
    OTHER = "other"


class RiskLevel(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    MEDIUM_HIGH = "medium_high"
    HIGH = "high"
