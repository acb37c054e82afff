"""The agents' file in three steps, and what follows from it."""

import datetime as dt
import io
import re
import zipfile

import pytest
from sqlalchemy import select

from app.backup.writing import write_backup
from app.extensions import db, utcnow
from app.indicators import service
from app.indicators.models import HrFile, HrImport, HrSnapshot
from app.indicators.service import files
from app.jobs.service import run_all
from tests.indicators.factories import csv_file
from tests.indicators.sending import check, confirm, count, kept, page_of, send, upload
from tests.site.crowd import statements


def test_nothing_is_saved_before_the_third_step(hr):
    hr.get("/agents-file/")
    step = check(hr, csv_file())
    assert count(HrImport) == count(HrSnapshot) == 0
    [file] = db.session.scalars(select(HrFile))
    assert not [held for held in (file.content, file.findings, file.snapshot) if b"MAT0" in held]
    assert hr.post(step).location == "/indicators/2023"
    assert count(HrFile) == 0
    assert kept(2023).height == 40
    hr.get("/indicators/2023")


def test_confirming_twice_imports_once(hr):
    confirm(hr, csv_file(40))
    step = check(hr, csv_file(60))
    for _ in range(2):
        hr.post(step)
    assert count(HrImport) == 2
    hr.post(f"/agents-file/{service.current_import(2023).id}/undo")
    assert kept(2023).height == 40


@pytest.mark.slow
def test_the_largest_file_goes_through(hr):
    confirm(hr, csv_file(20_000))
    assert kept(2023).height == 20_000


def test_addresses_beyond_numbers_are_not_there(hr):
    for path in ("/indicators/99999999999999999999", "/report/99999999999999999999"):
        hr.get(path, 404)


def test_staff_numbers_are_never_kept(hr):
    confirm(hr, csv_file())
    uids = kept(2023)["uid"].to_list()
    assert all(re.fullmatch("[0-9a-f]{32}", uid) for uid in uids)
    assert service.pseudonym("k" * 48)("MAT000000") in uids


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(hr, encoding):
    data = (
        csv_file()
        .decode()
        .replace("remu_brute", "remu_brute;metier")
        .replace(",25", ",25;Chargée d’études")
    )
    confirm(hr, data.encode(encoding))
    assert set(kept(2023)["metier"]) == {"Chargée d’études"}


def test_a_workbook(hr):
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for r, line in enumerate(csv_file(12).decode().splitlines()):
        for c, cell in enumerate(line.split(";")):
            if r and c == 2:
                sheet.write_datetime(r, c, __import__("datetime").datetime(1980, 3, 12), day)
            elif r and c in (6, 7, 8):
                sheet.write_number(r, c, float(cell.replace(",", ".")))
            else:
                sheet.write_string(r, c, cell)
    book.close()
    confirm(hr, out.getvalue())
    assert kept(2023).height == 12
    assert set(kept(2023)["annee_naissance"]) == {1980}


def test_errors_show_line_column_value_problem_and_remedy(hr):
    page = page_of(hr, csv_file(date_naissance="31/02/1980", quotite="8O"))
    for said in ("31/02/1980", "8O", "Impossible date", "Not a number", "quotite"):
        assert said in page
    assert count(HrImport) == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("remu_brute", "10000000"),
        ("primes", "-1"),
        ("jours_formation", "400"),
        ("heures_formation", "9000"),
    ],
)
def test_what_nobody_can_have_had_is_refused(hr, column, value):
    """A figure that large would also be one that no page can write."""
    data = csv_file(rows=2).decode().splitlines()
    header, first, second = (line.split(";") for line in data)
    place = header.index(column) if column in header else len(header)
    lines = [
        [*line[:place], cell, *line[place + 1 :]]
        for line, cell in ((header, column), (first, value), (second, "1"))
    ]
    sent = "\n".join(";".join(line) for line in lines).encode()
    assert "Number out of range" in page_of(hr, sent)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04junk", "damaged"),
        (b"a\0b", "not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not a spreadsheet"),
        (b"sexe\nF\n", "Required column missing"),
    ],
)
def test_files_that_are_none(hr, data, said):
    if data:
        page = page_of(hr, data)
    else:
        page = hr.post("/agents-file/", upload(data), 422).get_data(as_text=True)
    assert said in page


