"""The daily work on annexes."""

from __future__ import annotations

import datetime as dt

from app.extensions import begin_writing, utcnow
from app.jobs.schedule import daily
from app.procurement.service.execution import remind
from app.procurement.service.keeping import erase_ended


@daily("procurement.daily")
def every_day(today: dt.date) -> None:
    """Erase what was kept long enough; ask again for the reviews that are due soon."""
    begin_writing()
    now = utcnow()
    erase_ended(today, now)
    remind(today, now)
