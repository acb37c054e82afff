"""`flask demo`."""

from __future__ import annotations

import datetime as dt

import click
from flask.cli import AppGroup
from flask_migrate import upgrade

from app.cli import fail
from app.demo.days import FIRST, LAST
from app.demo.load import ACCOUNTS, DOMAIN, NotEmpty, load
from app.demo.passwords import password_of
from app.extensions import db
from app.web.settings import settings

demo = AppGroup("demo", help="Demonstration data.")


@demo.command("load")
@click.option("--today", metavar="DATE", help="The day that it is, YYYY-MM-DD; today by default.")
def load_demo(today: str | None) -> None:
    """Bring the database to its newest version, then load the demonstration."""
    day = _day(today) if today else None
    if not settings().local:
        fail("The demonstration is for local instances only: unset ISONOMIA_BASE_URL.")
    upgrade()
    try:
        load(day)
    except NotEmpty as error:
        db.session.rollback()
        fail(
            f"The database holds data that are not the demonstration's ({error}): "
            "give an empty one in ISONOMIA_DATABASE_URL."
        )
    _print_accounts()


def _day(words: str) -> dt.date:
    """The day that was written."""
    try:
        day = dt.date.fromisoformat(words)
    except ValueError:
        fail(f"“{words}” is not a date: write it as 2026-11-26.")
    if not FIRST <= day <= LAST:
        fail(f"The demonstration goes from {FIRST} to {LAST}: give a day between them.")
    return day


@demo.command("accounts")
def accounts() -> None:
    """Print the demonstration's accounts again."""
    _print_accounts()


def _print_accounts() -> None:
    for role, (address, _) in ACCOUNTS.items():
        click.echo(f"{role.value:<14} {address}@{DOMAIN:<14} {password_of(role)}")
