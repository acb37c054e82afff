"""Figures as files: what a page prints, to the last digit, and nothing that is withheld."""

import csv
import io
import json
import re

import openpyxl
import pytest

from app.indicators import service
from app.indicators.core.opened import FIELDS, OFFICIAL
from app.statistics.figures import SUPPRESSED, Unit, printed
from app.web.formats import euros, figure_text
from tests.indicators.factories import csv_file
from tests.indicators.sending import confirm


@pytest.fixture
def hr(as_role):
    client = as_role("hr").speak("fr")
    confirm(client, csv_file(60))
    return client


def rows_of(client, path, delimiter=","):
    data = client.get(path).get_data().decode("utf-8-sig")
    return [*csv.DictReader(io.StringIO(data), delimiter=delimiter)]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.35987, Unit.SHARE, 0.36),
        (-0.00969, Unit.GAP, -0.01),
        (31780.27, Unit.EUROS, 31780),
        (47.54, Unit.YEARS, 47.5),
        (0.6451, Unit.ALPHA, 0.65),
        (12, Unit.COUNT, 12),
    ],
)
def test_files_have_the_digits_of_pages(app, value, unit, expected):
    assert printed(value, unit) == expected
    with app.test_request_context():
        assert figure_text(printed(value, unit), unit) == figure_text(value, unit)


def test_open_data_says_what_tables_say(hr):
    rows = rows_of(hr, "/indicators/2023/open-data.csv")
    assert [*rows[0]] == [name for name, *_rest in FIELDS]
    tables = service.tables(2023).tables
    said = {(row["tableau"], row["ligne"], row["colonne"]): row for row in rows}
    assert len(said) == len(rows)
    for table in tables.values():
        for line in table.rows:
            for column, cell in zip(table.columns, line.cells, strict=True):
                row = said[table.code, line.code, column.code]
                if cell is SUPPRESSED:
                    assert (row["valeur"], row["statut"]) == ("", "secret")
                elif cell is None:
                    assert (row["valeur"], row["statut"]) == ("", "inconnu")
                else:
                    assert float(row["valeur"]) == printed(cell, column.unit)


def test_the_schema_names_the_columns(hr):
    schema = json.loads(hr.get("/indicators/open-data-schema.json").get_data())
    rows = rows_of(hr, "/indicators/2023/open-data.csv")
    assert [field["name"] for field in schema["fields"]] == [*rows[0]]


def test_a_workbook_has_a_page_for_each_table(hr):
    data = hr.get("/indicators/2023/staff.xlsx").get_data()
    book = openpyxl.load_workbook(io.BytesIO(data))
    numbers = [name.split()[0] for name in book.sheetnames]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    page = hr.get("/indicators/2023/staff").get_data(as_text=True)
    for row in cells[1:]:
        assert re.search(rf">{row[1]}</td>", page)


def test_the_official_file_of_the_ten_highest(hr):
    [row] = rows_of(hr, "/indicators/2023/hautes-remunerations.csv")
    assert [*row] == [*OFFICIAL]
    assert int(row["nb_femmes_beneficiaires"]) + int(row["nb_hommes_beneficiaires"]) == 10
    assert row["annee"] == "2023"


@pytest.mark.parametrize(
    "path", ["2022/open-data.csv", "2023/nothing.xlsx", "2023/telework.xlsx", "2023/typed-x.csv"]
)
def test_what_is_not_there(hr, path):
    hr.get(f"/indicators/{path}", 404)


def test_files_are_for_those_who_read_indicators(as_role, hr):
    manager = as_role("manager")
    for path in ("2023/open-data.csv", "2023/staff.xlsx", "2023/hautes-remunerations.csv"):
        manager.get(f"/indicators/{path}", 403)


@pytest.mark.parametrize(("language", "said"), [("fr", "−74\u00a0€"), ("en", "−€74")])
def test_less_than_nothing_in_euros(language, said):
    assert euros(-74.2, 0, language) == said
