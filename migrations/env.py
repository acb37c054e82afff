"""Migrations run on the application's own engine, one transaction each."""

from alembic import context
from flask import current_app
from sqlalchemy import Enum

from app.extensions import Base, Moment, TextType


def plain_type(kind: str, column_type: object, _context: object) -> str | bool:
    """Our own column types are written as what the database holds: migrations outlive them."""
    if kind == "type" and isinstance(column_type, TextType):
        return "sa.JSON()"
    if kind == "type" and isinstance(column_type, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(column_type, Enum):
        return f"sa.String(length={column_type.length})"
    return False


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
            render_item=plain_type,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations need a database: give its address in ISONOMIA_DATABASE_URL.")
run()
