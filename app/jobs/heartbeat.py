"""The heartbeat of workers: how long their clock has been steady."""

from __future__ import annotations

import datetime as dt
import logging
import time
from pathlib import Path

from app.extensions import begin_writing, db, insert_if_absent, utcnow
from app.jobs.clock import DOUBT, Heartbeat, Reading, next_beat
from app.jobs.models import Clock
from app.jobs.schedule import forget_days_after

LOG = logging.getLogger(__name__)


BOOT = Path("/proc/sys/kernel/random/boot_id")


def read_clocks() -> Reading:
    elapsed = time.clock_gettime(time.CLOCK_BOOTTIME)
    boot = BOOT.read_text().strip() if BOOT.exists() else ""
    return Reading(utcnow(), dt.timedelta(seconds=elapsed), boot)


def beat(last: Reading | None, reading: Reading) -> bool:
    """Keep the heartbeat; whether the clock may be trusted with what cannot be undone.

    When the clock went back, days that were planned under the wrong date are planned again.
    """
    begin_writing()
    # A database that knows no clock may have been restored to a machine with any date.
    now = reading.now
    insert_if_absent(Clock, id=1, seen_at=now, steady_since=now, jumped_at=now)
    row = db.session.get_one(Clock, 1, with_for_update=True)
    stored = Heartbeat(row.seen_at, row.steady_since, row.jumped_at)
    if last is None and row.boot and row.boot == reading.boot:
        last = Reading(row.seen_at, dt.timedelta(seconds=row.elapsed), row.boot)
    heartbeat = next_beat(stored, last, reading)
    row.boot, row.elapsed = reading.boot, reading.elapsed.total_seconds()
    row.seen_at, row.steady_since = heartbeat.seen_at, heartbeat.steady_since
    row.jumped_at = heartbeat.jumped_at
    if heartbeat.jumped_at != stored.jumped_at:
        forget_days_after(reading.now.date())
        LOG.warning(
            "the clock jumped: it was at %s, and is at %s. Nothing is closed, erased or sent by its "
            "date until it has been steady for %d hours",
            stored.seen_at,
            reading.now,
            DOUBT.total_seconds() // 3600,
        )
    db.session.commit()
    return heartbeat.trusted
