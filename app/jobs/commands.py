"""`flask worker`."""

from __future__ import annotations

import signal
import threading
from typing import Any, cast

import click
from flask import current_app
from flask.cli import with_appcontext

from app.jobs.service import run_all
from app.jobs.worker import work


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
