"""Years without a file, past or to come, in the series."""

import datetime as dt

import polars as pl

from app.indicators.core.entered.lines import Line
from app.indicators.core.entered.years import with_typed_years
from app.indicators.core.standing import changes, reversal
from app.indicators.following import AIMS, Aimed
from app.statistics.disclosure import Thresholds
from app.statistics.figures import SUPPRESSED
from app.text import both
from tests.indicators.factories import csv_file, make_staff, year_tables
from tests.indicators.sending import confirm


def line(year, group="ALL", **measures):
    return Line(year, {"group": group}, measures, "bilan social", dt.date(2024, 1, 1))


def tables():
    return year_tables(2023, {2022: make_staff(30, 30), 2023: make_staff(40, 20)}, Thresholds())


def test_a_past_year_and_a_forecast_are_lines_of_the_series():
    lines = [
        line(
            2021, staff_women=20, staff_men=30, fte_women=18.5, fte_men=29, age_women=40, age_men=50
        ),
        line(2025, staff_women=45, staff_men=25, mean_pay_women=30_000, mean_pay_men=32_000),
        line(2023, staff_women=1, staff_men=1),  # the file of the year counts, not this
        line(2015, staff_women=9, staff_men=9),  # too far
        line(2021, "A", staff_women=9, staff_men=9),
    ]
    found = with_typed_years(tables(), lines, 5)
    staff, pay = found["staff-series"], found["pay-series"]
    assert [row.code for row in staff.rows] == ["2021", "2022", "2023", "2025"]
    assert staff.cell("2021", "total") == 50
    assert staff.cell("2021", "mean_age") == 46
    assert staff.cell("2021", "fte") == 47.5
    assert staff.rows[-1].label.en == "2025 (forecast)"
    assert pay.cell("2025", "mean_gap") == -0.0625
    assert staff.cell("2023", "women") == 40
    assert {row.code for row in found["careers-series"].rows} == {"2022", "2023"}


def test_what_changed_is_of_the_year_and_not_of_a_forecast():
    found = with_typed_years(tables(), [line(2025, staff_women=900, staff_men=5)], 5)
    moved = {each.column.code: (each.before, each.now) for each in changes(found)}
    assert moved["women"] == (30, 40)


def test_few_people_are_withheld():
    found = with_typed_years(tables(), [line(2021, staff_women=4, staff_men=30)], 5)
    assert set(found["staff-series"].rows[0].cells) <= {SUPPRESSED, None}


def test_nothing_typed_changes_nothing():
    assert with_typed_years(tables(), [], 5) == tables()


def pay_of(*groups):
    return year_tables(
        2023,
        {
            2023: pl.concat(
                make_staff(women, men, filiere=stream, remu_brute=float(pay))
                for stream, women, men, pay in groups
            )
        },
        Thresholds(),
    )


def test_the_gap_of_all_and_that_of_groups_are_said_when_they_differ():
    """As many are paid alike in each stream: women are ahead by the streams that they are of."""
    found = reversal(pay_of(("ADM", 60, 20, 40_000), ("TEC", 20, 60, 25_000)))
    assert found.raw > 0.1
    assert abs(found.within) < 1e-9
    assert not found.turned
    assert reversal(pay_of(("ADM", 30, 30, 40_000), ("TEC", 30, 30, 25_000))) is None


def test_targets_of_roadmaps_are_on_the_page_of_what_they_follow(hr, monkeypatch):
    def aims(codes, today):
        assert "hr:staff-series:share" in codes
        return [Aimed(both("Mixité"), "/x", "40% by 2026", ("On pace", "ok", "circle-check"))]

    monkeypatch.setitem(AIMS, "roadmaps", aims)
    confirm(hr, csv_file(60))
    page = hr.get("/indicators/2023/staff").get_data(as_text=True)
    assert "Aimed at by roadmaps" in page
    assert "40% by 2026" in page
    assert "On pace" in page
