"""Tenders from a file: read, or refused line by line."""

import datetime as dt
import io

import pytest
from sqlalchemy import select

from app.accounts.models import Directorate
from app.cells import CellError
from app.documents.spreadsheets import Page, write_workbook
from app.extensions import db
from app.permissions import Role
from app.procurement.core.importing import COLUMNS, column_of, moment
from app.procurement.core.levels import Level, Procedure, Purchase
from app.procurement.models import Tender
from app.text import both
from tests.people import make_person
from tests.procurement.factories import make_tender

HEADINGS = "Numéro;Objet;Niveau d'égalité;Date de lancement;Date limite"
LINE = "2027-1;Nettoyage;1;04/01/2027;15/02/2027 12:00"


@pytest.fixture
def officer(as_role):
    return as_role("procurement").speak("en")


def sent(text: str | bytes, name: str = "consultations.csv") -> dict[str, object]:
    return {"file": (io.BytesIO(text if isinstance(text, bytes) else text.encode()), name)}


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("15/03/2027 17:00", (17, 0)),
        ("2027-03-15T17:00:00", (17, 0)),
        ("15.03.2027 à 12h", (12, 0)),
        ("15/03/2027 9 h 30", (9, 30)),
        ("15/03/2027", (12, 0)),
    ],
)
def test_moments(text, hour):
    assert moment(text) == dt.datetime(2027, 3, 15, *hour)


@pytest.mark.parametrize("text", ["", "demain", "32/01/2027 12:00", "15/03/2027 25:00", "12:00"])
def test_no_moment(text):
    with pytest.raises(CellError):
        moment(text)


def test_headings_as_people_write_them():
    assert [column_of(own) for own in HEADINGS.split(";")] == list(
        ("numero", "objet", "niveau", "lancement", "date_limite")
    )
    assert column_of("Ville") == ""


def test_a_file_is_taken_whole(officer):
    db.session.add(Directorate(code="DEA", name=both("Eau et assainissement")))
    make_person(Role.PROCUREMENT, email="achats@metropole.example")
    db.session.commit()
    more = ";procedure;nature;lots;montant;direction;acheteur;competence_demandee;Ville"
    rest = (
        ";appel d’offres ouvert;Travaux;3;1 250 000;eau et assainissement;ACHATS@metropole.example"
    )
    officer.get("/tenders/import")
    made = officer.post("/tenders/import", sent(f"{HEADINGS}{more}\n{LINE}{rest};oui;Lyon\n"))
    page = officer.get(made.location).get_data(as_text=True)
    assert "1 tender created." in page
    assert "Columns left aside: ville" in page
    tender = db.session.scalar(select(Tender))
    assert (tender.level, tender.procedure, tender.purchase) == (
        Level.ANNEX,
        Procedure.OPEN,
        Purchase.WORKS,
    )
    assert (tender.lots, tender.amount, tender.skill_asked) == (3, 1_250_000, True)
    assert (tender.directorate.code, tender.buyer.email) == ("DEA", "achats@metropole.example")
    assert tender.deadline_at == dt.datetime(2027, 2, 15, 11, tzinfo=dt.UTC)  # noon in Paris
    assert tender.version is not None


