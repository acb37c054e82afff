"""Work that recurs every day: one row per name and day, whoever asks for it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.exc import IntegrityError

from app.extensions import begin_writing, db
from app.jobs.service import enqueue, job_in_slot

#: Names of the tasks to do once a day, from this hour (UTC) on.
DAILY: list[str] = []
FROM_HOUR = 5


def daily(name: str) -> None:
    """Have the task of this name done once a day."""
    if name not in DAILY:
        DAILY.append(name)


def plan_day(now: dt.datetime) -> None:
    """Ask for the day's work; asking again, from here or another server, changes nothing."""
    if now.hour < FROM_HOUR:
        return
    slots = {name: f"{name}:{now.date().isoformat()}" for name in DAILY}
    missing = [name for name, slot in slots.items() if job_in_slot(slot) is None]
    db.session.rollback()
    for name in missing:
        begin_writing()
        try:
            enqueue(name, slot=slots[name], now=now, day=now.date().isoformat())
            db.session.commit()
        except IntegrityError:  # another server asked in the same instant
            db.session.rollback()
