"""The agents' file in three steps, and what follows from it."""

import base64
import io
import re

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.indicators import service
from app.indicators.core.agents import NOBODY
from app.indicators.models import HrImport, HrSnapshot
from app.statistics.disclosure import Thresholds
from app.web.settings import keys
from tests.indicators.factories import csv_file


@pytest.fixture
def hr(as_role):
    return as_role("hr").speak("en")


def upload(data, name="agents.csv", year="2023"):
    return {"file": (io.BytesIO(data), name), "year": year}


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def kept(year):
    """The agents that are kept of a year."""
    return service.agents(year, keys())


def check(client, data, year="2023"):
    """Step 2; the sealed file that step 3 takes."""
    page = client.post("/agents-file/", upload(data, year=year), 200).get_data(as_text=True)
    return re.search(r'name="sealed" value="([\w+/=]+)"', page).group(1)


def confirm(client, data, year="2023"):
    return client.post("/agents-file/confirm", {"sealed": check(client, data, year)})


def test_nothing_is_saved_before_the_third_step(hr):
    hr.get("/agents-file/")
    sealed = check(hr, csv_file())
    assert count(HrImport) == count(HrSnapshot) == 0
    assert "MAT0" not in sealed
    assert b"MAT0" not in base64.b64decode(sealed)
    assert hr.post("/agents-file/confirm", {"sealed": sealed}).location == "/indicators/2023"
    assert kept(2023).height == 40
    hr.get("/indicators/2023")


def test_confirming_twice_imports_once(hr):
    confirm(hr, csv_file(40))
    sealed = check(hr, csv_file(60))
    for _ in range(2):
        hr.post("/agents-file/confirm", {"sealed": sealed})
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
    page = hr.post("/agents-file/", upload(csv_file(sexe="Mme", quotite="8O")), 422).get_data(
        as_text=True
    )
    for said in (
        "Mme",
        "8O",
        "Unknown code",
        "Write one of: F, H.",
        "Not a number",
        "sexe",
        "quotite",
    ):
        assert said in page
    assert count(HrImport) == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("remu_brute", "1e300"),
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
    page = hr.post("/agents-file/", upload(sent), 422).get_data(as_text=True)
    assert "Number out of range" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04junk", "damaged"),
        (b"a\0b", "not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not a spreadsheet"),
        (b"sexe\nF\n", "matricule"),
    ],
)
def test_files_that_are_none(hr, data, said):
    page = hr.post("/agents-file/", upload(data), 422).get_data(as_text=True)
    assert said in page


@pytest.mark.parametrize("year", ["", "23", "1999", "abcd"])
def test_unknown_years(hr, year):
    hr.post("/agents-file/", upload(csv_file(), year=year), 422)
    hr.get("/indicators/2022", 404)
    hr.get("/report/2022", 404)


def test_a_check_that_is_not_ours_or_too_old(hr, now):
    for sealed in ("", "zz", "00ff"):
        hr.post("/agents-file/confirm", {"sealed": sealed}, 422)
    sealed = service.seal_checked_file(NOBODY, 2023, "f", "k" * 48, now)
    hr.post("/agents-file/confirm", {"sealed": sealed}, 422)
    assert count(HrImport) == 0


def test_a_file_imported_again_changes_nothing(hr):
    confirm(hr, csv_file(40))
    confirm(hr, csv_file(60))
    sealed = check(hr, csv_file(60))
    hr.post("/agents-file/confirm", {"sealed": sealed})
    assert "figures of 2023 already" in hr.get("/indicators/2023").get_data(as_text=True)
    assert count(HrImport) == 2
    hr.post(f"/agents-file/{service.current_import(2023).id}/undo")
    assert kept(2023).height == 40, "the file before is gone"
    confirm(hr, csv_file(60))  # undone, it may be imported anew
    assert kept(2023).height == 60


def test_what_is_confirmed_is_what_was_checked(hr):
    """Neither an undone import nor a check made before a newer import is said to be imported."""
    first, second = check(hr, csv_file(40)), check(hr, csv_file(60))
    hr.post("/agents-file/confirm", {"sealed": second})
    page = hr.post("/agents-file/confirm", {"sealed": first}, 422).get_data(as_text=True)
    assert "Another file was imported for 2023" in page
    hr.post(f"/agents-file/{service.current_import(2023).id}/undo")
    page = hr.post("/agents-file/confirm", {"sealed": second}, 422).get_data(as_text=True)
    assert "This import was undone" in page
    assert service.years(keys()) == []
    hr.post("/agents-file/confirm", {"sealed": first})
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
    few = service.tables(2023, Thresholds(), keys())
    assert service.tables(2023, Thresholds(), keys()) is few
    confirm(hr, csv_file(60))
    assert service.tables(2023, Thresholds(), keys()) is not few
    hr.post(f"/agents-file/{service.current_import(2023).id}/undo")
    assert service.tables(2023, Thresholds(), keys()) is few


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
    assert service.years(keys()) == []
    hr.get("/indicators/")
    assert count(HrSnapshot) == 0


def test_tables_and_their_files_show_the_same(hr):
    confirm(hr, csv_file(60))
    page = hr.get("/indicators/2023").get_data(as_text=True)
    data = hr.get("/indicators/2023/staff-category.csv").get_data().decode("utf-8-sig")
    assert data.splitlines()[-1].startswith("All;30;30;60;0,5")
    assert ">60<" in page
    hr.get("/indicators/2023/nothing.csv", 404)


def test_the_template_has_the_columns(hr):
    assert hr.get("/agents-file/template").data.startswith(b"PK")


def test_the_command(app, tmp_path):
    runner = app.test_cli_runner()
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(csv_file())
    bad.write_bytes(csv_file(categorie="Z"))
    assert runner.invoke(args=["hr", "import", str(good), "--year", "2023"]).exit_code == 0
    failed = runner.invoke(args=["hr", "import", str(bad), "--year", "2023"])
    assert failed.exit_code == 1
    assert "line 2, categorie" in failed.output
    assert (
        runner.invoke(args=["hr", "import", str(tmp_path / "none"), "--year", "2023"]).exit_code
        == 1
    )
    db.session.rollback()
    assert len(service.imports()) == 1


def test_agents_are_unreadable_without_the_key_of_their_year(hr, app):
    confirm(hr, csv_file(40))
    [sealed] = db.session.scalars(select(HrSnapshot.sealed))
    assert b"PAR1" not in sealed
    keys().destroy("agents-2023.key")
    assert kept(2023).is_empty()
    assert service.tables(2023, Thresholds(cell=6), keys()) is None
    for path in ("/", "/agents-file/", "/indicators/2022", "/report/"):
        hr.get(path, {"/indicators/2022": 404}.get(path, 200))
    confirm(hr, csv_file(50))
    assert kept(2023).height == 50
