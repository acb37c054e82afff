"""Figures about everybody, laid beside tables: none of them is that of one person."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from app.indicators.core import YearStaff, counted
from app.indicators.core.entered import SUBJECTS
from app.indicators.core.entered.lines import Line
from app.indicators.core.entered.tables import typed_table
from app.indicators.core.entered.years import with_typed_years
from app.indicators.core.remembering import digests, told_of
from app.statistics.disclosure import Thresholds
from app.statistics.figures import SUPPRESSED, number
from tests.indicators.factories import make_staff, year_tables

LIMITS = Thresholds()


def tables(*parts):
    return counted(YearStaff(2023, pl.concat(parts), LIMITS))[0]


def index(*parts):
    return tables(*parts)["fpt-index-values"]


def test_a_gap_of_one_group_is_not_an_index():
    """One man of a stream and category beside women: the index would be his pay."""
    groups = [make_staff(20, 0, filiere="ADM"), make_staff(0, 20, filiere="TEC")]
    assert index(*groups, make_staff(20, 1, filiere="MSO")).cell("1", "gap") is None
    mixed = [make_staff(9, 9, filiere=stream) for stream in ("ADM", "TEC", "MSO")]
    assert index(*mixed).cell("1", "gap") == pytest.approx(-0.003, abs=0.01)


def test_the_index_is_that_of_those_whose_pay_is_shown():
    mixed = [make_staff(9, 9, filiere=stream) for stream in ("ADM", "TEC", "MSO")]
    left = make_staff(1, 0, filiere="ADM", remu_brute=90_000.0, date_sortie=dt.date(2023, 6, 1))
    assert index(*mixed).cell("1", "gap") == index(*mixed, left).cell("1", "gap")


def test_promotions_that_are_withheld_are_not_in_the_index():
    can = {"promouvable_grade": True}
    found = tables(
        make_staff(20, 20, promu_grade=False, **can), make_staff(3, 9, promu_grade=True, **can)
    )
    assert found["promotions-category"].cell("total", "women") is SUPPRESSED
    assert found["fpt-index-values"].cell("3", "points") is SUPPRESSED


def test_the_directive_and_the_pay_table_have_one_mean():
    """A mean of each person's pay beside one per full-time equivalent would tell of a part-timer."""
    found = tables(make_staff(30, 30, primes=100.0), make_staff(1, 0, quotite=0.5, primes=100.0))
    for sex in ("women", "men"):
        mean = number(found["pay-category"].cell("total", f"mean_{sex}"))
        assert found["directive-gaps"].cell("a", sex) == mean


def test_means_with_and_without_bonuses_tell_of_no_few():
    found = tables(make_staff(30, 30, primes=100.0), make_staff(2, 0, primes=0.0))
    assert found["directive-gaps"].cell("b-some", "women") is SUPPRESSED


CIVIL = {"grade": "g", "primes": 100.0, "mois_payes": 12.0}


def test_effects_are_not_those_of_a_man_alone():
    apart = [
        make_staff(40, 0, cadre_emplois="ATSEM", **CIVIL),
        make_staff(0, 40, cadre_emplois="Techniciens", **CIVIL),
    ]
    alone = make_staff(0, 1, cadre_emplois="ATSEM", **CIVIL)
    assert tables(*apart, alone).get("gap-made-of-effects") is None
    assert tables(*apart, alone).get("gap-unexplained-all") is None


def test_frameworks_of_few_are_counted_together():
    mixed = [make_staff(20, 20, cadre_emplois=name, **CIVIL) for name in ("a", "b")]
    few = [make_staff(1, 8, cadre_emplois=name, **CIVIL) for name in "cdefg"]
    made = tables(*mixed, *few)["gap-made-of-effects"]
    parts = [number(row.cells[0]) for row in made.rows if not row.total]
    assert sum(parts) == pytest.approx(number(made.cell("total", "euros")), abs=0.05)


def test_the_ten_highest_leave_no_pay_of_two():
    """Twelve in a category, of whom ten are the ten highest: the other two are not told."""
    found = tables(
        make_staff(6, 6, categorie="A", remu_brute=80_000.0),
        make_staff(30, 30, categorie="B"),
        make_staff(30, 30, categorie="C"),
    )
    assert found["ten-highest-all"].cell("total", "sum") == 800_000.0
    assert found["pay-category"].cell("A", "mean_men") is SUPPRESSED


def test_the_size_of_a_quarter_is_known():
    """Women of a quarter, shown, would tell the few men of it."""
    women = [make_staff(1, 0, uid=f"w{n}", remu_brute=20_000.0 + n) for n in range(40)]
    men = [make_staff(0, 1, uid=f"m{n}", remu_brute=20_100.0 + n) for n in range(41)]
    late = [make_staff(0, 1, uid=f"x{n}", remu_brute=20_001.5 + n) for n in range(3)]
    quarters = tables(*women, *men, *late)["pay-quarters-quarter"]
    for row in quarters.rows:
        sexes = [quarters.cell(row.code, sex) for sex in ("women", "men")]
        assert sexes.count(SUPPRESSED) != 1, row.code


def test_full_time_equivalents_of_groups_are_whole():
    found = tables(make_staff(9, 9), make_staff(1, 0, quotite=0.9))
    assert found["staff-category"].cell("A", "fte_women") == 10.0


def test_no_table_of_few_says_which_groups_they_are_of():
    found = tables(
        make_staff(20, 20),
        make_staff(1, 0, date_sortie=dt.date(2023, 6, 1), motif_sortie="Licenciement"),
    )
    for code in ("category", "employment", "reason"):
        table = found.get(f"departures-{code}")
        assert table is None or [row.total for row in table.rows] == [True]


def test_days_of_leave_go_with_those_who_took_it():
    def line(**measures):
        axes = {"kind": "MATERNITY", "category": "A"}
        return Line(2023, axes, measures, "x", dt.date(2024, 1, 1))

    own = line(entitled_women=30, took_women=1, days_women=47)
    table = typed_table(SUBJECTS["family-leave"], 2023, [own], LIMITS)
    [row] = table.rows
    assert table.cell(row.code, "days_women") is SUPPRESSED


def test_a_typed_rate_of_few_is_withheld():
    axes = {"group": "ALL"}
    measures = {"staff_women": 40, "staff_men": 40, "part_time_women": 1, "part_time_men": 10}
    typed = Line(2022, axes, measures, "x", dt.date(2024, 1, 1))
    made = year_tables(2023, {2023: make_staff(30, 30, temps_travail="PLEIN")}, LIMITS)
    series = with_typed_years(made, [typed], 5)["time-series"]
    assert series.cell("2022", "part_time_women") is SUPPRESSED
    assert series.cell("2022", "part_time_men") == 0.25


@pytest.mark.parametrize(
    ("changed", "told"),
    [({}, 0), ({"categorie": "C"}, 1), ({"remu_brute": 1.0}, 1)],
)
def test_many_changes_of_words_do_not_hide_one_of_a_code(changed, told):
    before = pl.concat(make_staff(1, 0, uid=str(n), metier="x") for n in range(30))
    first = before.head(1).with_columns(
        pl.lit(v).cast(before[k].dtype).alias(k) for k, v in changed.items()
    )
    words = before.slice(1, 20).with_columns(metier=pl.lit("y"))
    after = pl.concat([first, words, before.slice(21)])
    then, now = (digests(each, 2023, b"k") for each in (before, after))
    assert told_of(now, then) == (told or 20)
