"""`flask backup` and `flask restore`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app.backup.form import BadBackup
from app.backup.restoring import restore_backup
from app.backup.writing import write_backup
from app.cli import fail


@click.command()
@with_appcontext
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the whole database to FILE. The keys of open campaigns are not in it."""
    try:
        count = write_backup(file)
    except BadBackup as reason:
        fail(f"{file} was not written: {reason}.")
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}.")
    except DBAPIError as error:
        fail(f"The database cannot be read: {str(error.orig).splitlines()[0]}.")
    click.echo(f"{count} rows in {file}")


@click.command()
@with_appcontext
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Fill an empty database from FILE."""
    try:
        count = restore_backup(file)
    except BadBackup as reason:
        fail(f"{file} was not restored: {reason}.")
    click.echo(f"{count} rows restored")
