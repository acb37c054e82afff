"""Notes of the index, from a scale that somebody checked. The scales here are made up."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml

from app.config import SettingsError
from app.indicators.core.catalogue.fpt_index import INDICATORS
from app.indicators.core.index_scale import ScaleError, read_scale
from app.indicators.instance import scale_in
from app.statistics.figures import Row, Table
from app.text import Text
from tests.indicators.factories import csv_file
from tests.indicators.sending import confirm

SCALE = """
source: made up
checked_by: the head of pay
checked_on: 2026-09-30
decimals: 1
notes:
  1234:
    1: [[0, 50], [1.5, 46], [5, 20], [100, 0]]
    2: [[0, 15], [2, 14], [100, 0]]
    3: [[2, 25], [5, 8], [100, 0]]
    4: [[1, 0], [3, 5], [5, 10]]
  124:
    1: [[0, 70], [6, 64], [100, 0]]
    2: [[3, 15], [100, 0]]
    4: [[1, 1], [5, 15]]
"""
VALUES = next(cut for each in INDICATORS if each.code == "fpt-index" for cut in each.cuts)


def document(text):
    return yaml.safe_load(text)


def index(**values):
    """The four indicators, in the columns in which they are reckoned."""
    columns = {"1": 0, "2": 0, "3": 1, "4": 2}
    rows = [
        Row(
            code,
            Text(code, code),
            tuple(values.get(f"i{code}") if n == at else None for n in range(3)),
        )
        for code, at in columns.items()
    ]
    words = Text("x", "x")
    day = dt.date(2025, 12, 31)
    return Table("fpt-index-values", words, VALUES.columns, tuple(rows), words, words, day)


@pytest.mark.parametrize(
    ("values", "notes"),
    [
        ({"i1": -0.0149, "i2": 0.02, "i3": 0.049, "i4": 4}, [46, 14, 8, 10]),
        ({"i1": 0.0154, "i2": -0.0204, "i3": -0.02, "i4": 2}, [46, 14, 25, 5]),
        ({"i1": 0.0155, "i2": 0.02051, "i3": 0.0205, "i4": 1}, [20, 0, 8, 0]),
        ({"i1": 0.0, "i2": 0.0, "i3": 0.0, "i4": 5}, [50, 15, 25, 10]),
        ({"i1": 0.059, "i2": 0.03, "i4": 1}, [64, 15, 1]),
    ],
)
def test_notes_follow_the_scale(values, notes):
    scored = read_scale(document(SCALE)).scored(index(**values))
    assert [row.cells[1] for row in scored.rows] == notes
    assert sum(row.cells[0] for row in scored.rows) == 100


def test_nothing_is_said_of_a_set_of_indicators_that_the_scale_does_not_know():
    assert read_scale(document(SCALE)).scored(index(i1=0.01, i4=4)) is None
    assert read_scale(document(SCALE)).scored(index()) is None


def test_a_scale_that_nobody_checked_gives_no_note():
    assert read_scale(document(SCALE.replace("2026-09-30", ""))) is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("2026-09-30", "soon", "checked_on must be a day"),
        ("the head of pay", '""', "checked_by is missing"),
        ("decimals: 1", "decimals: x", "decimals must be"),
        ("[1.5, 46], [5, 20]", "[5, 20], [1.5, 46]", "notes, 1234, 1: pairs"),
        ("[0, 50]", "[0, fifty]", "notes, 1234, 1: pairs"),
        ("[0, 50]", "[0, 51]", "add up to 101, not to 100"),
        ("  124:\n", "  134:\n", "give the steps of each of these"),
        ("notes:", "marks:", "notes are missing"),
    ],
)
def test_what_is_wrong_with_a_scale_is_said(before, after, said):
    with pytest.raises(ScaleError, match=said):
        read_scale(document(SCALE.replace(before, after)))


def test_the_file_of_a_scale_is_named_in_the_settings(tmp_path):
    path = tmp_path / "scale.yaml"
    with pytest.raises(SettingsError, match="ISONOMIA_INDEX_SCALE"):
        scale_in(path)
    path.write_text("notes: [")
    with pytest.raises(SettingsError, match=r"scale.yaml: while parsing"):
        scale_in(path)
    path.write_text("just words")
    with pytest.raises(SettingsError, match="names and values"):
        scale_in(path)
    path.write_text(SCALE)
    assert scale_in(path).checked_by == "the head of pay"
    assert scale_in(None) is None


def test_the_page_of_the_index_says_where_notes_come_from(hr, app, monkeypatch):
    confirm(hr, csv_file(80))
    path = "/indicators/2023/fpt-index"
    assert "nobody has checked a scale" in hr.get(path).text
    monkeypatch.setitem(app.config, "INDEX_SCALE", read_scale(document(SCALE)))
    assert "so few indicators" in hr.get(path).text
    more = SCALE + "  14:\n    1: [[3, 85], [100, 9]]\n    4: [[5, 15]]\n"
    monkeypatch.setitem(app.config, "INDEX_SCALE", read_scale(document(more)))
    assert "Scale: made up, checked on 30 September 2026" in hr.get(path).text
    for indicator, most in {"1": 50, "2": 15, "3": 25, "4": 10}.items():
        note = {"indicator": indicator, "maximum": most, "note": most - 1, "year": 2023}
        hr.post("/typed-figures/index-notes/2023", {**note, "source": "x", "dated": "2024-01-01"})
    page = hr.get(path).text
    assert "96 / 100" in page
    assert "They are not those computed here" in page
