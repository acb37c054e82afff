"""Migrations lead from nothing to the models, one step down and up again."""

import datetime as dt

import polars as pl
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.extensions import Base, db
from app.indicators.core.agents import completed
from app.indicators.core.entered import SUBJECTS
from app.indicators.core.entered.lines import key_of, read_line
from app.indicators.instance import instance
from app.indicators.models import HrSnapshot
from app.indicators.service.entered import enter, lines_of
from app.indicators.service.imports import prepare, save_import
from app.indicators.service.snapshots import agents_of
from app.web.settings import keys
from tests.indicators.factories import make_staff


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


def test_figures_typed_before_are_lines_with_a_source(app, now):
    line, _errors = read_line(
        SUBJECTS["elected"],
        {
            "year": "2020",
            "body_fr": "Bureau exécutif",
            "body_en": "Executive",
            "term": "2020-2026",
            "members_women": "10",
            "members_men": "23",
            "source": "Assemblées",
            "dated": "2020-07-10",
        },
        dt.date(2024, 1, 1),
    )
    assert line is not None
    enter(SUBJECTS["elected"], [line], None, now)
    db.session.commit()
    db.session.rollback()
    try:
        downgrade(revision="d81b5e60a7f3")
        with db.engine.connect() as connection:
            [row] = connection.exec_driver_sql("SELECT * FROM body_members").mappings()
        assert (row["term"], row["women"], row["men"]) == ("2020-2026", 10, 23)
    finally:
        upgrade()
    [again] = lines_of(SUBJECTS["elected"])
    assert key_of(SUBJECTS["elected"], again) == key_of(SUBJECTS["elected"], line)
    assert again.measures == line.measures
    assert again.dated == dt.date(2020, 12, 31)


def test_agents_are_sealed_and_opened_again(app, now):
    agents = make_staff(6, 7, direction="Culture", date_recrut=dt.date(2020, 1, 2), grade="Attaché")
    agents = agents.with_columns(pl.Series("uid", [f"{n:032x}" for n in range(13)]))
    saved = save_import(prepare(agents, 2023, instance()), "a.csv", None, now, instance())
    db.session.commit()
    sealed = db.session.get_one(HrSnapshot, saved.id).sealed
    db.session.rollback()
    try:
        downgrade(revision="8d41f6b02c7e")
        with db.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM agent_years").mappings().all()
        assert len(rows) == 13
        assert {row["directorate"] for row in rows} == {"Culture"}
    finally:
        upgrade()
    again = agents_of(saved, keys())
    assert again is not None
    assert completed(again).equals(agents)
    assert db.session.get_one(HrSnapshot, saved.id).sealed != sealed
