"""The worker loop: alone in `flask worker`, or in a thread of the local server."""

from __future__ import annotations

import threading

from flask import Flask

from app.extensions import utcnow
from app.jobs.schedule import plan_day
from app.jobs.service import run_one

IDLE_SECONDS = 1.0


def work(app: Flask, stop: threading.Event) -> None:
    """Do jobs until `stop` is set; the job in hand is finished first."""
    planned = None
    while not stop.is_set():
        try:
            with app.app_context():
                now = utcnow()
                if (now.date(), now.hour) != planned:
                    plan_day(now)
                    planned = (now.date(), now.hour)
                busy = run_one()
        except Exception:  # the database may be away for a moment
            app.logger.exception("worker")
            busy = False
        if not busy:
            stop.wait(IDLE_SECONDS)


def start_in_thread(app: Flask) -> threading.Event:
    """Run the worker beside the server of a local instance."""
    stop = threading.Event()
    threading.Thread(target=work, args=(app, stop), name="worker", daemon=True).start()
    return stop
