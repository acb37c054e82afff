"""Filling an empty database with a backup."""

from __future__ import annotations

import zipfile
from itertools import islice
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import func, insert, inspect, literal, select, table, update
from sqlalchemy.exc import DBAPIError

from app.backup.checking import check, readable, rows_of
from app.backup.form import BATCH, BadBackup, tables
from app.extensions import begin_writing, db
from app.jobs.models import Clock, Job

#: Tables whose rows are not of the data.
NO_DATA = {"alembic_version", Clock.__tablename__}


def restore_backup(path: Path) -> int:
    """Fill an empty database with the rows of a backup; how many there were. Raises BadBackup.

    Everything is checked before anything is written. The rows are written in one transaction: one
    that is killed leaves the database empty, to be filled again.
    """
    with readable():
        archive = zipfile.ZipFile(path)
    with archive:  # open from the check to the last row: nobody changes it in between
        check(archive)
        try:
            _require_empty()
            db.session.rollback()
            upgrade()
            begin_writing()
            _require_empty()
            count = _fill(archive)
            db.session.commit()
        except DBAPIError as error:
            reason = str(error.orig).strip().splitlines()[0]
            raise BadBackup(f"the database does not take it: {reason}") from None
        finally:
            db.session.rollback()
    return count


def _require_empty() -> None:
    """No row in any table, be it of another version; a database without tables is empty."""
    for name in inspect(db.session.connection()).get_table_names():
        row = select(literal(1)).select_from(table(name)).limit(1)
        if name not in NO_DATA and db.session.scalar(row) is not None:
            raise BadBackup(f"the database is not empty ({name})")


def _fill(archive: zipfile.ZipFile) -> int:
    """Mail that was waiting is not sent again: it may have left after the backup was made."""
    count = 0
    for each in tables():
        rows = rows_of(archive, each)
        while batch := list(islice(rows, BATCH)):
            db.session.execute(insert(each), batch)
            count += len(batch)
    db.session.execute(
        update(Job)
        .where(Job.name == "mail.send", Job.state.in_(("waiting", "running")))
        .values(state="failed", failure="restored from a backup: not sent again")
    )
    _continue_sequences()
    return count


def _continue_sequences() -> None:
    """On PostgreSQL, the next number of each table follows its last row."""
    if db.engine.dialect.name != "postgresql":
        return
    for each in tables():
        column = each.autoincrement_column
        if column is not None:
            last = db.session.scalar(select(func.max(column))) or 0
            name = func.pg_get_serial_sequence(each.name, column.name)
            db.session.execute(select(func.setval(name, max(last, 1), last > 0)))
