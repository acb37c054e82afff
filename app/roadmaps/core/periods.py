"""Dates as plans give them: a year, a half-year, a quarter, a month or a day."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.text import plain

FIRST_YEAR, LAST_YEAR = 1990, 2100


class Precision(StrEnum):
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"


#: How many months each precision spans.
MONTHS = {Precision.YEAR: 12, Precision.HALF: 6, Precision.QUARTER: 3, Precision.MONTH: 1}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar known by its last day: what is due in it is late the day after."""

    last: dt.date
    precision: Precision = Precision.DAY

    @classmethod
    def holding(cls, day: dt.date, precision: Precision) -> Period:
        """The year, half-year, quarter, month or day that this day belongs to."""
        if precision is Precision.DAY:
            return cls(day)
        span = MONTHS[precision]
        return cls(last_of_month(day.year, (day.month - 1) // span * span + span), precision)

    @property
    def first(self) -> dt.date:
        """Its first day."""
        if self.precision is Precision.DAY:
            return self.last
        return add_months(self.last.replace(day=1), 1 - MONTHS[self.precision])

    @property
    def number(self) -> int:
        """Which half-year, quarter or month of its year it is, counted from 1."""
        return self.last.month // MONTHS.get(self.precision, 1)

    def outside(self, first: dt.date, last: dt.date) -> bool:
        """Whether no day of it is among these."""
        return self.last < first or self.first > last

    def before(self, other: Period) -> bool:
        """Whether it is over before another one begins."""
        return self.last < other.first

    def later(self, months: int) -> Period:
        """It, so many months later; a half-year put off by one month becomes a month.

        Raises NotAPeriod beyond 1990 to 2100.
        """
        years = (self.last.year * 12 + self.last.month - 1 + months) // 12
        if not FIRST_YEAR <= years <= LAST_YEAR:
            raise NotAPeriod(str(years))
        if self.precision is Precision.DAY:
            return Period(add_months(self.last, months))
        whole = months % MONTHS[self.precision] == 0
        day = add_months(self.last.replace(day=1), months)
        return Period.holding(day, self.precision if whole else Precision.MONTH)


def last_of_month(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of that month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    last = last_of_month(day.year + years, month + 1)
    return last.replace(day=min(day.day, last.day))


class NotAPeriod(ValueError):
    """Words that are no date of a plan."""


_NAMES = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fev", "fevr", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
_MONTH_NAMED = {word: number for number, words in enumerate(_NAMES, start=1) for word in words}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3}
_ORDINALS |= {"4th": 4, "1er": 1, "1re": 1, "2e": 2, "3e": 3, "4e": 4, "premier": 1, "deuxieme": 2}
_ORDINALS |= {"troisieme": 3, "quatrieme": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PARTS = {"s": Precision.HALF, "h": Precision.HALF, "t": Precision.QUARTER, "q": Precision.QUARTER}
_PARTS |= {"semestre": Precision.HALF, "half": Precision.HALF}
_PARTS |= {"trimestre": Precision.QUARTER, "quarter": Precision.QUARTER}


def _day(day: str, month: str, year: str) -> Period:
    return Period(dt.date(int(year), _month_number(month), int(day.removesuffix("er"))))


def _month(month: str, year: str) -> Period:
    return Period.holding(dt.date(int(year), _month_number(month), 1), Precision.MONTH)


def _month_number(month: str) -> int:
    return _MONTH_NAMED[month.removesuffix(".")] if month[0].isalpha() else int(month)


def _part(part: str, number: str, year: str) -> Period:
    precision = _PARTS[part]
    first = dt.date(int(year), (_ORDINALS[number] - 1) * MONTHS[precision] + 1, 1)
    return Period.holding(first, precision)


_READERS: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(\d{4})", lambda year: Period.holding(dt.date(int(year), 1, 1), Precision.YEAR)),
    (r"(?:mi|mid)[ -](\d{4})", lambda year: _part("half", "1", year)),
    (r"([sthq])([1-4])[ -]?(\d{4})", _part),
    (r"(\d{4})[ -]?([sthq])([1-4])", lambda year, part, number: _part(part, number, year)),
    (
        r"(\w+) (semestre|trimestre|half|quarter)(?: of| de)? (\d{4})",
        lambda number, part, year: _part(part, number, year),
    ),
    (r"(\d{1,2})/(\d{4})", _month),
    (r"(\d{4})-(\d{1,2})", lambda year, month: _month(month, year)),
    (r"([a-z]+\.?) (\d{4})", _month),
    (r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", _day),
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", lambda year, month, day: _day(day, month, year)),
    (r"(\d{1,2}(?:er)?) ([a-z]+\.?) (\d{4})", _day),
)


def read_period(words: str) -> Period:
    """The period that somebody wrote: `2026`, `S1 2026`, `T3 2026`, `mi-2026`, `06/2026`,
    `30/06/2026`, `2026-06-30`, `juin 2026`, `2nd quarter of 2026`.

    Raises NotAPeriod for anything else, for a day that no calendar has, and beyond 1990 to 2100.
    """
    said = plain(" ".join(words.split()))
    for pattern, read in _READERS:
        match = re.fullmatch(pattern, said, re.ASCII)
        if match is None:
            continue
        try:
            period = read(*match.groups())
        except (KeyError, ValueError):
            continue
        if FIRST_YEAR <= period.last.year <= LAST_YEAR:
            return period
    raise NotAPeriod(words)


_CODES = {Precision.HALF: "H", Precision.QUARTER: "Q"}


def code_of(period: Period) -> str:
    """A period as files and forms write it, which `read_period` reads again."""
    if period.precision is Precision.DAY:
        return period.last.isoformat()
    if period.precision is Precision.MONTH:
        return f"{period.last:%Y-%m}"
    if period.precision is Precision.YEAR:
        return str(period.last.year)
    return f"{period.last.year}-{_CODES[period.precision]}{period.number}"
