"""What accounts do each day: forgetting."""

from __future__ import annotations

import datetime as dt

from app.accounts.core import FAILURES_KNOWN
from app.accounts.service.attempts import forget_attempts_before
from app.accounts.service.sign_ins import forget_sign_ins_before
from app.extensions import begin_writing, utcnow
from app.jobs.schedule import daily


@daily("accounts.daily")
def every_day(day: dt.date) -> None:
    """Forget the attempts of the days before, as the page on privacy says, and ended sign-ins."""
    begin_writing()
    forget_attempts_before(utcnow() - FAILURES_KNOWN)
    forget_sign_ins_before(dt.datetime.combine(day, dt.time(), dt.UTC))
