"""What a backup is made of, and the versions that it depends on."""

from __future__ import annotations

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Table, inspect, text

from app.extensions import db
from app.jobs.models import Clock

FORMAT = "isonomia backup 2"
ABOUT = "about.json"
#: Rows held in memory at once.
BATCH = 500


class BadBackup(Exception):
    """Nothing was written, or will stay; the message says why."""


def tables() -> list[Table]:
    """The tables of a backup, each after those that it refers to: all but the workers' clock."""
    return [table for table in db.metadata.sorted_tables if table.name != Clock.__tablename__]


def file_of(table: Table) -> str:
    return f"{table.name}.jsonl"


def newest_revision() -> str | None:
    """The revision at which the migrations of this version end."""
    config = current_app.extensions["migrate"].migrate.get_config()
    return ScriptDirectory.from_config(config).get_current_head()


def database_revision() -> str | None:
    """The revision of the database; None when it was never migrated."""
    if not inspect(db.session.connection()).has_table("alembic_version"):
        return None
    return db.session.scalar(text("SELECT version_num FROM alembic_version"))
