"""How long agents are kept, and what stays of them: figures, and digests to compare by."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.extensions import db, utcnow
from app.indicators import service
from app.indicators.core import EDITION
from app.indicators.models import HrFigures, HrSnapshot
from app.indicators.service.keeping import delete_outdated, kept_until
from app.indicators.service.snapshots import key_name
from app.indicators.tasks import delete, every_day
from app.jobs.service import run_all
from app.reports.core.approval import Step
from app.web.settings import keys, settings
from tests.indicators.factories import csv_file
from tests.indicators.sending import check, confirm, count, kept, page_of
from tests.reports.factories import brought_to, frozen


def publish(year):
    """Have a report of the year frozen and published."""
    brought_to(frozen(year), Step.PUBLISHED)


def key_of(imported):
    return key_name(imported.year, imported.id)


def test_agents_are_unreadable_without_their_key(hr):
    confirm(hr, csv_file(40))
    [sealed] = db.session.scalars(select(HrSnapshot.sealed))
    assert b"PAR1" not in sealed
    keys().destroy(key_of(service.current_import(2023)))
    assert kept(2023).is_empty()
    hr.get("/indicators/2023")  # their figures stay
    confirm(hr, csv_file(50))
    assert kept(2023).height == 50


def test_figures_come_once_they_are_counted(hr, as_role):
    hr.post(check(hr, csv_file(40)))
    page = hr.get("/indicators/2023").get_data(as_text=True)
    assert "The figures are being counted" in page
    assert "The figures are being counted" in hr.get("/indicators/").get_data(as_text=True)
    for path in ("staff", "card", "staff-category.csv", "staff.xlsx"):
        assert hr.get(f"/indicators/2023/{path}", 302).location == "/indicators/2023"
    hr.get("/report/")
    run_all()
    assert "being counted" not in hr.get("/indicators/2023").get_data(as_text=True)


def test_a_count_that_failed_is_asked_for_again(hr, as_role):
    hr.post(check(hr, csv_file(40)))
    imported = service.current_import(2023)
    held = keys().read(key_of(imported))
    keys().destroy(key_of(imported))
    run_all()
    assert "could not be counted" in hr.get("/indicators/2023").get_data(as_text=True)
    as_role("mission").post("/indicators/2023/count", status=403)
    keys().write(key_of(imported), held)
    hr.post("/indicators/2023/count")
    run_all()
    hr.get("/indicators/2023/staff-category.csv")


def test_other_thresholds_count_anew(hr, app, monkeypatch):
    confirm(hr, csv_file(40))
    before = service.tables(2023)
    monkeypatch.setitem(app.config, "SETTINGS", replace(settings(), hr_cell=10))
    every_day(utcnow().date().isoformat())
    run_all()
    assert service.tables(2023) != before


def test_figures_of_an_older_catalogue_are_shown_and_counted_anew(hr):
    """A year counted before a column was declared, whose agents may be gone."""
    confirm(hr, csv_file(200))
    kept_figures = db.session.scalars(select(HrFigures)).one()
    counted = [[code, dict(table)] for code, table in kept_figures.tables]
    for code, table in counted:
        if code == "pay-series":
            table["columns"] = table["columns"][:-1]
            table["rows"] = [row | {"cells": row["cells"][:-1]} for row in table["rows"]]
    kept_figures.tables, kept_figures.edition = counted, None
    db.session.commit()
    for path in ("/", "/indicators/2023", "/report/2023/budget"):
        hr.get(path)
    every_day(utcnow().date().isoformat())
    run_all()
    assert db.session.scalars(select(HrFigures.edition)).one() == EDITION


def test_agents_go_when_the_report_is_published(hr):
    confirm(hr, csv_file(30, date_naissance="12/03/1981"), "2022")
    confirm(hr, csv_file(40))
    confirm(hr, csv_file(60))
    names = [key_of(each) for each in service.imports()]
    assert all(keys().read(name) for name in names)
    tables = service.tables(2023)
    publish(2023)
    delete(2023)
    db.session.commit()
    assert [bool(keys().read(name)) for name in names] == [False, False, True]
    assert count(HrSnapshot) == 1
    assert service.tables(2023) == tables
    deleted = [e for e in db.session.scalars(select(AuditEntry)) if e.act == "hr.delete"]
    assert [(e.detail["year"], e.detail["why"]) for e in deleted] == [(2023, "published")] * 2
    page = hr.get("/agents-file/").get_data(as_text=True)
    assert "Deleted on" in page
    # a correction is compared with what it corrects, by digests alone
    text = page_of(hr, csv_file(60, quotite="0,5"))
    assert "0 added, 0 removed, 1 changed" in " ".join(text.split())
    # and the year before has served
    by_year = {i.year: db.session.get(HrFigures, i.id) for i in service.imports()}
    assert by_year[2022].digests is None
    assert by_year[2023].digests is not None


def test_agents_confirmed_before_publication_are_counted_first(hr):
    confirm(hr, csv_file(40))
    version = frozen(2023)
    hr.post(check(hr, csv_file(60)))
    brought_to(version, Step.PUBLISHED)
    run_all()
    assert service.current_import(2023).agents == 60
    assert service.tables(2023)["staff-category"].cell("total", "total") == 60
    assert count(HrSnapshot) == 0


def test_agents_go_after_the_declared_time(hr):
    confirm(hr, csv_file(40))
    imported = service.current_import(2023)
    assert imported.kept_until == kept_until(imported.imported_at.date(), 18)
    end = dt.datetime.combine(imported.kept_until, dt.time(), dt.UTC)
    delete_outdated(keys(), end - dt.timedelta(days=1))
    assert count(HrSnapshot) == 1
    delete_outdated(keys(), end)
    assert count(HrSnapshot) == 0
    assert keys().read(key_of(imported)) is None
    assert db.session.get(HrFigures, imported.id).digests is None
    hr.get("/indicators/2023")


def test_the_key_of_an_import_replaced_for_good_is_destroyed(hr):
    for rows in (40, 60, 80):
        confirm(hr, csv_file(rows))
    held = [keys().read(key_of(each)) is not None for each in service.imports()]
    assert held == [True, True, False]


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-07-15", 18, "2025-01-15"),
        ("2023-12-31", 12, "2024-12-31"),
    ],
)
def test_the_declared_time_ends_on_a_day(day, months, until):
    assert kept_until(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(until)
