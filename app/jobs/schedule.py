"""Work that recurs every day: one row per name and day, whoever asks for it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.extensions import begin_writing, db, utcnow
from app.jobs.models import Job
from app.jobs.service import Task, enqueue, job_in_slot, task

LOG = logging.getLogger(__name__)
#: Names of the tasks to do once a day, from this hour (UTC) on.
DAILY: list[str] = []
FROM_HOUR = 5


def daily(name: str) -> Callable[[Callable[[dt.date], None]], Task]:
    """Register a function as the work of each day, which it is given.

    That day was planned under a trusted clock. It is never later than today: a day planned under a
    wrong date is ignored.
    """

    def register(function: Callable[[dt.date], None]) -> Task:
        def of_one_day(day: str) -> None:
            planned = dt.date.fromisoformat(day)
            if planned > utcnow().date():
                LOG.warning("%s of %s ignored: that day has not come", name, day)
                return
            function(planned)

        DAILY.append(name)
        return task(name)(of_one_day)

    return register


def plan_day(now: dt.datetime) -> None:
    """Ask for the day's work; asking again, from here or another server, changes nothing."""
    if now.hour < FROM_HOUR:
        return
    day = now.date()
    missing = [name for name in DAILY if job_in_slot(_slot(name, day)) is None]
    db.session.rollback()
    for name in missing:
        begin_writing()
        try:
            enqueue(name, slot=_slot(name, day), now=now, day=day.isoformat())
            db.session.commit()
        except IntegrityError:  # another server asked in the same instant
            db.session.rollback()


def forget_days_after(day: dt.date) -> None:
    """Forget the work of days to come, be it done: it is planned again when they come."""
    for name in DAILY:
        db.session.execute(delete(Job).where(Job.name == name, Job.slot > _slot(name, day)))


def _slot(name: str, day: dt.date) -> str:
    return f"{name}:{day.isoformat()}"
