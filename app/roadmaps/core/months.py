"""A calendar of twelve months: what each recommendation and each action does in each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.roadmaps.core.actions import OVER, ActionStatus
from app.roadmaps.core.periods import Period, add_months, last_of_month

MONTHS = 12


class Mark(StrEnum):
    """What happens in a month."""

    NOTHING = "nothing"
    PLANNED = "planned"
    RUNS = "runs"
    PAUSED = "paused"
    DUE = "due"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months in a row, from the first day of the first one."""

    first: dt.date

    @classmethod
    def holding(cls, day: dt.date) -> Year:
        """The calendar year of a day."""
        return cls(dt.date(day.year, 1, 1))

    @property
    def months(self) -> tuple[dt.date, ...]:
        """The first day of each month."""
        return tuple(add_months(self.first, n) for n in range(MONTHS))

    @property
    def last(self) -> dt.date:
        """Its last day."""
        month = self.months[-1]
        return last_of_month(month.year, month.month)


#: What an action does in a month in which it goes on, by its status.
_OF_STATUS = {
    ActionStatus.PLANNED: Mark.PLANNED,
    ActionStatus.IN_PROGRESS: Mark.RUNS,
    ActionStatus.PAUSED: Mark.PAUSED,
    ActionStatus.DONE: Mark.DONE,
    ActionStatus.ABANDONED: Mark.NOTHING,
}


def marks_of_months(planned: Collection[dt.date], year: Year) -> tuple[Mark, ...]:
    """The marks of a recommendation, by the first days of the months for which it is planned."""
    return tuple(Mark.PLANNED if month in planned else Mark.NOTHING for month in year.months)


def planned_months(calendar_from: dt.date, numbers: Collection[int]) -> list[dt.date]:
    """The first days of some months of a calendar, by their numbers from 1 to 12."""
    months = Year(calendar_from).months
    return [months[number - 1] for number in sorted(numbers) if 1 <= number <= MONTHS]


def marks_of_action(
    starts: Period | None,
    due: Period | None,
    not_before: bool,
    status: ActionStatus,
    year: Year,
    today: dt.date,
) -> tuple[Mark, ...]:
    """The marks of an action: its status from its start, or from its due date alone, to the month in
    which it is due; where it can only begin, from then on. The month of a due date says whether it
    was kept."""
    if due is None and starts is None:
        return (Mark.NOTHING,) * MONTHS
    first, last = _span(starts, due, not_before)
    if status in OVER and due is not None:
        last = due.last  # what is over does nothing any more
    marks = []
    for month in year.months:
        end = last_of_month(month.year, month.month)
        inside = first <= end and (last is None or month <= last)
        if not inside:
            marks.append(Mark.NOTHING)
        elif due is not None and not not_before and month <= due.last <= end:
            marks.append(_of_due(due, status, today))
        else:
            marks.append(_OF_STATUS[status])
    return tuple(marks)


def _span(
    starts: Period | None, due: Period | None, not_before: bool
) -> tuple[dt.date, dt.date | None]:
    """From when to when an action runs; None where nobody said until when."""
    if due is not None and not_before:
        return due.first, None
    if due is None:
        assert starts is not None
        return starts.first, None
    first = starts.first if starts is not None else due.last.replace(day=1)
    return first, due.last


def _of_due(due: Period, status: ActionStatus, today: dt.date) -> Mark:
    if status is ActionStatus.DONE:
        return Mark.DONE
    if status not in OVER and due.last < today:
        return Mark.LATE
    return Mark.DUE
