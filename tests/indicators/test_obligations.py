"""What texts ask for by name: balanced appointments, the index, the directive."""

import datetime as dt

import polars as pl
import pytest

from app.indicators.core import YearStaff, counted
from app.indicators.core.appointments import RULES, balance, rule_of
from app.indicators.core.catalogue import asked
from app.indicators.core.catalogue.fpt_index import index_values
from app.indicators.core.counts.figures import YearFigures
from app.indicators.core.entered import SUBJECTS
from app.indicators.core.entered.lines import read_line
from app.indicators.service.obligations import Index
from app.statistics.disclosure import Thresholds
from tests.indicators.factories import agents_of, make_staff

HALF = RULES[-1]


@pytest.mark.parametrize(
    ("women", "men", "required", "missing", "large", "small"),
    [
        (1, 4, 2, 1, 90_000, 50_000),
        (1, 3, 2, 1, 90_000, 50_000),
        (3, 3, 3, 0, 0, 0),
        (2, 5, 3, 1, 90_000, 50_000),
        (0, 0, 0, 0, 0, 0),
    ],
)
def test_appointments_of_the_reference(women, men, required, missing, large, small):
    found = balance((women, men), None, HALF)
    assert (found.required, found.missing, found.large, found.small) == (
        required,
        missing,
        large,
        small,
    )


@pytest.mark.parametrize(("posted", "exempt"), [((2, 5), True), ((4, 6), True), ((3, 7), False)])
def test_balanced_posts_exempt(posted, exempt):
    found = balance((1, 4), posted, HALF)
    assert found.exempt is exempt
    assert found.missing == 1
    assert found.large == (0 if exempt else 90_000)


def test_rules_are_dated():
    assert rule_of(dt.date(2023, 12, 31)).share == 40
    assert rule_of(dt.date(2026, 12, 31)).share == 50
    with pytest.raises(ValueError, match="no rule"):
        rule_of(dt.date(1999, 1, 1))


def year(agents):
    """The figures of a year, before any gate."""
    return YearFigures.of(YearStaff(2023, agents, Thresholds()), asked())


def test_the_index_of_the_reference():
    """The worked case of pay, and 37 of 102 women against 31 of 70 men promoted."""
    groups = [
        ("ADM", "A", 60, 48_000, 40, 52_000),
        ("ADM", "B", 50, 36_000, 10, 36_500),
        ("ADM", "C", 80, 29_500, 12, 29_000),
        ("TEC", "A", 30, 50_500, 70, 53_000),
        ("TEC", "B", 35, 37_500, 140, 38_500),
        ("TEC", "C", 60, 28_000, 640, 29_800),
        ("MSO", "A", 12, 39_000, 0, 0),
    ]
    rows = [
        {"uid": "", "sexe": sex, "filiere": stream, "categorie": category, "remu_brute": float(pay)}
        for stream, category, women, pay_women, men, pay_men in groups
        for sex, people, pay in (("F", women, pay_women), ("H", men, pay_men))
        for _ in range(people)
    ]
    women, men = ([n for n, row in enumerate(rows) if row["sexe"] == sex] for sex in ("F", "H"))
    for numbers, promoted, eligible in ((women, 37, 102), (men, 31, 70)):
        for place, number in enumerate(numbers[:eligible]):
            rows[number] |= {"promouvable_grade": True, "promu_grade": place < promoted}
    one, two, three, four = index_values(year(agents_of(*rows)))
    assert one.cells == (pytest.approx(-0.047655, abs=5e-7), None, None)
    assert two.cells == (None, None, None)  # nobody on contract: not calculable
    assert three.cells == (None, pytest.approx(-0.08011, abs=5e-6), None)
    assert four.cells[2] == 0  # seven of them are men, drawn from 70 at the same pay


def test_fewer_than_ten_are_not_calculable():
    staff = make_staff(9, 30, promouvable_grade=True, promu_grade=False)
    assert [row.cells for row in index_values(year(staff))][:3] == [(None, None, None)] * 3


def test_the_directive_of_the_reference():
    """Twelve people, ten times: base and variable; the base of (b) flips its sign."""
    women = [(24, 0), (26, 0.5), (28, 0.6), (31, 0), (36, 1.2), (60, 6)]
    men = [(26.5, 0), (29, 0.9), (30, 1), (33, 1.5), (40, 2.5), (52, 4)]
    agents = pl.concat(
        agents_of({"sexe": sex, "remu_brute": 1000.0 * (base + more), "primes": 1000.0 * more})
        for sex, people in (("F", women), ("H", men))
        for base, more in people * 10
    )
    staff = YearStaff(2023, agents, Thresholds())
    rows = {row.code: row.cells for row in counted(staff)[0]["directive-gaps"].rows}
    assert rows["a"] == pytest.approx((35_550.0, 36_733.33, 0.032214), abs=5e-3)
    assert rows["a"][2] == pytest.approx(0.032214, abs=5e-7)
    assert rows["b"][2] == pytest.approx(0.161616, abs=5e-6)
    assert rows["b-some"][2] == pytest.approx(-0.04798, abs=5e-6)


@pytest.mark.parametrize(
    ("note", "most", "whole", "met"), [(50, 50, False, False), (78, 100, True, True)]
)
def test_an_index_is_judged_when_all_its_scores_are_known(note, most, whole, met):
    index = Index(note, most)
    assert (index.whole, index.met) == (whole, met)


def test_a_year_to_come_is_typed_as_a_forecast_alone():
    usual = {"source": "x", "dated": "2024-01-01"}
    cells = usual | {"year": "2027", "group": "ALL", "staff_women": "3", "staff_men": "3"}
    today = dt.date(2024, 2, 1)
    assert read_line(SUBJECTS["years"], cells, today)[0].year == 2027
    assert read_line(SUBJECTS["years"], cells | {"year": "2028"}, today)[0] is None
    score = usual | {"indicator": "1", "maximum": "50"}
    assert read_line(SUBJECTS["index-notes"], score | {"year": "2025"}, today)[0] is None


def test_a_score_is_a_whole_number_of_a_hundred_at_most():
    subject = SUBJECTS["index-notes"]

    def read(**cells):
        usual = {"year": "2023", "indicator": "1", "source": "x", "dated": "2024-01-01"}
        return read_line(subject, usual | cells, dt.date(2024, 2, 1))

    assert read(maximum="50", note="46")[0].measures == {"maximum": 50, "note": 46}
    for cells in ({"maximum": "108"}, {"maximum": "50", "note": "51"}, {"note": "4.5"}):
        assert read(**cells)[0] is None
