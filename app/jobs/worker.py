"""The worker loop: alone in `flask worker`, or in a thread of the local server."""

from __future__ import annotations

import datetime as dt
import threading

from flask import Flask

from app.jobs.clock import Reading
from app.jobs.heartbeat import beat, read_clocks
from app.jobs.schedule import plan_day
from app.jobs.service import run_one

IDLE_SECONDS = 1.0
BEAT_EVERY = dt.timedelta(minutes=1)


def work(app: Flask, stop: threading.Event) -> None:
    """Do jobs until `stop` is set; the job in hand is finished first."""
    last = None
    while not stop.is_set():
        try:
            with app.app_context():
                last = keep_time(last, read_clocks())
                busy = run_one()
        except Exception:  # the database may be away for a moment
            app.logger.exception("worker")
            busy = False
        if not busy:
            stop.wait(IDLE_SECONDS)


def keep_time(last: Reading | None, reading: Reading) -> Reading:
    """Each minute, look at the clock, and plan the day if it may be trusted; the last look."""
    if last is not None and reading.elapsed - last.elapsed < BEAT_EVERY:
        return last
    if beat(last, reading):
        plan_day(reading.now)
    return reading


def start_in_thread(app: Flask) -> threading.Event:
    """Run the worker beside the server of a local instance."""
    stop = threading.Event()
    threading.Thread(target=work, args=(app, stop), name="worker", daemon=True).start()
    return stop
