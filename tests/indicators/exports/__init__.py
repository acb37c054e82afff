"""Ten agents' files as payroll software writes them: headings, codes, dates, encodings, folding.

Each is the same forty people of 2023, so that all give the same agents.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import xlsxwriter

from tests.documents.workbooks import ods

YEAR = 2023


@dataclass(frozen=True)
class Person:
    """Somebody whom every export tells of in its own way."""

    number: int
    woman: bool
    born: dt.date
    status: str
    category: str
    stream: str
    share: float
    pay: float
    joined: dt.date


def people() -> list[Person]:
    rng = random.Random(YEAR)
    return [
        Person(
            number=1000 + n,
            woman=n % 2 == 0,
            born=dt.date(rng.randint(1962, 1999), rng.randint(1, 12), rng.randint(1, 28)),
            status=("FONC_TIT", "FONC_TIT", "FONC_STAG", "CONT_PERM_CDI")[n % 4],
            category="ABC"[n % 3],
            stream=("ADM", "TEC", "CUL")[n % 3],
            share=(1.0, 1.0, 0.8, 0.5)[n % 4],
            pay=float(rng.randint(20_000, 48_000)),
            joined=dt.date(rng.randint(1995, 2022), rng.randint(1, 12), 1),
        )
        for n in range(40)
    ]


STATUS = {"FONC_TIT": "Titulaire", "FONC_STAG": "Stagiaire", "CONT_PERM_CDI": "CDI"}
STREAM = {"ADM": "Administrative", "TEC": "Technique", "CUL": "Culturelle"}


def french(amount: float) -> str:
    whole, cents = f"{amount:,.2f}".split(".")
    return f"{whole.replace(',', ' ')},{cents}"


def csv(lines: Sequence[Sequence[object]], separator: str = ";", encoding: str = "cp1252") -> bytes:
    return "\r\n".join(separator.join(map(str, line)) for line in lines).encode(encoding)


def canonical() -> bytes:
    """The names and codes of the template."""
    header = "matricule sexe date_naissance statut categorie filiere quotite mois_payes remu_brute"
    rows = [
        (p.number, "HF"[p.woman], p.born, p.status, p.category, p.stream, p.share, 12, p.pay)
        for p in people()
    ]
    return csv([header.split(), *rows], encoding="utf-8")


def ciril() -> bytes:
    """A query of a payroll database: titles, civil titles, names, per cent, euros, a total."""
    header = "Matricule;Civilité;Nom;Prénom;Né(e) le;Statut;Catégorie;Filière;Quotité;Nb mois;Brut annuel"
    rows = [
        (
            f"{p.number:06d}",
            "Mme" if p.woman else "M.",
            "NOM",
            "Prénom",
            f"{p.born:%d/%m/%Y}",
            STATUS[p.status],
            p.category,
            STREAM[p.stream],
            f"{p.share:.0%}".replace("%", " %"),
            12,
            f"{french(p.pay)} €",
        )
        for p in people()
    ]
    total = ("Total", *[""] * 8, 480, f"{french(sum(p.pay for p in people()))} €")
    return csv([["Édition du 12/01/2024"], [""], header.split(";"), *rows, [""], total])


def sedit() -> bytes:
    """Codes 1 and 2, weekly hours, days with points, in the encoding of DOS."""
    header = "Matr;Code sexe;DDN;Lib statut;Cat;Lib filière;Horaire hebdo;Mois rémunérés;Total brut"
    rows = [
        (
            p.number,
            "12"[p.woman],
            f"{p.born:%d.%m.%Y}",
            STATUS[p.status].upper(),
            f"Cat {p.category}",
            STREAM[p.stream].upper(),
            str(p.share * 35).replace(".", ","),
            12,
            str(p.pay).replace(".", ","),
        )
        for p in people()
    ]
    return csv([header.split(";"), *rows], encoding="cp850")


def tabbed() -> bytes:
    """Tabs, months of 151.67 hours, compact days, in UTF-16."""
    header = (
        "N° agent\tGenre\tDate naissance\tSituation\tCatégorie hiérarchique\tFilière\tTaux d'emploi"
    )
    rows = [
        (
            p.number,
            "Femme" if p.woman else "Homme",
            f"{p.born:%Y%m%d}",
            STATUS[p.status],
            f"Catégorie {p.category}",
            STREAM[p.stream],
            f"{p.share * 151.67:.4f}".replace(".", ","),
            12,
            p.pay,
        )
        for p in people()
    ]
    return csv(
        [[*header.split("\t"), "Nb mois payés", "Salaire brut annuel"], *rows], "\t", "utf-16"
    )


def monthly() -> bytes:
    """One line a month and agent, twelve months after each other."""
    header = "Matricule;Sexe;Date de naissance;Statut;Cat.;Filière;Quotité;Mois de paie;Brut"
    rows = [
        (
            p.number,
            "HF"[p.woman],
            f"{p.born:%d/%m/%Y}",
            STATUS[p.status],
            p.category,
            STREAM[p.stream],
            p.share,
            f"{month:02d}/2023",
            french(p.pay / 12 if month < 12 else p.pay - 11 * round(p.pay / 12, 2)),
        )
        for month in range(1, 13)
        for p in people()
    ]
    return csv([header.split(";"), *rows])


def posts() -> bytes:
    """Two lines for who changed posts in the year."""
    header = "Matricule;Sexe;Date de naissance;Statut;Cat;Filière;Quotité;Nb mois;Brut;Poste"
    rows = []
    for p in people():
        for months, pay, post in (
            (5, round(p.pay / 3), "ancien"),
            (7, p.pay - round(p.pay / 3), ""),
        ):
            rows.append(
                (
                    p.number,
                    "HF"[p.woman],
                    p.born,
                    STATUS[p.status],
                    p.category,
                    STREAM[p.stream],
                    f"{p.share * 35:g}/35".replace(".", ","),
                    months,
                    pay,
                    post or "nouveau",
                )
            )
    return csv([header.split(";"), *rows], ",".replace(",", ";"), "utf-8-sig")


def english() -> bytes:
    """English headings and codes, commas between cells and in thousands."""
    header = "Staff number,Sex,Birth date,Status,Category,Stream,Working time share,Months paid,Gross pay"
    rows = [
        (
            p.number,
            "Female" if p.woman else "Male",
            p.born,
            p.status,
            p.category,
            p.stream,
            f"{p.share:.0%}",
            12,
            f'"{p.pay:,.2f}"',
        )
        for p in people()
    ]
    return csv([header.split(","), *rows], ",", "utf-8")


def _table() -> list[list[object]]:
    header = ["Matricule", "Sexe", "Né le", "Statut", "Catégorie", "Filière", "Taux activité"]
    rows: list[list[object]] = [
        [
            p.number,
            "Féminin" if p.woman else "Masculin",
            p.born,
            STATUS[p.status],
            p.category,
            STREAM[p.stream],
            p.share * 100,
            12,
            p.pay,
        ]
        for p in people()
    ]
    return [[*header, "Nombre de mois", "Rémunération brute annuelle"], *rows]


def workbook() -> bytes:
    """A workbook with real days and numbers, under a title, behind a hidden sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    old = book.add_worksheet("2022")
    old.write(0, 0, "Matricule")
    old.hide()
    sheet = book.add_worksheet("2023")
    sheet.activate()
    sheet.set_first_sheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write(0, 0, "Agents rémunérés en 2023")
    for line, row in enumerate(_table(), start=3):
        for place, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write_datetime(line, place, dt.datetime.combine(cell, dt.time()), day)
            else:
                sheet.write(line, place, cell)
    book.add_worksheet("Notes").write(0, 0, "à relire")
    book.close()
    return out.getvalue()


