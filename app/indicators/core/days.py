"""Days as payroll exports write them."""

from __future__ import annotations

import datetime as dt
import re

from app import cells
from app.cells import CellError, Trouble

#: The day from which spreadsheets count, and how far their numbers are taken for days.
_EPOCH, _FIRST, _LAST = dt.date(1899, 12, 30), 3_654, 73_050  # 1910 to 2099
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_SHORT = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{2})")
#: Two figures of a year are of the century in which it is not later than this.
LATEST = 2040


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
