"""A year with figures."""

import datetime as dt

import pytest

from app.documents.spreadsheets import read_frame
from app.extensions import db
from app.indicators import service as indicators
from app.indicators.core import read_agents
from app.indicators.instance import instance
from tests.indicators.factories import csv_file


def import_agents(rows, year, now, **columns):
    """So many agents of a year; counted at a moment of their own, by which figures are remembered."""
    now += dt.timedelta(seconds=rows)
    sheet = read_frame(csv_file(rows, **columns))
    reading = read_agents(sheet.header, sheet.rows, year, indicators.pseudonym("k"))
    prepared = indicators.prepare(reading.agents, year, instance())
    saved = indicators.save_import(prepared, "a.csv", None, now, instance())
    db.session.commit()
    return saved


@pytest.fixture
def imported(app, now):
    return import_agents(60, 2023, now)
