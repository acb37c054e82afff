"""Months of a payroll sent together, and what their headings and texts mean, changed by hand."""

import re

import pytest

from app.extensions import db
from app.indicators import service
from app.indicators.models import HrFile
from app.indicators.service.files import memory_of, plain_name
from app.jobs.service import run_all
from tests.indicators.factories import csv_file
from tests.indicators.sending import check, confirm, kept, send, send_files

HEADER = "Matricule;Nom;Sexe;Naissance;Statut;Cat.;Filière;Quotité;Brut"
ROWS = (
    "M1;DURAND;F;12/03/1980;Titulaire;A;ADM;1;3000",
    "M2;LEROY;H;12/03/1981;Titulaire;B;TEC;1;2000",
)


def month(number, *rows):
    return f"paie-2023-{number:02d}.csv", "\n".join([HEADER, *(rows or ROWS)]).encode()


def text_of(page):
    return " ".join(re.sub("<[^>]+>", " ", page.get_data(as_text=True)).split())


def test_twelve_files_make_a_year(hr):
    address = send_files(hr, dict(month(n) for n in range(12, 0, -1)))
    said = text_of(hr.get(address))
    assert "Files, in their order: paie-2023-01.csv, paie-2023-02.csv" in said
    assert "Months without any pay" not in said
    assert "The month of each is that of its name" in said
    hr.post(f"{address}/confirm")
    run_all()
    agents = kept(2023).sort("remu_brute")
    assert agents["remu_brute"].to_list() == [24_000, 36_000]
    assert agents["mois_payes"].to_list() == [12, 12]
    assert service.current_import(2023).filename == "paie-2023-12.csv … paie-2023-01.csv (12)"


def test_an_error_is_said_by_its_file_and_line(hr):
    wrong = ROWS[1].replace("12/03/1981", "31/02/1981")
    address = send_files(hr, dict([month(1), month(2, ROWS[0], wrong)]))
    said = text_of(hr.get(address))
    assert "paie-2023-02.csv: 3 Naissance 31/02/1981 Impossible date" in said
    lines = hr.get(f"{address}/errors.csv").data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("File;Matricule;Sexe;")
    assert lines[4].startswith("paie-2023-02.csv;M2;")
    assert "Impossible date" in lines[4]
    assert lines[2].endswith(";")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (dict(month(n) for n in range(1, 15)), "13 files at most"),
        (dict([month(1), ("b.csv", b"")]), "b.csv: This file is empty."),
    ],
    ids=["too many", "one empty"],
)
def test_files_that_are_not_taken(hr, files, said):
    from io import BytesIO

    sent = {"file": [(BytesIO(data), name) for name, data in files.items()], "year": "2023"}
    assert said in text_of(hr.post("/agents-file/", sent, 422))


