"""Years without a file, past or to come, in the series."""

import datetime as dt

from app.indicators.core.entered.lines import Line
from app.indicators.core.entered.years import with_typed_years
from app.indicators.core.standing import changes
from app.statistics.disclosure import Thresholds
from app.statistics.figures import SUPPRESSED
from tests.indicators.factories import make_staff, year_tables


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
