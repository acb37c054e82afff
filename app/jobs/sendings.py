"""What became of messages: those of one kind and one day together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.jobs.models import Job, Mail


@dataclass(frozen=True)
class Sending:
    """Messages of one kind that were asked for on one day, by what became of them. One that came
    back was sent."""

    kind: str
    on: dt.date | None
    messages: int
    sent: int
    came_back: int
    failed: int

    @property
    def waiting(self) -> int:
        return self.messages - self.sent - self.failed


def sendings(about: str) -> list[Sending]:
    """The messages about this, the latest first."""
    failed = func.count(Job.id).filter(Job.state == "failed", Mail.sent_on.is_(None))
    rows = db.session.execute(
        select(
            Mail.kind,
            Mail.queued_on,
            func.count(Mail.id),
            func.count(Mail.sent_on),
            func.count(Mail.bounced_on),
            failed,
        )
        .join(Job, Job.id == Mail.job_id)
        .where(Mail.about == about)
        .group_by(Mail.kind, Mail.queued_on)
        .order_by(Mail.queued_on.desc(), Mail.kind)
    )
    return [Sending(*row) for row in rows]
