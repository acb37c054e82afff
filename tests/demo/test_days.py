"""The calendar of the demonstration."""

import datetime as dt

import pytest

from app.demo.days import Days, morning
from app.roadmaps.core.periods import Period, Precision, code_of

PLAN = {"starts_on": dt.date(2024, 1, 1), "ends_on": dt.date(2026, 12, 31), "goes_on": True}
NETWORK = {"starts_on": dt.date(2025, 7, 1), "ends_on": dt.date(2028, 12, 31), "goes_on": True}
PAST = {"starts_on": dt.date(2021, 10, 1), "ends_on": dt.date(2023, 12, 31)}
THURSDAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("plan", "today", "first", "last"),
    [
        (PLAN, "2024-03-01", "2024-01-01", "2026-12-31"),
        (PLAN, "2026-12-31", "2024-01-01", "2026-12-31"),
        (PLAN, "2027-01-01", "2025-01-01", "2027-12-31"),
        (PLAN, "2031-02-10", "2029-01-01", "2031-12-31"),
        (NETWORK, "2024-03-01", "2025-07-01", "2028-12-31"),
        (NETWORK, "2031-02-10", "2028-07-01", "2031-12-31"),
        (PAST, "2031-02-10", "2021-10-01", "2023-12-31"),
    ],
)
def test_a_plan_that_goes_on_is_never_over(plan, today, first, last):
    days = Days.of(plan, dt.date.fromisoformat(today))
    assert (days.first.isoformat(), days.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (-1, "2026-11-25"),
        (-4, "2026-11-20"),  # a Sunday, so the Friday before
        (-5, "2026-11-20"),
        (12, "2026-12-08"),
        (-5000, "2024-01-01"),
        (5000, "2026-12-31"),
        (dt.date(2024, 2, 29), "2024-02-29"),
    ],
)
def test_a_number_counts_days_from_today(written, day):
    assert Days.of(PLAN, THURSDAY).day(written) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("written", "today", "code"),
    [
        (12, THURSDAY, "2026-12-08"),
        ("+5m", THURSDAY, "2026-12"),
        ("-100q", THURSDAY, "2026-Q3"),
        ("+20h", THURSDAY, "2026-H2"),
        ("mi-2026", THURSDAY, "2026-H1"),
        ("2026-T4", dt.date(2028, 5, 2), "2028-Q4"),
        ("2026", dt.date(2028, 5, 2), "2028"),
        (dt.date(2024, 2, 29), dt.date(2028, 5, 2), "2026-02-28"),
    ],
)
def test_a_period_moves_with_its_plan(written, today, code):
    assert code_of(Days.of(PLAN, today).period(written)) == code


def test_no_period_where_none_is_written():
    assert Days.of(PLAN, THURSDAY).period(None) is None
    assert Days.of(PLAN, THURSDAY).period("2024") == Period(dt.date(2024, 12, 31), Precision.YEAR)


def test_what_has_not_happened_yet_is_left_out():
    entries = [{"on": dt.date(2024, 5, 7)}, {"on": -400}, {"on": -10}, {"on": 3}]
    loaded = Days.of(PLAN, THURSDAY).in_order(entries)
    assert [day.isoformat() for day, _ in loaded] == ["2024-05-07", "2025-10-22", "2026-11-16"]


def test_nothing_comes_before_what_is_written_above_it():
    entries = [{"on": dt.date(2024, 2, 20)}, {"on": dt.date(2024, 9, 10)}, {"on": -40}]
    loaded = list(Days.of(PLAN, dt.date(2024, 3, 1)).in_order(entries))
    assert [day.isoformat() for day, _ in loaded] == ["2024-02-20", "2024-02-20"]
    assert loaded[1][1] == {"on": -40}


def test_a_plan_that_has_not_begun_has_no_news():
    days = Days.of(NETWORK, dt.date(2024, 3, 1))
    assert list(days.in_order([{"on": -10}, {"on": dt.date(2025, 12, 11)}])) == []


def test_a_moment_is_of_no_clock():
    assert morning(THURSDAY) == dt.datetime(2026, 11, 26, 9, tzinfo=dt.UTC)
