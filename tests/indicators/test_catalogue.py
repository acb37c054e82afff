"""The catalogue: each indicator whole, each shown wherever indicators are, none for nobody."""

import dataclasses
import datetime as dt
import random
import re

import polars as pl
import pytest

from app.indicators.core import TABLES, THEMES
from app.indicators.core.agents import NOBODY
from app.indicators.core.catalogue import INDICATORS, declared_tables
from app.indicators.core.catalogue.declaring import Cut
from app.indicators.core.catalogue.shared import heads
from app.indicators.core.columns import BIRTH, USED
from app.indicators.core.counts.people import STAFF
from app.indicators.core.guide import guide
from app.law import Evidence
from app.reports.core.chapters import Chapter, indicators_of
from app.statistics.disclosure import Thresholds
from app.statistics.figures import ChartForm, Unit, numbers
from app.text import Text
from app.web.drawings import drawn
from tests.indicators.factories import (
    agents_of,
    any_agent,
    csv_file,
    make_agent,
    make_staff,
    year_tables,
)
from tests.indicators.sending import confirm
from tests.reports.factories import drafted
from tools.guide import PATH
from tools.states import NUMBERS, states, tables_there
from tools.states import PATH as STATES

LIMITS = Thresholds()
KNOWN = {BIRTH, *USED}


def by_code(indicator):
    return indicator.code


def texts_of(declared):
    """Every text that a declaration holds, however deep."""
    if isinstance(declared, Text):
        yield declared
    elif isinstance(declared, tuple):
        for one in declared:
            yield from texts_of(one)
    elif dataclasses.is_dataclass(declared) and not isinstance(declared, pl.Expr):
        for field in dataclasses.fields(declared):
            yield from texts_of(getattr(declared, field.name))


@pytest.mark.parametrize("each", INDICATORS, ids=by_code)
def test_a_declaration_is_whole(each):
    for text in (each.name, each.of.label, each.definition, each.formula):
        assert text
    assert not [text for text in texts_of(each) if text.missing()]
    assert each.bases
    assert all(basis.evidence in Evidence for basis in each.bases)
    assert each.cuts
    assert each.theme in THEMES
    assert Chapter(each.chapter)
    assert {name for need in each.needs for name in need.split("|")} <= KNOWN
    assert {name for cut in each.cuts if isinstance(cut, Cut) for name in cut.columns} <= KNOWN


def test_codes_are_told_apart():
    codes = [each.table_code(cut) for each in INDICATORS for cut in each.cuts]
    assert len(set(codes)) == len(codes)
    for theme in THEMES:
        series = [each.yearly for each in INDICATORS if each.theme is theme]
        columns = [measure.column.code for yearly in series for measure in yearly]
        assert len(set(columns)) == len(columns)
    assert set(codes) | {f"{theme.code}-series" for theme in THEMES} == set(TABLES)


def test_an_unknown_code_raises():
    found = year_tables(2023, {2023: make_staff(20, 20)}, LIMITS)
    for read in (found.get, found.__getitem__, TABLES.__getitem__):
        with pytest.raises(KeyError):
            read("staff-categroy")
    assert found.get("promotions-category") is None  # declared, and not in this year's file


def test_the_report_has_every_indicator_once():
    shown = [indicator for chapter in Chapter for indicator in indicators_of(chapter)]
    assert len({*shown}) == len(shown)
    assert {*shown} == {*INDICATORS}
    lost = dataclasses.replace(INDICATORS[0], chapter="nowhere")
    with pytest.raises(ValueError, match="nowhere"):
        [Chapter(each.chapter) for each in declared_tables(THEMES, [lost]).values()]


def test_the_guide_is_that_of_the_catalogue():
    assert PATH.read_text(encoding="utf-8") == guide(), "run `make guide`"
    for each in INDICATORS:
        assert each.definition.fr in guide()


@pytest.mark.slow
def test_the_states_are_those_of_the_demonstration():
    now = states()
    assert STATES.read_text(encoding="utf-8") == now, "run `make guide`"
    assert len(NUMBERS) == 44
    assert all(f"| {number} |" in now for number in NUMBERS)


@pytest.fixture
def seniority(monkeypatch):
    """An indicator added in one place: a copy of another under its own name."""
    model = next(each for each in INDICATORS if each.code == "recruitments")
    added = dataclasses.replace(
        model,
        code="seniority",
        name=Text("Ancienneté", "Seniority"),
        of=STAFF,
        measures=heads(STAFF),
    )
    monkeypatch.setattr("app.indicators.core.guide.INDICATORS", (*INDICATORS, added))
    monkeypatch.setattr("app.indicators.core.catalogue.INDICATORS", (*INDICATORS, added))
    for code, declared in declared_tables(THEMES, (*INDICATORS, added)).items():
        monkeypatch.setitem(TABLES, code, declared)
    return added


def test_an_indicator_added_is_on_page_and_report_and_in_files(as_role, seniority):
    client = as_role("hr").speak("en")
    confirm(client, csv_file())
    assert "Seniority by category" in client.get("/indicators/2023/seniority").get_data(
        as_text=True
    )
    assert "Seniority" in client.get("/indicators/2023").get_data(as_text=True)
    rows = client.get("/indicators/2023/seniority-category.csv").get_data(as_text=True)
    assert "Seniority by category" in rows
    assert "Seniority by category" in drafted(2023, "en")
    assert "Ancienneté / Seniority" in guide()


