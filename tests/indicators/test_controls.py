"""Who is counted, and what somebody is asked to look at."""

import datetime as dt

import polars as pl
import pytest

from app.indicators.core import Control, drift
from app.indicators.core.agents import present
from app.indicators.core.columns import LINE
from app.indicators.core.controls import moves, remarks, same_as, same_year
from app.indicators.core.remembering import digests, profile
from tests.indicators.factories import agents_of, make_staff

DAY, BEFORE, AFTER = dt.date(2023, 6, 1), dt.date(2022, 6, 1), dt.date(2024, 6, 1)


@pytest.mark.parametrize(
    ("says", "counted"),
    [
        ({}, True),
        ({"date_sortie": DAY}, False),
        ({"date_sortie": dt.date(2023, 12, 31)}, False),
        ({"date_sortie": AFTER}, True),
        ({"date_entree_coll": DAY}, True),
        ({"date_entree_coll": AFTER}, False),
        ({"present_3112": False}, False),
        ({"present_3112": True}, True),
        ({"position_statutaire": "ACT"}, True),
        ({"position_statutaire": "DET_IN"}, True),
        ({"position_statutaire": "MAD"}, True),
        ({"position_statutaire": "DISPO"}, False),
        ({"position_statutaire": "DET_OUT"}, False),
        ({"position_statutaire": "CPAR"}, False),
    ],
    ids=str,
)
def test_who_is_staff_on_31_december(says, counted):
    assert agents_of(says).filter(present(2023)).height == counted


def lined(*rows):
    return agents_of(*rows).with_columns(pl.Series(LINE, range(2, len(rows) + 2)))


@pytest.mark.parametrize(
    ("says", "control"),
    [
        ({"remu_brute": 9000.0}, Control.LOW_PAY),
        ({"remu_brute": 300000.0}, Control.HIGH_PAY),
        ({"quotite": 0.03, "remu_brute": 1000.0}, Control.LITTLE_TIME),
        ({"promu_grade": True, "promouvable_grade": False}, Control.PROMOTED_NOT_ELIGIBLE),
        ({"present_3112": True, "date_sortie": DAY}, Control.PRESENT_BUT_LEFT),
    ],
)
def test_odd_lines_are_listed(says, control):
    [remark] = remarks(lined({}, says, {}), 2023)
    assert (remark.control, remark.count, remark.lines) == (control, 1, (3,))


def test_the_parts_of_a_pay_make_the_whole():
    parts = {"traitement": 30000.0, "sft": 500.0, "primes": 5500.0}
    whole = lined({**parts, "remu_brute": 36000.0}, {**parts, "remu_brute": 37000.0})
    agents = whole.with_columns(traitement=pl.lit(30000.0), sft=pl.lit(500.0))
    [remark] = remarks(agents, 2023)
    assert (remark.control, remark.lines) == (Control.PARTS_DIFFER, (3,))


def test_a_file_of_an_earlier_year_is_recognised():
    [remark] = same_year(agents_of({"date_recrut": BEFORE}, {}), 2023)
    assert (remark.control, remark.detail) == (Control.NO_DATE_OF_THE_YEAR, "2022")
    assert same_year(agents_of({"date_recrut": BEFORE}, {"date_sortie": DAY}), 2023) == []
    assert same_year(agents_of({}), 2023) == []
    [remark] = same_as("abc", [(2021, "x"), (2022, "abc")])
    assert (remark.control, remark.detail) == (Control.SAME_AS_YEAR, "2022")


def changes(now, before):
    """What drifted, and who came or went, since a year of which digests are left."""
    lined = now.with_columns(pl.int_range(2, now.height + 2, dtype=pl.UInt32).alias(LINE))
    moved = moves(lined, 2023, digests(before, 2022, b"k"))
    seen = [*drift(lined, 2023, profile(before, 2022)), *moved]
    return {each.control: each for each in seen}


def test_drift_from_the_year_before():
    before = make_staff(50, 50, direction="Culture")
    assert changes(before, before) == {}
    fewer = make_staff(20, 60, direction="Sport", remu_brute=50000.0)
    seen = changes(fewer, before)
    assert seen[Control.STAFF_CHANGED].detail == "100 → 80"
    assert seen[Control.WOMEN_SHARE_CHANGED].detail == "50.0 → 25.0"
    assert seen[Control.DIRECTORATE_GONE].detail == "Culture"
    assert {Control.FTE_CHANGED, Control.PAY_CHANGED} <= set(seen)


def test_stock_and_moves_add_up():
    """Stock of before, plus those who came, less those who left, is the stock of now."""
    before = make_staff(20, 20)
    stays = before.head(39)
    came = agents_of({"uid": "new", "date_recrut": DAY})
    left = before.tail(1).with_columns(date_sortie=pl.lit(DAY))
    assert changes(pl.concat([stays, came, left]), before) == {}
    undated = pl.concat([stays, agents_of({"uid": "new"})])
    seen = changes(undated, before)
    assert (seen[Control.CAME_WITHOUT_DATE].count, seen[Control.CAME_WITHOUT_DATE].lines) == (
        1,
        (41,),
    )
    assert seen[Control.GONE_WITHOUT_DATE].count == 1
