"""Days as payroll exports write them."""

from __future__ import annotations

import datetime as dt
import re

from app import cells
from app.cells import CellError, Trouble
from app.text import plain

#: The day from which spreadsheets count, and how far their numbers are taken for days.
_EPOCH, _FIRST, _LAST = dt.date(1899, 12, 30), 3_654, 73_050  # 1910 to 2099
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_SHORT = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{2})")
#: Two figures of a year are of the century in which it is not later than this.
LATEST = 2040


_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre"),
    *("octobre", "novembre", "decembre"),
)
_MONTH = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})[-/ ]?(?P<month>[01]?[0-9])"
    r"|(?P<first>[01]?[0-9])(?:[-/ ](?P<after>(?:19|20)[0-9]{2}))?"
    r"|(?P<name>[a-z]{3,9})\.?(?:[-/ ](?P<of>(?:19|20)?[0-9]{2}))?)"
)


def read_month(text: str) -> int:
    """A month of payroll as a number of months since the year 0: 01/2023, 2023-01, 202301, janvier
    2023, or a day in it; from 1 to 12 where the year is not said. Raises CellError."""
    try:
        day = cells.day(text)
        return day.year * 12 + day.month - 1
    except CellError:
        parts = _MONTH.fullmatch(plain(text.strip()))
    if parts is None:
        raise CellError(Trouble.NOT_A_DATE)
    number = int(parts["month"] or parts["first"] or 0) or _named(parts["name"] or "")
    year = int(parts["year"] or parts["after"] or parts["of"] or 0)
    if not 1 <= number <= 12:
        raise CellError(Trouble.NOT_A_DATE)
    return (year + 2000 if 0 < year < 100 else year) * 12 + number - 1 if year else number - 1


#: A month beside a year, as names of files have it.
_DATED = re.compile(
    r"(?<![0-9])(?:((?:19|20)[0-9]{2})[-_. ]?(0[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-_. ]?((?:19|20)[0-9]{2}))"
    r"(?![0-9])"
)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def month_in(name: str) -> tuple[int, int]:
    """The year and the month, from 1 to 12, that the name of a file tells: paie_2023-01, janvier
    2023; 0 for what it does not tell."""
    dated = _DATED.search(name)
    if dated:
        return int(dated[1] or dated[4]), int(dated[2] or dated[3])
    words = (word for word in re.findall("[a-z]+", plain(name)) if len(word) >= 3)
    named = {_named(word) for word in words} - {0}
    years = set(_YEAR.findall(name))
    year = int(years.pop()) if len(years) == 1 else 0
    return (year, named.pop()) if len(named) == 1 else (year, 0)


def _named(name: str) -> int:
    """The number of a month by its name or the beginning of it; 0 where it is none."""
    named = [n for n, month in enumerate(_MONTHS, 1) if len(name) >= 3 and month.startswith(name)]
    return named[0] if len(named) == 1 else 0


def read_day(text: str) -> dt.date:
    """A day written 31/12/1980, 1980-12-31, 19801231, 31/12/80, or as the number that a spreadsheet
    counts it by. Raises CellError."""
    text = text.strip()
    try:
        return cells.day(text)
    except CellError:
        compact, short = _COMPACT.fullmatch(text), _SHORT.fullmatch(text)
    try:
        if compact:
            year, month, day = map(int, compact.groups())
            return dt.date(year, month, day)
        if short:
            day, month, year = map(int, short.groups())
            return dt.date(2000 + year if 2000 + year <= LATEST else 1900 + year, month, day)
        if re.fullmatch(r"[0-9]{4,5}", text) and _FIRST <= int(text) <= _LAST:
            return _EPOCH + dt.timedelta(days=int(text))
    except ValueError:
        pass
    raise CellError(Trouble.NOT_A_DATE)