# Nobody: no recruit, no leaver, nobody eligible, nobody present, one sex, one agent.

DAY, BEFORE = dt.date(2023, 3, 1), dt.date(2022, 3, 1)
WHOLE = {
    "date_recrut": BEFORE,
    "promouvable_grade": False,
    "promu_grade": False,
    "temps_travail": "PLEIN",
    "heures_formation": 0.0,
    "jours_formation": 0.0,
    "direction": "d1",
}
YEARS = {
    "no recruit": make_staff(20, 20, **WHOLE),
    "no leaver": make_staff(20, 20, **WHOLE | {"date_sortie": dt.date(2025, 1, 1)}),
    "nobody eligible": make_staff(6, 6, **WHOLE),
    "nobody present": make_staff(9, 9, **WHOLE | {"date_sortie": DAY, "mois_payes": 2.0}),
    "nobody paid": make_staff(9, 9, **WHOLE | {"mois_payes": 0.0}),
    "women alone": make_staff(12, 0, **WHOLE),
    "one agent": make_agent(**WHOLE),
    "one who left": make_agent(**WHOLE | {"date_sortie": DAY}),
    "plain columns": make_staff(3, 3),
    "nobody": NOBODY,
}


@pytest.mark.parametrize("agents", YEARS.values(), ids=YEARS)
def test_no_empty_set_of_people_raises_in_any_table(app, agents):
    found = year_tables(2023, {2022: make_staff(8, 8), 2023: agents}, LIMITS)
    assert all(table.code == code for code, table in found.tables.items())
    assert {f"{theme.code}-series" for theme in THEMES} <= set(found.tables)
    with app.test_request_context():
        for code, table in found.tables.items():
            if (drawing := TABLES[code].drawing) and (chart := drawn(table, drawing)):
                assert numbers(cell for row in table.rows for cell in row.cells)
                assert not re.search(r"\b(s|n\.d\.|n/a)\b", chart.title)


UNDRAWN = {
    "nobody present": [ChartForm.SHARES, ChartForm.PYRAMID],
    "nobody paid": [ChartForm.PAY],
}


@pytest.mark.parametrize(("name", "forms"), UNDRAWN.items(), ids=UNDRAWN)
def test_nothing_is_not_drawn(app, name, forms):
    """No bar without people, no axis of zeros, no title that states what is not known."""
    found = year_tables(2023, {2023: YEARS[name]}, LIMITS)
    drawings = {
        code: drawing
        for code in found.tables
        if (drawing := TABLES[code].drawing) and drawing.form in forms
    }
    assert drawings
    with app.test_request_context():
        assert not [c for c, drawing in drawings.items() if drawn(found.tables[c], drawing)]


def employer(seed, most):
    """Three years of an employer of whom nothing is known beforehand."""
    rng = random.Random(seed)
    years = (2021, 2022, 2023)
    drawn_of = {y: [any_agent(rng, y) for _ in range(rng.randint(0, most))] for y in years}
    return {y: agents_of(*rows) if rows else NOBODY for y, rows in drawn_of.items()}


#: Columns of counts that are shown however small, and why.
SHOWN = {
    ("staff-series", "occupations"): "names of occupations",
    ("ten-highest-all", "women"): "published by law (CGFP L716-1)",
    ("ten-highest-all", "men"): "published by law (CGFP L716-1)",
    ("fpt-index-values", "number"): "published by law (CGFP L132-9-3)",
}


@pytest.mark.parametrize("most", [9, pytest.param(40, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 8))]
)
def test_no_small_count_leaves_any_table(seed, most):
    for table in year_tables(2023, employer(seed, most), LIMITS).tables.values():
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
        for column in table.columns:
            name = (table.code, column.code)
            if column.unit is Unit.COUNT and name not in SHOWN:
                shown = numbers(table.column(column.code))
                assert not [count for count in shown if 0 < count < LIMITS.cell], name


@pytest.mark.slow
def test_each_table_is_made_of_somebody():
    """By the demonstration, so that its pages show it."""
    assert {each.code for each in tables_there()} == set(TABLES)


@pytest.mark.parametrize(
    "changes",
    [{"date_sortie": "01/03/2023"}, {"date_recrut": "01/03/2010"}, {"promouvable_grade": "non"}],
    ids=str,
)
def test_pages_answer_for_a_year_without(as_role, changes):
    """Every page that shows indicators, for a file whose every line says the same."""
    [(name, value)] = changes.items()
    header = "matricule;sexe;date_naissance;statut;categorie;filiere;quotite;mois_payes;remu_brute"
    lines = [f"M{i};{'FH'[i % 2]};12/03/1980;FONC_TIT;A;ADM;1;12;30000;{value}" for i in range(30)]
    data = "\r\n".join([f"{header};{name}", *lines]).encode()
    client = as_role("hr")
    confirm(client, data)
    for path in (
        "/",
        "/indicators/",
        "/indicators/2023",
        *(f"/indicators/2023/{each.code}" for each in INDICATORS),
        "/report/2023/budget",
        "/report/2023/budget/promotion",
        "/report/2023/comparative/staff",
    ):
        client.get(path)
    assert drafted(2023, "fr") is not None
