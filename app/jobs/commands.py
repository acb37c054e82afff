"""`flask worker` and `flask mail`."""

from __future__ import annotations

import signal
import sys
import threading
from typing import Any, cast

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.extensions import begin_writing, db, utcnow
from app.jobs.bounces import MAX_BYTES, record_bounce
from app.jobs.service import run_all
from app.jobs.worker import work

mail = AppGroup("mail", help="The outbox.")


@mail.command("bounce")
def bounce() -> None:
    """Read the report of a returned message from standard input, as a mail server pipes it."""
    begin_writing()
    known = record_bounce(sys.stdin.buffer.read(MAX_BYTES), utcnow().date())
    db.session.commit()
    click.echo("noted" if known else "not a lasting failure of one of our messages: left alone")


@click.command()
@click.option("--once", is_flag=True, help="Do what is due, then stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Do the background work: mail, closing of campaigns, reports."""
    if once:
        click.echo(f"{run_all()} jobs done")
        return
    stop = threading.Event()

    def ask_to_stop(*_: Any) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask_to_stop)
    work(cast(Any, current_app)._get_current_object(), stop)