def test_a_known_tender_stays_as_it_is(officer):
    make_tender("2027-1")
    made = officer.post(
        "/tenders/import", sent(f"{HEADINGS}\n{LINE}\n{LINE.replace('-1', '-2', 1)}\n")
    )
    assert "left as they are: 2027-1." in officer.get(made.location).get_data(as_text=True)
    titles = db.session.scalars(select(Tender.title).order_by(Tender.number)).all()
    assert [title.fr for title in titles] == ["Entretien", "Nettoyage"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (";Nettoyage;1;04/01/2027;15/02/2027", "Empty cell"),
        ("2027-1;Nettoyage;9;04/01/2027;15/02/2027", "Unknown code"),
        ("2027-1;Nettoyage;1;04/01/2027;01/01/2027", "Before the tender is launched"),
        ("2027-1;Nettoyage;1;34/01/2027;15/02/2027", "Impossible date"),
        ("2027-1;Nettoyage;1;04/01/2027;bientôt", "Not a day and an hour"),
        (f"2027-1;{'x' * 161};1;04/01/2027;15/02/2027", "Text too long"),
        (f"{LINE}\n{LINE}", "Same number as line 2"),
        ("", "No row under the header"),
    ],
)
def test_a_line_that_is_wrong_saves_nothing(officer, line, words):
    page = officer.post("/tenders/import", sent(f"{HEADINGS}\n{line}\n"), 422)
    assert words in page.get_data(as_text=True)
    assert db.session.scalar(select(Tender)) is None


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("direction", "DRH", "Unknown directorate"),
        ("acheteur", "nul@metropole.example", "No account of this address"),
        ("montant", "beaucoup", "Not a number"),
        ("montant", "45 000,50", "Not a whole number"),
        ("fin_marche", "01/01/2020", "Before the tender is launched"),
    ],
)
def test_what_is_not_known_is_told(officer, column, value, words):
    page = officer.post("/tenders/import", sent(f"{HEADINGS};{column}\n{LINE};{value}\n"), 422)
    assert words in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("column", "value", "field", "read"),
    [
        ("montant", "60 000 €", "amount", 60_000),
        ("Montant HT", "1 250 000,00 € HT", "amount", 1_250_000),
        ("procédure", "MAPA", "procedure", Procedure.ADAPTED),
        ("procédure", "AOO", "procedure", Procedure.OPEN),
        ("niveau", "2 - Clause d’exécution", "level", Level.CLAUSE),
        ("niveau", "Critère d'attribution", "level", Level.CRITERION),
    ],
)
def test_what_buyers_write_is_understood(officer, column, value, field, read):
    names, cells = HEADINGS.split(";"), LINE.split(";")
    if column == "niveau":
        cells[2] = value
    else:
        names, cells = [*names, column], [*cells, value]
    officer.post("/tenders/import", sent(";".join(names) + "\n" + ";".join(cells) + "\n"))
    tender = db.session.scalar(select(Tender))
    assert (getattr(tender, field), tender.buyer_id) == (read, officer.person_id)


def test_a_problem_names_the_column_as_the_file_does(officer):
    page = officer.post("/tenders/import", sent(f"{HEADINGS};Ville\n2027-1;x;9;x;x;Lyon\n"), 422)
    text = page.get_data(as_text=True)
    assert "niveau d&#39;égalité" in text
    assert "0, 1, 2, 3" in text
    assert "Columns left aside: ville." in text


def test_a_missing_column_is_told(officer):
    page = officer.post("/tenders/import", sent("numero;objet\n1;Nettoyage\n"), 422)
    assert "Required column missing" in page.get_data(as_text=True)


def test_a_formula_is_a_text(officer):
    line = LINE.replace("Nettoyage", "=1+1")
    officer.post("/tenders/import", sent(f"{HEADINGS}\n{line}\n"))
    assert db.session.scalar(select(Tender.title)).fr == "=1+1"


def test_the_file_to_fill_in_is_read(officer):
    model = officer.get("/tenders/import/model.xlsx").data
    assert model.startswith(b"PK")
    row = [dict(zip(HEADINGS.split(";"), LINE.split(";"), strict=True))]
    names = {column_of(heading): cell for heading, cell in row[0].items()}
    lines = [[names.get(column, "") for column in COLUMNS]]
    book = write_workbook([Page("consultations", list(COLUMNS), lines)])
    officer.post("/tenders/import", sent(book, "consultations.xlsx"))
    assert db.session.scalar(select(Tender.number)) == "2027-1"


def test_no_file(officer):
    officer.post("/tenders/import", {}, 422)
    officer.post("/tenders/import", sent(b""), 422)
