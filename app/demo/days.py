"""The calendar of the demonstration: what says “now” in it counts from the day of its loading."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.roadmaps.core.periods import Period, Precision, add_months, read_period

#: The report of the demonstration was frozen on the first of these days: nothing begins before.
FIRST, LAST = dt.date(2024, 3, 1), dt.date(2090, 12, 31)
#: When its lasting data was entered.
START = dt.datetime.combine(FIRST, dt.time(9), dt.UTC)

_COARSE = {"m": Precision.MONTH, "q": Precision.QUARTER, "h": Precision.HALF}


def morning(day: dt.date) -> dt.datetime:
    """A moment of a day, the same on every machine."""
    return dt.datetime.combine(day, dt.time(9), dt.UTC)


@dataclass(frozen=True, slots=True)
class Days:
    """How the dates of a plan are read.

    A number counts days from today and stays within the plan: `-12` is twelve days ago, `+45m` the
    month in forty-five days. A date or the name of a period is that of the plan as it was
    published; a plan that goes on is moved by whole years once it would be over, and they with it.
    """

    today: dt.date
    first: dt.date
    last: dt.date
    years: int = 0

    @classmethod
    def of(cls, plan: Mapping[str, Any], today: dt.date) -> Days:
        """Those of a plan, whose last year holds today once it would be over."""
        first, last, years = plan["starts_on"], plan["ends_on"], 0
        while plan.get("goes_on") and add_months(last, 12 * years) < today:
            years += 1
        return cls(today, add_months(first, 12 * years), add_months(last, 12 * years), years)

    def day(self, written: int | dt.date) -> dt.date:
        """The day that was written; nobody works on the plan at a week-end."""
        if isinstance(written, dt.date):
            return add_months(written, 12 * self.years)
        day = self.today + dt.timedelta(days=written)
        if written < 0:
            day -= dt.timedelta(days=max(0, day.weekday() - 4))
        return min(max(day, self.first), self.last)

    def period(self, written: int | str | dt.date | None) -> Period | None:
        """The period that was written, if any was."""
        if written is None:
            return None
        if not isinstance(written, str):
            return Period(self.day(written))
        ahead = re.fullmatch(r"([+-]\d+)([mqh])", written)
        if ahead:
            return Period.holding(self.day(int(ahead[1])), _COARSE[ahead[2]])
        return read_period(written).later(12 * self.years)

    def in_order(self, entries: Iterable[dict[str, Any]]) -> Iterator[tuple[dt.date, Any]]:
        """Those that have happened by today, none before the one that is written above it."""
        latest = self.first
        for entry in entries:
            day = self.day(entry["on"])
            if day <= self.today:
                latest = max(latest, day)
                yield latest, entry
