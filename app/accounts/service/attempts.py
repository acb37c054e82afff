"""Attempts to enter, counted by hashed account and hashed network."""

from __future__ import annotations

import datetime as dt
import hmac

from sqlalchemy import delete, func, select

from app.accounts import core
from app.accounts.models import Attempt
from app.extensions import db


class Throttled(Exception):
    """Too many attempts lately; `wait` is how long to let pass."""

    def __init__(self, wait: dt.timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


def subject_of(key: str, kind: str, value: str) -> str:
    return hmac.new(key.encode(), f"{kind}:{value}".encode(), "sha256").hexdigest()


def refuse_throttled(subjects: dict[str, int], now: dt.datetime) -> None:
    """Raise Throttled when one of these has used up its attempts of the last quarter of an hour."""
    for subject, limit in subjects.items():
        if _lately(subject, now, core.ATTEMPT_WINDOW)[0] >= limit:
            raise Throttled(core.ATTEMPT_WINDOW)


def refuse_after_failures(subject: str, now: dt.datetime) -> None:
    """Raise Throttled while the wait after the latest failure of this one lasts."""
    failures, latest = _lately(subject, now, core.FAILURES_KNOWN)
    if latest is not None and now < latest + core.wait_after(failures):
        raise Throttled(latest + core.wait_after(failures) - now)


def _lately(subject: str, now: dt.datetime, window: dt.timedelta) -> tuple[int, dt.datetime | None]:
    """How many attempts since the beginning of the window, and the latest. A clock that was ahead
    may have dated some after now: they do not count."""
    row = db.session.execute(
        select(func.count(), func.max(Attempt.at)).where(
            Attempt.subject == subject, Attempt.at > now - window, Attempt.at <= now
        )
    ).one()
    return row[0], row[1]


def note_attempts(subjects: list[str], now: dt.datetime) -> None:
    """Count an attempt of each of these."""
    db.session.add_all(Attempt(subject=subject, at=now) for subject in subjects)


def forget_attempts_before(moment: dt.datetime) -> None:
    db.session.execute(delete(Attempt).where(Attempt.at < moment))


def forget_attempts(subject: str) -> None:
    db.session.execute(delete(Attempt).where(Attempt.subject == subject))
