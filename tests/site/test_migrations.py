"""Migrations lead from nothing to the models, one step down and up again."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.extensions import Base, db


def differences() -> list[object]:
    with db.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), Base.metadata)


def test_migrations_make_the_models(app):
    assert differences() == []


def test_one_step_down_and_up(app):
    try:
        downgrade(revision="-1")
    finally:
        upgrade()
    assert differences() == []
    assert inspect(db.engine).has_table("campaigns")


def test_tables_without_hidden_row_numbers(app, database_name):
    if database_name == "postgresql":
        rows = {"name": "oid"}
        columns = inspect(db.engine).get_columns("ballots")
        assert rows["name"] not in {column["name"] for column in columns}
        return
    with db.engine.connect() as connection:
        for table in ("ballots", "responses", "participations", "drafts"):
            sql = connection.exec_driver_sql(
                f"SELECT sql FROM sqlite_master WHERE name = '{table}'"
            ).scalar_one()
            assert "WITHOUT ROWID" in sql, table
