"""Extension objects and the column types that every feature shares."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import threading
from collections import defaultdict
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from sqlalchemy import JSON, DateTime, Engine, Enum, MetaData, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import SQLAlchemyError, TimeoutError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.pool import Pool
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.text import Text


class TextType(TypeDecorator[Text]):
    """A `Text`, stored as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Text | None, dialect: Dialect) -> Any:
        return None if value is None else value.to_dict()

    def process_result_value(self, value: Any, dialect: Dialect) -> Text | None:
        return None if value is None else Text.from_dict(value)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        return self.impl_instance.coerce_compared_value(op, value)


class Moment(TypeDecorator[dt.datetime]):
    """An aware UTC date and time; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or dt.UTC)


NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            Text: TextType,
            dt.datetime: Moment,
            # Kept as their values in a plain text column: a new value needs no migration.
            StrEnum: Enum(
                StrEnum,
                native_enum=False,
                length=20,
                values_callable=lambda kind: [member.value for member in kind],
            ),
        },
    )


class Numbered:
    """What is known by its number, which nothing else ever takes: addresses and drafts hold it."""

    __table_args__: tuple[Any, ...] = ({"sqlite_autoincrement": True},)


db = SQLAlchemy(model_class=Base)
migrate = Migrate(db=db)
csrf = CSRFProtect()
babel = Babel()
htmx = Htmx()
login_manager = LoginManager()

SQLITE_SETTINGS = {
    "journal_mode": "wal",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "busy_timeout": "5000",
}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None  # we write BEGIN ourselves, below
        for name, value in SQLITE_SETTINGS.items():
            connection.execute(f"PRAGMA {name}={value}")


#: Whose turn it is to write to each SQLite database: writers of this process wait here in the order
#: in which they come, and not in SQLite, where they sleep longer at each try and nobody is next.
_TURNS: defaultdict[str, threading.Semaphore] = defaultdict(threading.Semaphore)
TURN_SECONDS = 5.0


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not connection.get_execution_options().get("immediate"):
        connection.exec_driver_sql("BEGIN")
        return
    turn = _TURNS[str(connection.engine.url.database)]
    if not turn.acquire(timeout=TURN_SECONDS):
        raise TimeoutError("somebody else has been writing for too long")
    connection.info["turn"] = turn  # given back with the connection, after the commit
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@event.listens_for(Pool, "checkin")
def _give_back_turn(_connection: Any, record: Any) -> None:
    turn = record.info.pop("turn", None)
    if turn is not None:
        turn.release()


def begin_writing() -> None:
    """Open the session's transaction as a writer at once, so that SQLite never upgrades a read."""
    if not db.session().in_transaction():
        db.session.connection(execution_options={"immediate": True})


#: What SQLite needs to go on for a while: its journal grows before it is folded back.
FREE_BYTES = 50 * 1024 * 1024


def can_write() -> bool:
    """Whether the database answers and takes rows, asked without writing one."""
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version")).one()
        if db.engine.dialect.name == "postgresql":
            return db.session.scalar(text("SHOW transaction_read_only")) == "off"
    except SQLAlchemyError:
        return False
    path = Path(db.engine.url.database or "")
    folder = path.parent
    return (
        path.exists()
        and os.access(folder, os.W_OK)
        and shutil.disk_usage(folder).free >= FREE_BYTES
    )


def insert_if_absent(model: type[Base], **values: Any) -> bool:
    """Insert a row, or do nothing when one with this key is there; whether it was inserted.

    PostgreSQL would log an error, and the key with it.
    """
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    table = model.__table__
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return db.session.execute(statement.returning(*table.primary_key)).first() is not None


def utcnow() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
