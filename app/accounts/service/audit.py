"""The audit log."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.accounts.models import AuditEntry
from app.extensions import db


def record(person_id: int | None, act: str, subject: str, now: dt.datetime, **detail: Any) -> None:
    """Write an audit line. Never call it from a respondent's answer."""
    db.session.add(AuditEntry(at=now, person_id=person_id, act=act, subject=subject, detail=detail))
