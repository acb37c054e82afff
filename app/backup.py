"""`flask backup` and `flask restore`: the whole database in one file, for either database.

The file is a ZIP with one list of rows per table, sorted by key: the order in which rows were
written does not show. The keys of open campaigns are left out on purpose.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import Date, LargeBinary, Table, func, insert, select, text, update

from app.cli import fail
from app.extensions import Moment, TextType, begin_writing, db
from app.jobs.models import Job
from app.text import Text

FORMAT = "isonomia backup 1"
BATCH = 500


def _revision() -> str:
    return str(db.session.scalar(text("SELECT version_num FROM alembic_version")))


def _plain(value: Any) -> Any:
    """A value that JSON has no type for, as text."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Text):
        return value.to_dict()
    return value.isoformat()


def _value(column_type: Any, value: Any) -> Any:
    """A value from the file, as its column takes it."""
    if value is None:
        return None
    if isinstance(column_type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(column_type, TextType):
        return Text.from_dict(value)
    if isinstance(column_type, Moment):
        return dt.datetime.fromisoformat(value)
    if isinstance(column_type, Date):
        return dt.date.fromisoformat(value)
    return value


def write_backup(path: Path) -> int:
    """Write every row, as of one moment of the database; how many there were."""
    count = 0
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)  # it holds links and pseudonymised rows
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.json", json.dumps({"format": FORMAT, "revision": _revision()}))
        for table in db.metadata.sorted_tables:
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as file:
                for row in db.session.execute(
                    select(table).order_by(*table.primary_key)
                ).mappings():
                    line = json.dumps(dict(row), default=_plain, ensure_ascii=False)
                    file.write(line.encode() + b"\n")
                    count += 1
    partial.replace(path)
    return count


class BadBackup(Exception):
    """Not a backup that this version can restore; the message says why."""


def read_backup(path: Path) -> int:
    """Fill an empty database with the rows of a backup; how many there were. Raises BadBackup.

    Mail that was waiting is not sent again: it may have left after the backup was made.
    """
    begin_writing()
    for table in db.metadata.sorted_tables:
        if db.session.scalar(select(func.count()).select_from(table)):
            raise BadBackup(f"the database is not empty ({table.name})")
    count = 0
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(archive.read("about.json"))
            if about.get("format") != FORMAT or about.get("revision") != _revision():
                raise BadBackup("it was made by another version: install that one, then upgrade")
            for table in db.metadata.sorted_tables:
                for rows in _batches(archive, table):
                    db.session.execute(insert(table), rows)
                    count += len(rows)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError) as error:
        raise BadBackup(f"it cannot be read: {error}") from None
    waiting = Job.state.in_(("waiting", "running"))
    db.session.execute(
        update(Job)
        .where(Job.name == "mail.send", waiting)
        .values(state="failed", failure="restored from a backup: not sent again")
    )
    _continue_sequences()
    return count


def _batches(archive: zipfile.ZipFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    with archive.open(f"{table.name}.jsonl") as file:
        for line in file:
            line_read = json.loads(line)
            rows.append({c.name: _value(c.type, line_read[c.name]) for c in table.columns})
            if len(rows) == BATCH:
                yield rows
                rows = []
    if rows:
        yield rows


def _continue_sequences() -> None:
    """On PostgreSQL, the next number of each table follows its last row."""
    if db.engine.dialect.name != "postgresql":
        return
    for table in db.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            last = db.session.scalar(select(func.max(column))) or 0
            name = func.pg_get_serial_sequence(table.name, column.name)
            db.session.execute(select(func.setval(name, max(last, 1), last > 0)))


@click.command()
@with_appcontext
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the whole database to FILE. The keys of open campaigns are not in it."""
    try:
        count = write_backup(file)
    except OSError as error:
        fail(f"{file} cannot be written: {error.strerror}.")
    click.echo(f"{count} rows in {file}")


@click.command()
@with_appcontext
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Fill an empty database from FILE."""
    if not file.exists():
        fail(f"{file} does not exist.")
    upgrade()
    try:
        count = read_backup(file)
    except BadBackup as reason:
        db.session.rollback()
        fail(f"{file} was not restored: {reason}.")
    db.session.commit()
    click.echo(f"{count} rows restored")


def init_app(app: Flask) -> None:
    app.cli.add_command(backup)
    app.cli.add_command(restore)