def open_document() -> bytes:
    """The same in the open format, all of it as texts."""
    return ods([[str(cell) for cell in row] for row in _table()])


def unsure() -> bytes:
    """What no software can know: a status in one word, months that are nowhere."""
    header = "Matricule;Sexe;Date de naissance;Statut;Cat.;Filière;Quotité;Brut annuel;Observations"
    rows = [
        (
            p.number,
            "HF"[p.woman],
            p.born,
            "Contractuel" if p.status == "CONT_PERM_CDI" else STATUS[p.status],
            p.category,
            STREAM[p.stream],
            p.share,
            p.pay,
            "12",
        )
        for p in people()
    ]
    return csv([header.split(";"), *rows], encoding="utf-8")


#: Each export, and how many questions it asks the first time.
EXPORTS: dict[str, tuple[Callable[[], bytes], int]] = {
    "canonical.csv": (canonical, 0),
    "titles-and-totals.csv": (ciril, 0),
    "dos-weekly-hours.csv": (sedit, 0),
    "tabs-utf16.txt": (tabbed, 0),
    "monthly.csv": (monthly, 0),
    "two-posts.csv": (posts, 0),
    "english.csv": (english, 0),
    "hidden-sheet.xlsx": (workbook, 0),
    "open.ods": (open_document, 0),
    "unsure.csv": (unsure, 2),
}
