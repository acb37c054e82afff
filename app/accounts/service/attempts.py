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


def in_turn(subject: str) -> None:
    """Let one transaction at a time count this one; SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(int(subject[:15], 16))))


def refuse_throttled(subject: str, limit: int, now: dt.datetime) -> None:
    """Raise Throttled when this one has used up its attempts of the last quarter of an hour."""
    since = db.session.scalar(
        select(Attempt.at)
        .where(Attempt.subject == subject, Attempt.at <= now + core.CLOCKS_APART)
        .order_by(Attempt.at.desc())
        .offset(limit - 1)
        .limit(1)
    )
    if since is not None and since + core.ATTEMPT_WINDOW > now:
        raise Throttled(since + core.ATTEMPT_WINDOW - now)


def refuse_after_failures(subject: str, now: dt.datetime) -> None:
    """Raise Throttled while the wait after the latest failure of this one lasts. A clock that was
    ahead may have dated some after now: they do not count."""
    failures, latest = db.session.execute(
        select(func.count(), func.max(Attempt.at)).where(
            Attempt.subject == subject,
            Attempt.at > now - core.FAILURES_KNOWN,
            Attempt.at <= now + core.CLOCKS_APART,
        )
    ).one()
    if latest is not None and now < latest + core.wait_after(failures):
        raise Throttled(latest + core.wait_after(failures) - now)


def note_attempts(subjects: list[str], now: dt.datetime) -> None:
    """Count an attempt of each of these."""
    db.session.add_all(Attempt(subject=subject, at=now) for subject in subjects)


def forget_attempts_before(moment: dt.datetime) -> None:
    db.session.execute(delete(Attempt).where(Attempt.at < moment))


def forget_one(subject: str, at: dt.datetime) -> None:
    """Take back an attempt that was counted at this moment."""
    latest = select(Attempt.id).where(Attempt.subject == subject, Attempt.at == at).limit(1)
    db.session.execute(delete(Attempt).where(Attempt.id.in_(latest)))


def forget_attempts(subject: str) -> None:
    db.session.execute(delete(Attempt).where(Attempt.subject == subject))