def test_the_one_of_several_that_cannot_be_read_is_named(hr):
    address = send_files(hr, dict([month(1), ("photo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50)]))
    assert "photo.png: This is a picture" in text_of(hr.get(address))


def test_the_page_says_how_far_the_reading_is(hr):
    address = send(hr, csv_file(40))
    [file] = db.session.query(HrFile)
    assert file.rows == 40
    file.state = "reading"
    db.session.commit()
    assert "40 lines are read" in text_of(hr.get(address))


def fields(page):
    """What the page of columns asks, by the words beside: each with its name and its answer."""
    text = page.get_data(as_text=True)
    asked = {}
    for row in re.findall(r"<tr>.*?</tr>", text, re.S):
        named = re.search(r'<th scope="row">(.*?)</th>.*?name="(m-\w+)"(.*)', row, re.S)
        if named:
            chosen = re.search(r'value="([^"]*)" selected', named[3])
            asked[named[1]] = (named[2], chosen[1] if chosen else "")
    return asked


def test_a_heading_and_a_text_are_given_another_meaning(hr):
    own = csv_file(40).decode().replace("remu_brute", "net;cumul").replace(",25", ",25;41000")
    own = own.replace("net;cumul", "brut;cumul", 1)
    address = send(hr, own.encode())
    asked = fields(hr.get(f"{address}/columns"))
    assert asked["brut"][1] == "remu_brute"
    assert asked["cumul"][1] == ""
    assert asked["FONC_TIT"][1] == "FONC_TIT"
    sent = {name: value for name, value in asked.values()} | {"full-time": "1"}
    twice = hr.post(f"{address}/columns", sent | {asked["cumul"][0]: "remu_brute"}, 422)
    assert "Two headings are this column" in text_of(twice)
    unknown = hr.post(f"{address}/columns", sent | {asked["cumul"][0]: "other"}, 422)
    assert "Choose an answer" in text_of(unknown)
    changed = {
        asked["brut"][0]: "",
        asked["cumul"][0]: "remu_brute",
        asked["FONC_TIT"][0]: "FONC_STAG",
    }
    hr.post(f"{address}/columns", sent | changed)
    run_all()
    asked = fields(hr.get(f"{address}/columns"))
    assert (asked["cumul"][1], asked["brut"][1]) == ("remu_brute", "")
    hr.post(f"{address}/confirm")
    run_all()
    assert set(kept(2023)["remu_brute"]) == {41_000}
    assert set(kept(2023)["statut"]) == {"FONC_STAG"}
    confirm(hr, own.replace(",25;41000", ",25;42000").encode())  # remembered
    assert set(kept(2023)["remu_brute"]) == {42_000}


def test_the_page_of_columns_of_a_file_that_is_gone(hr, as_role):
    step = check(hr, csv_file(40))
    address = step.removesuffix("/confirm")
    as_role("mission").get(f"{address}/columns", 403)
    hr.post(step.replace("confirm", "cancel"))
    assert hr.get(f"{address}/columns", 303).location == address
    assert memory_of("x").columns == {}


def test_months_that_are_missing_are_said(hr):
    address = send_files(hr, dict(month(n) for n in range(1, 6)))
    said = text_of(hr.get(address))
    assert "Months without any pay: June, July, August, September, October" in said


def test_the_same_mapping_saved_again_changes_nothing(hr):
    """A heading that tells three columns is shown as its own."""
    own = "matricule;sexe;date_naissance;statut;grade;quotite;remu_brute;mois_payes\n"
    rows = "".join(f"M{n};F;12/03/1980;FONC_TIT;Attaché;1;30000;12\n" for n in range(9))
    address = send(hr, (own + rows).encode())
    asked = fields(hr.get(f"{address}/columns"))
    assert asked["grade"][1] == "grade"
    hr.post(f"{address}/columns", {name: value for name, value in asked.values()})
    run_all()
    assert f'action="{address}/confirm"' in hr.get(address).get_data(as_text=True)


def test_a_heading_that_is_a_pattern_is_a_heading(hr):
    own = csv_file(10).decode().replace("matricule;sexe", "matricule;^sexe$", 1)
    address = send(hr, own.encode())
    assert f'action="{address}/confirm"' in hr.get(address).get_data(as_text=True)


def test_the_sheet_that_fits_is_read(hr):
    from io import BytesIO

    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("Paramètres").write_row(0, 0, ["Exercice", 2023])
    sheet = book.add_worksheet("Agents")
    for place, line in enumerate(csv_file(12).decode().splitlines()):
        sheet.write_row(place, 0, line.split(";"))
    book.close()
    address = send(hr, out.getvalue(), name="agents.xlsx")
    said = text_of(hr.get(address))
    assert "Sheet read: “Agents”. Others were not read: Paramètres." in said
    assert f'action="{address}/confirm"' in hr.get(address).get_data(as_text=True)


def test_what_closes_an_export_is_left_aside(hr):
    own = (
        csv_file(20).decode() + "\r\nTOTAL GENERAL;20 agents;;;;;;;\r\nEdité le 14/01/2024;;;;;;;;"
    )
    said = text_of(hr.get(send(hr, own.encode())))
    assert "2 lines of totals are left out." in said


def test_a_corrected_file_with_its_errors_asks_nothing_again(hr):
    header = "Matricule;Nom;Sexe;Naissance;Statut;Cat.;Filière;Quotité;Nb mois;Brut"
    rows = [f"{n};X;F;12/03/1980;Contractuel;A;ADM;1;12;30000" for n in range(3)]
    address = send(hr, "\n".join([header, *rows, rows[0].replace("12/03", "31/02")]).encode())
    [name] = re.findall(r'<select id="(q-\w+)"', hr.get(address).get_data(as_text=True))
    hr.post(f"{address}/answers", {name: "CONT_PERM_CDD"})
    run_all()
    text = hr.get(f"{address}/errors.csv").data.decode("utf-8-sig")
    assert "Nom" not in text
    assert "Write a day of the calendar" in text
    mended = text.replace("31/02", "12/03").replace("\r\n0;", "\r\n9;", 1)
    check(hr, mended.encode())


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("C:\\paie\\agents.csv", "agents.csv"),
        ('a"b<c>.csv', "abc.csv"),
        ("x" * 70_000 + ".csv", "x" * 90 + ".csv"),
        ("a\0b\r\n.csv", "ab.csv"),
    ],
)
def test_names_of_files_are_plain(name, kept_as):
    assert plain_name(name) == kept_as
