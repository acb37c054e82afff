"""What makes up the gap of pay, what stays unexplained, and whether women come to what men do."""

import random
from dataclasses import astuple

import polars as pl
import pytest

from app.indicators.core import YearStaff
from app.indicators.core.catalogue import asked
from app.indicators.core.catalogue.access import (
    ceiling,
    high_end,
    low_end,
    odds_ratio,
    risk_ratio,
)
from app.indicators.core.catalogue.explained import made_up_of, unexplained
from app.indicators.core.catalogue.highest import ten_highest
from app.indicators.core.catalogue.staffing import dissimilarity
from app.indicators.core.counts.figures import YearFigures
from app.indicators.core.effects import Cell, effects
from app.statistics.disclosure import Thresholds
from tests.indicators.factories import agents_of, make_staff


def year(agents):
    """The figures of a year, before any gate."""
    return YearFigures.of(YearStaff(2023, agents, Thresholds()), asked())


def test_effects_by_hand():
    """One framework, two grades, women at half time: only time and grades make the gap."""
    women = {("c", "1"): Cell(10, 5.0, 150_000, 15_000), ("c", "2"): Cell(0, 0.0, 0, 0)}
    men = {
        ("c", "1"): Cell(5, 5.0, 150_000, 15_000),
        ("c", "2"): Cell(5, 5.0, 200_000, 20_000),
    }
    found = effects(women, men)
    assert found.gap == pytest.approx(35_000 - 15_000)
    assert found.part_time == pytest.approx(20_000 - 5_000)
    assert found.segregation == pytest.approx(0)
    # in grade 1: (0.5 - 1) x 30,000; in grade 2: (0.5 - 0) x 40,000
    assert found.demography == pytest.approx(-15_000 + 20_000)
    assert (found.bonuses, found.rest) == pytest.approx((0, 0))


def test_frameworks_alone():
    women = {("low", ""): Cell(3, 3.0, 60_000, 0), ("high", ""): Cell(1, 1.0, 40_000, 0)}
    men = {("low", ""): Cell(1, 1.0, 20_000, 0), ("high", ""): Cell(3, 3.0, 120_000, 0)}
    found = effects(women, men)
    assert found.segregation == pytest.approx(found.gap) == pytest.approx(10_000)


@pytest.mark.parametrize("seed", range(20))
def test_effects_add_up_to_the_gap(seed):
    rng = random.Random(seed)

    def cells():
        places = [(c, g) for c in "abc" for g in "12" if rng.random() < 0.7]
        people = {place: rng.randint(1, 40) for place in places}
        return {
            place: Cell(
                n, n * rng.uniform(0.5, 1), n * rng.uniform(2e4, 5e4), n * rng.uniform(1e3, 9e3)
            )
            for place, n in people.items()
        }

    found = effects(cells() or {("a", "1"): Cell(1, 1.0, 1.0, 0.0)}, cells())
    if found is not None:
        gap, *parts = astuple(found)
        assert sum(parts) == pytest.approx(gap)


def test_nobody_paid_has_no_gap():
    assert effects({}, {("a", ""): Cell(1, 1.0, 1.0, 0.0)}) is None


def test_few_people_are_not_explained():
    staff = year(make_staff(29, 40, cadre_emplois="x", grade="y", primes=10.0))
    assert made_up_of(staff) is None
    assert unexplained(staff) is None


def test_the_gap_at_equal_traits():
    """Women are paid 3 % less in each framework, and are more in the better-paid one."""
    rng = random.Random(4)
    rows = [
        {
            "uid": f"{n:04}",
            "sexe": sex,
            "cadre_emplois": framework,
            "annee_naissance": rng.randint(1965, 1995),
            "remu_brute": pay * (0.97 if sex == "F" else 1) * rng.lognormvariate(0, 0.01),
        }
        for n, (sex, framework, pay) in enumerate(
            [("F", "a", 50_000.0)] * 80
            + [("F", "b", 25_000.0)] * 40
            + [("H", "a", 50_000.0)] * 40
            + [("H", "b", 25_000.0)] * 80
        )
    ]
    [row] = unexplained(year(agents_of(*rows)))
    gap, low, high, people, explained = row.cells
    assert gap == pytest.approx(-0.03, abs=0.004)
    assert low < gap < high < 0
    assert people == 240
    assert explained > 0.99


def test_the_ten_highest():
    agents = pl.concat(
        [
            make_staff(3, 7, remu_brute=90_000.0, mois_payes=12.0),
            make_staff(50, 50, remu_brute=20_000.0),
        ]
    )
    [row] = ten_highest(year(agents))
    assert row.cells == (900_000.0, 3, 7, 120.0)
    assert ten_highest(year(make_staff(4, 5))) is None


def test_ratios_by_hand():
    """37 of 102 women, 31 of 70 men."""
    four = (37, 102, 31, 70)
    assert risk_ratio(*four) == pytest.approx(0.819101, abs=1e-6)
    assert odds_ratio(*four) == pytest.approx(37 * 39 / (31 * 65))
    assert low_end(*four) < risk_ratio(*four) < 1 < high_end(*four)
    assert low_end(*four) * high_end(*four) == pytest.approx(risk_ratio(*four) ** 2)
    assert ceiling(30, 360, 70, 640) == pytest.approx(1.2)


@pytest.mark.parametrize("four", [(0, 9, 3, 9), (3, 9, 0, 9), (0, 0, 0, 0), (9, 9, 9, 9)])
def test_nobody_or_everybody(four):
    for measure in (risk_ratio, odds_ratio, low_end, high_end, ceiling):
        measure(*four)
    assert low_end(*four) in (None, pytest.approx(1))


def test_dissimilarity_of_the_reference():
    frameworks = [(480, 95), (170, 1210), (65, 40), (55, 4), (9, 30), (30, 60)]
    assert dissimilarity([(809, 1439), *frameworks]) == pytest.approx(0.6451, abs=5e-5)
    # groups that are withheld count as one
    assert dissimilarity([(809, 1439), *frameworks[:4]]) == pytest.approx(0.6451, abs=0.01)
    assert dissimilarity([(0, 9), (0, 9)]) is None
