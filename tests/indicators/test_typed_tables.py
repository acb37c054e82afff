"""Typed figures as tables: added up, and through the gate."""

import datetime as dt
import random

import pytest

from app.indicators.core.entered import SHOWN, SUBJECTS
from app.indicators.core.entered.lines import Line
from app.indicators.core.entered.tables import typed_table
from app.reports.core.chapters import Chapter
from app.statistics.disclosure import Thresholds
from app.statistics.figures import SUPPRESSED, Unit

LIMITS = Thresholds()
DAY = dt.date(2024, 2, 1)


def line(subject, *options, **measures):
    axes = dict(zip((axis.main for axis in SUBJECTS[subject].axes), options, strict=True))
    codes = {each.code for each in SUBJECTS[subject].measures}
    return Line(2023, axes, dict.fromkeys(codes) | measures, "SIRH", DAY)


def table(subject, *lines):
    return typed_table(SUBJECTS[subject], 2023, lines, LIMITS)


def test_nothing_typed_is_no_table():
    assert table("sanctions") is None


def test_every_subject_is_in_a_chapter_of_the_report():
    assert {Chapter(each.chapter) for each in SHOWN.values()}
    assert all(each.bases for each in SHOWN.values())


def test_months_are_added_up():
    found = table(
        "platform",
        line("platform", "01", "PHONE", "MORAL", "YES", received=6, treated=5, delay=10),
        line("platform", "02", "ONLINE", "MORAL", "NO", received=8, treated=10, delay=40),
        line("platform", "02", "PHONE", "SEXIST", "NO", received=0),
    )
    assert [row.code for row in found.rows] == ["MORAL", "SEXIST", "~total"]
    assert found.cell("MORAL", "received") == 14
    assert found.cell("MORAL", "delay") == pytest.approx(30)
    assert found.cell("SEXIST", "received") == 0
    assert found.cell("~total", "received") == 14


def test_a_small_number_goes_with_another():
    found = table(
        "sanctions",
        line("sanctions", "G1", people_women=9, people_men=2),
        line("sanctions", "G2", people_women=7, people_men=20),
        line("sanctions", "G3", people_women=0, people_men=30),
    )
    men = found.column("people_men")
    assert found.cell("G1", "people_men") is SUPPRESSED
    assert men.count(SUPPRESSED) == 2
    assert SUPPRESSED not in found.column("people_women")


def test_days_go_with_the_people_they_are_of():
    found = table(
        "family-leave",
        line("family-leave", "PATERNITY", "ALL", entitled_men=9, took_men=2, days_men=50),
    )
    assert found.cell("PATERNITY-ALL", "took_men") is SUPPRESSED
    assert found.cell("PATERNITY-ALL", "entitled_men") == 9


def test_what_the_law_makes_public_is_shown():
    found = table(
        "senior-appointments", line("senior-appointments", "DGA", "FIRST", people_women=1)
    )
    assert found.cell("DGA-FIRST", "people_women") == 1


@pytest.mark.parametrize("code", sorted(SHOWN))
def test_no_small_number_of_people_is_shown(code):
    subject, rng = SUBJECTS[code], random.Random(code)
    lines = []
    for _ in range(12):
        options = [rng.choice([*axis.options] or ["x", "y"]) for axis in subject.axes]
        own = {each.code: rng.randint(0, 9) for each in subject.measures}
        for each in subject.measures:
            if each.within:
                own[each.code] = rng.randint(0, own[each.within])
        lines.append(line(code, *options, **own))
    unique = {tuple(each.axes.values()): each for each in lines}
    found = typed_table(subject, 2023, [*unique.values()], LIMITS)
    small = [
        cell
        for row in found.rows
        for cell, column in zip(row.cells, found.columns, strict=True)
        if column.unit is Unit.COUNT and cell is not SUPPRESSED and 0 < cell < LIMITS.cell
    ]
    assert subject.public or not small
