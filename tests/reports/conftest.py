"""A year with figures."""

import datetime as dt

import pytest

from app.documents.spreadsheets import read_frame
from app.extensions import db
from app.indicators import service as indicators
from app.indicators.core import read_agents
from app.indicators.instance import instance
from tests.indicators.factories import csv_file

#: Files that were read and counted once: it is most of what these tests would wait for.
_PREPARED = {}


def import_agents(rows, year, now, **columns):
    """So many agents of a year; counted at a moment of their own, by which figures are remembered."""
    now += dt.timedelta(seconds=rows)
    own = instance()
    key = (rows, year, tuple(columns.items()), own.secret_key, own.thresholds)
    if key not in _PREPARED:
        sheet = read_frame(csv_file(rows, **columns))
        reading = read_agents(sheet.header, sheet.rows, year, indicators.pseudonym("k"))
        _PREPARED[key] = indicators.prepare(reading.agents, year, own)
    saved = indicators.save_import(_PREPARED[key], "a.csv", None, now, own)
    db.session.commit()
    return saved


@pytest.fixture
def imported(app, now):
    return import_agents(60, 2023, now)
