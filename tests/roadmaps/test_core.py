"""Rules of roadmaps, by tables of cases."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.roadmaps.core.actions import (
    ActionStatus,
    Applicability,
    State,
    Timeliness,
    counts,
    progress,
    progress_of,
    timeliness,
)
from app.roadmaps.core.frequencies import Frequency
from app.roadmaps.core.indicators import (
    Aim,
    Counts,
    CountsProblem,
    Direction,
    IndicatorUnit,
    Pace,
    Point,
    counts_problem,
    read_pace,
)
from app.roadmaps.core.lights import Health, Judgement, Light, Reason, Situation, health
from app.roadmaps.core.merging import Clash, merge
from app.roadmaps.core.periods import (
    NotAPeriod,
    Period,
    Precision,
    add_months,
    code_of,
    read_period,
)
from app.roadmaps.core.plans import Category, category_on, in_force

D = dt.date
TODAY = D(2026, 11, 26)


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("2026", D(2026, 1, 1), D(2026, 12, 31), Precision.YEAR),
        ("mi-2026", D(2026, 1, 1), D(2026, 6, 30), Precision.HALF),
        ("Mid 2026", D(2026, 1, 1), D(2026, 6, 30), Precision.HALF),
        ("S2 2026", D(2026, 7, 1), D(2026, 12, 31), Precision.HALF),
        ("2026-H1", D(2026, 1, 1), D(2026, 6, 30), Precision.HALF),
        ("1er semestre 2027", D(2027, 1, 1), D(2027, 6, 30), Precision.HALF),
        ("first half of 2027", D(2027, 1, 1), D(2027, 6, 30), Precision.HALF),
        ("T3 2026", D(2026, 7, 1), D(2026, 9, 30), Precision.QUARTER),
        ("2026-Q4", D(2026, 10, 1), D(2026, 12, 31), Precision.QUARTER),
        ("3e trimestre 2026", D(2026, 7, 1), D(2026, 9, 30), Precision.QUARTER),
        ("2nd quarter of 2026", D(2026, 4, 1), D(2026, 6, 30), Precision.QUARTER),
        ("02/2028", D(2028, 2, 1), D(2028, 2, 29), Precision.MONTH),
        ("2026-06", D(2026, 6, 1), D(2026, 6, 30), Precision.MONTH),
        ("août  2026", D(2026, 8, 1), D(2026, 8, 31), Precision.MONTH),
        ("Sept. 2026", D(2026, 9, 1), D(2026, 9, 30), Precision.MONTH),
        ("30/06/2026", D(2026, 6, 30), D(2026, 6, 30), Precision.DAY),
        ("2026-06-30", D(2026, 6, 30), D(2026, 6, 30), Precision.DAY),
        ("1er mars 2026", D(2026, 3, 1), D(2026, 3, 1), Precision.DAY),
        ("8 March 2027", D(2027, 3, 8), D(2027, 3, 8), Precision.DAY),
    ],
)
def test_dates_with_their_precision(words, first, last, precision):
    period = read_period(words)
    assert (period.first, period.last, period.precision) == (first, last, precision)
    assert read_period(code_of(period)) == period


@pytest.mark.parametrize(
    "words",
    [
        " ",
        " bientôt ",
        " 31/02/2026 ",
        " 2026-13 ",
        " T5 2026 ",
        " 0 ",
        " 99999 ",
        " 1789 ",
        " 2101 ",
        " S3 2026 ",
        " truc 2026 ",
        " 32 mars 2026 ",
        " 2026-06-31 ",
        " 00/2026",
    ],
)
def test_what_is_no_date(words):
    with pytest.raises(NotAPeriod):
        read_period(words)


@given(st.text(max_size=30))
def test_any_words_are_a_date_or_none(words):
    with contextlib.suppress(NotAPeriod):
        assert read_period(words).first <= read_period(words).last


@pytest.mark.parametrize(
    ("code", "months", "later"),
    [
        ("2026", 12, "2027"),
        ("2026", 1, "2027-01"),
        ("2026-H1", 6, "2026-H2"),
        ("2026-H1", 3, "2026-09"),
        ("2026-Q4", 3, "2027-Q1"),
        ("2026-11", 3, "2027-02"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-12-31", -1, "2026-11-30"),
    ],
)
def test_putting_off(code, months, later):
    assert code_of(read_period(code).later(months)) == later


@given(st.dates(D(1990, 1, 1), D(2100, 12, 31)), st.integers(-120, 120))
def test_months_keep_the_day_or_end_the_month(day, months):
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + dt.timedelta(days=1)).day == 1


def state(status="in_progress", **values):
    for name in ("due", "starts"):
        if values.get(name):
            values[name] = read_period(values[name])
    if "applicability" in values:
        values["applicability"] = Applicability(values["applicability"])
    return State(ActionStatus(status), **values)


@pytest.mark.parametrize(
    ("given", "share"),
    [
        (state("planned"), 0),
        (state("planned", steps=4, steps_done=2), 0),
        (state("in_progress"), 0.5),
        (state("in_progress", steps=4, steps_done=1), 0.25),
        (state("paused"), 0.5),
        (state("paused", steps=4, steps_done=3), 0.75),
        (state("paused", paused_from=ActionStatus.PLANNED), 0),
        (state("done"), 1),
        (state("done", steps=4, steps_done=1), 1),
        (state("abandoned", steps=4, steps_done=4), 0),
    ],
)
def test_progress_of_one_action(given, share):
    assert progress(given) == share


def test_progress_excludes_and_counts_what_it_excludes():
    some = [
        state("done"),
        state("in_progress"),
        state("planned"),
        state("abandoned"),
        state("planned", applicability="not_now"),
    ]
    whole = progress_of(some)
    assert (whole.base, whole.done, whole.abandoned, whole.not_applicable) == (3, 1, 1, 1)
    assert whole.share == pytest.approx(0.5)
    assert progress_of([]).share is None
    assert progress_of([state("abandoned")]).share is None
    assert [counts(each) for each in some] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (state("done", due="2020"), Timeliness.CLOSED),
        (state("abandoned", due="2020"), Timeliness.CLOSED),
        (state(), Timeliness.NO_DATE),
        (state(due="2020", not_before=True), Timeliness.NOT_BEFORE),
        (state(due="2026-11-25"), Timeliness.LATE),
        (state(due="2026-11-26"), Timeliness.SOON),
        (state(due="2026"), Timeliness.ON_TIME),
        (state(due="2026-11"), Timeliness.SOON),
        (state(due="2026-Q3"), Timeliness.LATE),
        (state("planned", due="2026-12-31", starts="2026-01"), Timeliness.BEHIND),
        (state("in_progress", due="2027-12-31", starts="2026-01"), Timeliness.ON_TIME),
        (state("in_progress", due="2027-12-31", starts="2027"), Timeliness.ON_TIME),
        (state("planned", due="2027-06-30", starts="2028"), Timeliness.ON_TIME),
    ],
)
def test_timeliness(given, expected):
    assert timeliness(given, TODAY) is expected


QUIET = Situation(
    actions=3,
    late=0,
    late_starred_steps=0,
    blocked_long=0,
    weak_indicators=0,
    last_news=TODAY,
    rhythm=Frequency.QUARTERLY,
)


def situation(**changes):
    return Situation(**{name: getattr(QUIET, name) for name in Situation.__slots__} | changes)


@pytest.mark.parametrize(
    ("changes", "light", "reasons"),
    [
        ({}, Light.GREEN, ()),
        ({"late_starred_steps": 1}, Light.RED, ((Reason.STEP_LATE, 1),)),
        ({"blocked_long": 2}, Light.RED, ((Reason.BLOCKED_LONG, 2),)),
        ({"late": 4}, Light.AMBER, ((Reason.LATE, 4),)),
        ({"weak_indicators": 1}, Light.AMBER, ((Reason.INDICATOR_WEAK, 1),)),
        ({"last_news": TODAY - dt.timedelta(days=136)}, Light.GREEN, ()),
        ({"last_news": TODAY - dt.timedelta(days=137)}, Light.AMBER, ((Reason.SILENT, 137),)),
        (
            {"last_news": TODAY - dt.timedelta(days=46), "rhythm": Frequency.MONTHLY},
            Light.AMBER,
            ((Reason.SILENT, 46),),
        ),
        ({"late": 1, "blocked_long": 1}, Light.RED, ((Reason.BLOCKED_LONG, 1), (Reason.LATE, 1))),
        ({"actions": 0, "late": 0}, Light.NONE, ((Reason.NO_ACTION, 0),)),
        ({"ended": True, "late": 9}, Light.NONE, ((Reason.ENDED, 0),)),
        (
            {"late": 1, "judgement": Judgement(Light.GREEN, TODAY)},
            Light.GREEN,
            ((Reason.JUDGED, 0), (Reason.LATE, 1)),
        ),
        (
            {"late": 1, "judgement": Judgement(Light.GREEN, TODAY - dt.timedelta(days=1))},
            Light.AMBER,
            ((Reason.LATE, 1),),
        ),
    ],
)
def test_lights(changes, light, reasons):
    assert health(situation(**changes), TODAY) == Health(light, reasons)


def year_end(year, value):
    return Point(D(year, 12, 31), value)


CLAUSE = Aim(Direction.UP, Frequency.YEARLY, year_end(2021, 12), year_end(2027, 25))
TRAINED = Aim(Direction.UP, Frequency.YEARLY, year_end(2024, 0), year_end(2026, 40))
DOWN = Aim(Direction.DOWN, Frequency.YEARLY, Point(D(2024, 1, 1), 30), Point(D(2024, 1, 21), 10))


@pytest.mark.parametrize(
    ("aim", "last", "pace", "ratio"),
    [
        (CLAUSE, year_end(2024, 18), Pace.MODERATE, 0.923),
        (CLAUSE, year_end(2024, 18.2), Pace.ON_PACE, 0.953),
        (CLAUSE, year_end(2024, 11), Pace.REVERSE, -0.154),
        (CLAUSE, year_end(2024, 12), Pace.LIMITED, 0),
        (CLAUSE, year_end(2024, 25), Pace.ACHIEVED, None),
        (TRAINED, year_end(2025, 20), Pace.ON_PACE, 1),
        (DOWN, Point(D(2024, 1, 11), 24), Pace.MODERATE, 0.6),
    ],
)
def test_pace_of_indicators(aim, last, pace, ratio):
    reading = read_pace(aim, [last], last.on)
    assert reading.pace is pace
    assert reading.ratio == (None if ratio is None else pytest.approx(ratio, abs=1e-3))


@pytest.mark.parametrize(
    ("aim", "values", "today"),
    [
        (CLAUSE, [], TODAY),
        (Aim(Direction.UP, Frequency.YEARLY, None, year_end(2027, 25)), [year_end(2024, 18)], None),
        (Aim(Direction.UP, Frequency.YEARLY, year_end(2021, 12)), [year_end(2024, 18)], None),
        (CLAUSE, [year_end(2021, 18)], None),
        (
            Aim(Direction.UP, Frequency.YEARLY, year_end(2021, 25.5), year_end(2027, 25.5)),
            [year_end(2024, 18)],
            None,
        ),
        (CLAUSE, [year_end(2024, 18)], D(2026, 7, 2)),
        (Aim(Direction.NONE, Frequency.YEARLY), [year_end(2024, 18)], None),
    ],
)
def test_no_pace_without_enough_data(aim, values, today):
    assert read_pace(aim, values, today or values[-1].on).pace is Pace.NO_DATA


@pytest.mark.parametrize(
    ("values", "pace"),
    [
        ([45], Pace.ACHIEVED),
        ([30], Pace.NO_DATA),
        ([30, 35], Pace.MODERATE),
        ([35, 30], Pace.REVERSE),
        ([62, 61], Pace.MODERATE),
        ([30, 60], Pace.ACHIEVED),
    ],
)
def test_pace_of_a_range(values, pace):
    aim = Aim(Direction.RANGE, Frequency.YEARLY, low=40, high=60)
    points = [year_end(2020 + place, value) for place, value in enumerate(values)]
    assert read_pace(aim, points, points[-1].on).pace is pace


@pytest.mark.parametrize(
    ("unit", "counts", "problem"),
    [
        ("share", Counts(5, 20), None),
        ("share", Counts(5, 20, women=5, men=15), None),
        ("share", Counts(5), CountsProblem.NO_DENOMINATOR),
        ("share", Counts(0, 0), CountsProblem.ZERO_DENOMINATOR),
        ("share", Counts(21, 20), CountsProblem.ABOVE_DENOMINATOR),
        ("share", Counts(5, 20, women=15, men=6), CountsProblem.SEXES_ABOVE_TOTAL),
        ("people", Counts(30, women=20, men=10), None),
        ("people", Counts(30, women=20), None),
        ("people", Counts(30, women=20, men=10, other=1), CountsProblem.SEXES_ABOVE_TOTAL),
        ("people", Counts(-1), CountsProblem.NEGATIVE),
        ("people", Counts(1, women=-1), CountsProblem.NEGATIVE),
        ("people", Counts(1.5), CountsProblem.NOT_WHOLE),
        ("euros", Counts(1.5), None),
    ],
)
def test_counts_that_cannot_be(unit, counts, problem):
    assert counts_problem(IndicatorUnit(unit), counts) is problem


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "values", "taken", "clashes"),
    [
        ("a", "a", "a", "a", (), ()),
        ("a", "b", "a", "b", (), ()),
        ("a", "a", "b", "b", ("f",), ()),
        ("a", "b", "b", "b", (), ()),
        ("a", "b", "c", "b", (), (Clash("f", "a", "c", "b"),)),
    ],
)
def test_merging(was, mine, theirs, values, taken, clashes):
    merged = merge({"f": was}, {"f": mine}, {"f": theirs})
    assert (merged.values, merged.taken, merged.clashes) == ({"f": values}, taken, clashes)


@given(*[st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz")) for _ in range(3)])
def test_merging_loses_nothing_of_mine(was, mine, theirs):
    merged = merge(was, mine, theirs)
    for field, sent in mine.items():
        if sent != was.get(field, ""):
            assert merged.values[field] == sent


def test_categories_are_dated():
    dated = [(D(2024, 1, 1), Category.LAUNCH), (D(2026, 1, 1), Category.SUSTAIN)]
    assert category_on(dated, D(2023, 1, 1)) is None
    assert category_on(dated, D(2025, 12, 31)) is Category.LAUNCH
    assert category_on(dated, D(2026, 1, 1)) is Category.SUSTAIN


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False)],
)
def test_mandates_hold_to_their_last_day(start, end, holds):
    day = lambda days: None if days is None else TODAY + dt.timedelta(days=days)  # noqa: E731
    assert in_force(day(start), day(end), TODAY) is holds


def test_a_period_of_a_day():
    assert Period(TODAY).first == TODAY
    assert Period.holding(TODAY, Precision.QUARTER).number == 4