@pytest.mark.parametrize("year", ["", "23", "1999", "abcd"])
def test_unknown_years(hr, year):
    hr.post("/agents-file/", upload(csv_file(), year=year), 422)
    hr.get("/indicators/2022", 404)
    hr.get("/report/2022", 404)


def test_a_file_that_waited_too_long_is_forgotten(hr, now):
    step = check(hr, csv_file())
    run_all(now + dt.timedelta(minutes=59))
    assert count(HrFile) == 1
    files.forget_waiting(utcnow() + files.LIFE)
    db.session.commit()
    assert "Nothing is kept" in hr.get(step.removesuffix("/confirm")).get_data(as_text=True)
    assert "too old" in hr.post(step, status=422).get_data(as_text=True)
    assert count(HrFile) == count(HrImport) == 0


def test_a_file_is_given_up(hr):
    step = check(hr, csv_file())
    hr.post(step.replace("confirm", "cancel"))
    assert count(HrFile) == 0
    hr.post(step, status=422)
    for act in ("answers", "ask-again", "cancel"):
        hr.post(step.replace("confirm", act))


def test_a_file_is_in_no_backup(hr, tmp_path):
    check(hr, csv_file())
    write_backup(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        [name] = [each for each in archive.namelist() if "hr_files" in each]
        assert archive.read(name) == b""


OWN = "\n".join(
    [
        "Métropole;;;;;;;;;;;",
        "Extraction du 12/01/2024;;;;;;;;;;;",
        "Matricule;Nom;Prénom;Civilité;Né(e) le;Statut;Cat.;Filière;Quotité;Nb mois;Brut annuel;Grade",
        "0012;DURAND;Zoé;Mme;12/03/1980;Contractuel;A;Administrative;28/35;12;45 515,21 €;Attaché",
        "0013;MARTIN;Luc;M.;01.02.1975;Titulaire;C;Technique;80 %;12;25 000,00 €;Adjoint technique",
        ";;;;;;;;;;;",
        "Total;;;;;;;;;24;70 515,21 €;",
    ]
).encode("cp1252")


def test_the_officers_own_file(hr):
    """Titles, names, usual headings, values with units; one question, then none."""
    address = send(hr, OWN)
    page = hr.get(address).get_data(as_text=True)
    assert "What does “Contractuel” mean in “Status”?" in page
    assert "Left out, and never imported: Nom, Prénom." in page
    assert "DURAND" not in page
    [name] = re.findall(r'<select id="(q-\w+)"', page)
    hr.post(f"{address}/answers", {name: "?"}, 422)
    hr.post(f"{address}/answers", {name: "CONT_PERM_CDD"})
    run_all()
    page = hr.get(address).get_data(as_text=True)
    assert "The headings are on line 3." in page
    assert "1 line of totals is left out." in page
    hr.post(f"{address}/confirm")
    rows = kept(2023).sort("remu_brute", descending=True)
    assert rows["statut"].to_list() == ["CONT_PERM_CDD", "FONC_TIT"]
    assert rows["sexe"].to_list() == ["F", "H"]
    assert rows["quotite"].to_list() == [0.8, 0.8]
    assert rows["remu_brute"].to_list() == [45515.21, 25000.0]
    check(hr, OWN.replace(b"45 515,21", b"45 600,00"))  # the second asks nothing


def test_the_same_file_comes_back_with_its_errors(hr, as_role):
    wrong = OWN.replace(b"Contractuel", b"Titulaire").replace(b"12/03/1980", b"31/02/1980")
    address = send(hr, wrong.replace("Attaché".encode("cp1252"), "=Attaché".encode("cp1252")))
    text = hr.get(f"{address}/errors.csv").data.decode("utf-8-sig")
    header, first, second, _total = text.splitlines()
    assert header.startswith("Matricule;Civilité;")
    assert header.endswith(";To correct")
    assert first.endswith(
        ";Né(e) le: Impossible date. Write a day of the calendar, as 31/12/1980 or 1980-12-31."
    )
    assert ";'=Attaché;" in first
    assert second.endswith(";")
    as_role("mission").get(f"{address}/errors.csv", 403)
    hr.get(send(hr, csv_file()) + "/errors.csv", 404)


def test_questions_are_asked_anew(hr):
    address = send(hr, OWN)
    [name] = re.findall(r'<select id="(q-\w+)"', hr.get(address).get_data(as_text=True))
    hr.post(f"{address}/answers", {name: "!"})
    run_all()
    page = hr.get(address).get_data(as_text=True)
    assert "Contractuel" in page
    assert "Unknown code" in page
    hr.post(f"{address}/ask-again")
    run_all()
    assert name in hr.get(address).get_data(as_text=True)


def test_a_file_imported_again_changes_nothing(hr):
    confirm(hr, csv_file(40))
    confirm(hr, csv_file(60))
    hr.post(check(hr, csv_file(60)))
    assert "figures of 2023 already" in hr.get("/indicators/2023").get_data(as_text=True)
    assert count(HrImport) == 2
    hr.post(f"/agents-file/{service.current_import(2023).id}/undo")
    assert kept(2023).height == 40, "the file before is gone"
    confirm(hr, csv_file(60))  # undone, it may be imported anew
    assert kept(2023).height == 60


def test_what_is_confirmed_is_what_was_checked(hr):
    """Neither an undone import nor a check made before a newer import is said to be imported."""
    first, second = check(hr, csv_file(40)), check(hr, csv_file(60))
    hr.post(second)
    page = hr.post(first, status=422).get_data(as_text=True)
    assert "The imports of 2023 changed" in page
    hr.post(f"/agents-file/{service.current_import(2023).id}/undo")
    page = hr.post(second, status=422).get_data(as_text=True)
    assert "This import was undone" in page
    assert service.years() == []
    hr.post(first)
    assert kept(2023).height == 40


def test_the_command_can_be_run_again(app, hr, tmp_path):
    file = tmp_path / "agents.csv"
    for rows, said in ((40, "imported"), (60, "imported"), (60, "already")):
        file.write_bytes(csv_file(rows))
        db.session.rollback()
        done = app.test_cli_runner().invoke(args=["hr", "import", str(file), "--year", "2023"])
        assert done.exit_code == 0
        assert said in done.output
    assert count(HrImport) == 2


def test_tables_are_those_of_the_import_that_counts(hr):
    """They are kept in memory: by what they are made of."""
    confirm(hr, csv_file(40))
    few = service.tables(2023)
    assert service.tables(2023) is few
    confirm(hr, csv_file(60))
    assert service.tables(2023) is not few
    hr.post(f"/agents-file/{service.current_import(2023).id}/undo")
    assert service.tables(2023) is few


def test_a_year_is_replaced_then_undone(hr):
    confirm(hr, csv_file(40))
    confirm(hr, csv_file(60))
    assert kept(2023).height == 60
    current = service.current_import(2023)
    assert len(service.imports()) == 2
    hr.get("/agents-file/")
    hr.post(f"/agents-file/{current.id}/undo")
    assert kept(2023).height == 40
    hr.post(f"/agents-file/{current.id}/undo", status=422)
    hr.post(f"/agents-file/{service.current_import(2023).id}/undo")
    assert service.years() == []
    hr.get("/indicators/")


def test_what_was_undone_is_done_again_until_the_next_import(hr):
    confirm(hr, csv_file(40))
    confirm(hr, csv_file(60))
    undone = service.current_import(2023).id
    hr.post(f"/agents-file/{undone}/redo", status=422)  # it counts
    hr.post(f"/agents-file/{undone}/undo")
    assert f'action="/agents-file/{undone}/redo"' in hr.get("/agents-file/").get_data(as_text=True)
    hr.post(f"/agents-file/{undone}/redo")
    assert kept(2023).height == 60
    hr.post(f"/agents-file/{undone}/undo")
    confirm(hr, csv_file(50))
    hr.post(f"/agents-file/{undone}/redo", status=422)
    assert kept(2023).height == 50
    assert count(HrSnapshot) == 2  # those that count and can count again


def test_a_file_is_compared_with_the_import_that_it_replaces(hr):
    confirm(hr, csv_file(40))
    page = hr.get(check(hr, csv_file(41)).removesuffix("/confirm")).get_data(as_text=True)
    text = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "Agents compared with it: 1 added, 0 removed" in text


def test_tables_and_their_files_show_the_same(hr):
    confirm(hr, csv_file(60))
    page = hr.get("/indicators/2023/staff").get_data(as_text=True)
    data = hr.get("/indicators/2023/staff-category.csv").get_data().decode("utf-8-sig")
    assert data.splitlines()[-1].startswith("All;30;30;60;0,5")
    assert ">60<" in page
    hr.get("/indicators/2023/nothing.csv", 404)
    hr.get("/indicators/2023/nothing", 404)
    hr.get("/indicators/2022/staff", 404)


def test_an_indicator_without_its_columns_says_which(hr):
    confirm(hr.speak("en"), csv_file(60))
    for path in ("/indicators/2023", "/indicators/2023/promotions"):
        page = " ".join(hr.get(path).get_data(as_text=True).split())
        assert (
            "or empty: Promoted in the year, Eligible for promotion, Employment framework" in page
        )
    staff = hr.get("/indicators/2023/staff").get_data(as_text=True)
    assert "Staff by directorate – not in the file of this year, or empty: Directorate." in staff
    assert "to be checked in the text" in staff


def test_an_indicator_with_its_columns_says_that_people_are_few(hr):
    confirm(hr.speak("en"), csv_file(8))
    page = " ".join(hr.get("/indicators/2023/ten-highest").get_data(as_text=True).split())
    assert "its groups have too few people, or nobody." in page


def test_a_year_of_one_sex_says_so(hr):
    confirm(hr.speak("en"), csv_file(40).replace(b";H;", b";F;"))
    page = hr.get("/indicators/2023").get_data(as_text=True)
    assert "has women only" in page
    assert "Share of women 100" not in page


def test_agents_of_a_year_to_come_are_not_taken(hr):
    year = utcnow().year + 1
    page = hr.speak("en").post("/agents-file/", upload(csv_file(), year=str(year)), 422)
    assert f"Write a year up to {year - 1}." in page.get_data(as_text=True)


def test_the_template_has_the_columns(hr):
    assert hr.get("/agents-file/template").data.startswith(b"PK")


def test_the_command(app, tmp_path):
    runner = app.test_cli_runner()
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(csv_file())
    bad.write_bytes(csv_file(date_naissance="hier"))
    assert runner.invoke(args=["hr", "import", str(good), "--year", "2023"]).exit_code == 0
    failed = runner.invoke(args=["hr", "import", str(bad), "--year", "2023"])
    assert failed.exit_code == 1
    assert "line 2, date_naissance" in failed.output
    assert (
        runner.invoke(args=["hr", "import", str(tmp_path / "none"), "--year", "2023"]).exit_code
        == 1
    )
    bad.write_bytes(csv_file(categorie="D"))
    asked = runner.invoke(args=["hr", "import", str(bad), "--year", "2023"])
    assert asked.exit_code == 1
    assert "categorie: text? « D »" in asked.output
    db.session.rollback()
    assert len(service.imports()) == 1


def test_a_page_of_indicators_asks_little_of_the_database(hr):
    confirm(hr, csv_file(60))
    for path in ("/indicators/2023/pay", "/indicators/2023", "/indicators/2023/card"):
        hr.get(path)
        with statements() as asked:
            hr.get(path)
        assert len(asked) <= 12, (path, asked)
