"""How often something is asked for, and when it has been missing for too long."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class Frequency(StrEnum):
    """How often a value is counted, or how often a programme asks its roadmaps for news."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


#: How many days there are from one time to the next.
DAYS = {
    Frequency.MONTHLY: 30,
    Frequency.QUARTERLY: 91,
    Frequency.HALF_YEARLY: 182,
    Frequency.YEARLY: 365,
}


def missing(since: dt.date, frequency: Frequency, today: dt.date) -> bool:
    """Whether more than one and a half times the usual days went by since the last time."""
    return (today - since).days > DAYS[frequency] * 1.5
