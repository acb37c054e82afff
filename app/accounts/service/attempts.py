"""Attempts to enter, counted by hashed account and hashed network address."""

from __future__ import annotations

import datetime as dt
import hmac

from sqlalchemy import delete, func, select

from app.accounts import core
from app.accounts.models import Attempt
from app.extensions import db


class Throttled(Exception):
    """Too many failed attempts lately."""


def subject_of(key: str, kind: str, value: str) -> str:
    return hmac.new(key.encode(), f"{kind}:{value}".encode(), "sha256").hexdigest()


def refuse_throttled(subjects: dict[str, int], now: dt.datetime) -> None:
    since = now - core.ATTEMPT_WINDOW
    db.session.execute(delete(Attempt).where(Attempt.at < since))
    for subject, limit in subjects.items():
        count = db.session.scalar(
            select(func.count()).select_from(Attempt).where(Attempt.subject == subject)
        )
        if (count or 0) >= limit:
            raise Throttled
