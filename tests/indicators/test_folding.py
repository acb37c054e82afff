"""Several rows of an agent: months of payroll, posts one after the other or at once."""

import polars as pl
import pytest

from app.cells import Trouble
from app.indicators.core import read_agents

HEADER = ["Matricule", "Sexe", "Né(e) le", "Statut", "Catégorie", "Filière", "Quotité", "Brut"]
WHO = ["12", "F", "12/03/1980", "Titulaire", "A", "Administrative"]
OTHER = ["13", "H", "01/02/1970", "Titulaire", "C", "Technique", "100", "25000", "12", "Sport"]


def read(header, rows):
    texts = pl.DataFrame({str(at): [row[at] for row in rows] for at in range(len(header))})
    return read_agents(header, texts, 2023, lambda number: f"hash of {number}")


def agents(header, rows):
    reading = read(header, rows)
    assert reading.problems == []
    assert reading.understood.questions == ()
    return {row["uid"]: row for row in reading.agents.to_dicts()}


YEARLY = [*HEADER, "Nb mois", "Direction"]


def test_two_posts_one_after_the_other():
    """Eight months at 80 %, four at the whole: 0.8667 of a full-time year, not one more or less."""
    rows = [
        [*WHO, "80", "20000", "8", "Culture"],
        [*WHO, "100", "12 000,50", "4", "Sport"],
        OTHER,
    ]
    agent = agents(YEARLY, rows)["hash of 12"]
    assert (agent["mois_payes"], agent["remu_brute"], agent["direction"]) == (12, 32000.5, "Sport")
    assert agent["quotite"] * agent["mois_payes"] == pytest.approx(0.8 * 8 + 4)


def test_two_posts_at_once():
    rows = [[*WHO, "50", "15000", "12", "Culture"], [*WHO, "30", "9000", "12", "Sport"], OTHER]
    agent = agents(YEARLY, rows)["hash of 12"]
    assert (agent["mois_payes"], agent["quotite"]) == (12, pytest.approx(0.8))
    assert agent["remu_brute"] == 24000


def test_twelve_months_of_payroll():
    header = [*HEADER, "Mois de paie", "Direction"]
    months = [[*WHO, "100", "2 500,10", f"{n:02d}/2023", "Culture"] for n in range(1, 13)]
    others = [[*OTHER[:6], "50", "1000", month, "Sport"] for month in ("mars 2023", "avril 2023")]
    both = agents(header, [*others[::-1], *months])
    assert both["hash of 12"]["mois_payes"] == 12
    assert both["hash of 12"]["remu_brute"] == pytest.approx(30001.2)
    assert (both["hash of 13"]["mois_payes"], both["hash of 13"]["quotite"]) == (2, 0.5)


def test_traits_are_those_of_the_last_month():
    header = [*HEADER, "Période", "Direction", "Promu"]
    rows = [
        [*WHO, "1", "2000", "2023-12", "Sport", "non"],
        [*WHO, "1", "2000", "2023-01", "Culture", "oui"],
        [*WHO, "1", "2000", "2023-02", "", "non"],
    ]
    agent = agents(header, rows)["hash of 12"]
    assert (agent["direction"], agent["promu_grade"]) == ("Sport", True)


@pytest.mark.parametrize(
    ("rows", "trouble", "line"),
    [
        # word for word twice
        ([[*WHO, "1", "20000", "12", "x"]] * 2, Trouble.DOUBLED_KEY, 3),
        # two people under one number
        (
            [[*WHO, "1", "20000", "6", "x"], ["12", "H", *WHO[2:], "1", "20000", "6", "x"]],
            Trouble.INCONSISTENT,
            3,
        ),
        # more than a full-time year
        (
            [[*WHO, "1", "20000", "12", "x"], [*WHO, "0,8", "9000", "12", "x"]],
            Trouble.INCONSISTENT,
            2,
        ),
    ],
)
def test_rows_that_cannot_be_one(rows, trouble, line):
    [problem] = read(YEARLY, rows).problems
    assert (problem.trouble, problem.line) == (trouble, line)


def test_payroll_of_another_year():
    header = [*HEADER, "Mois", "Direction"]
    [problem] = read(header, [[*WHO, "1", "2000", "12/2022", "x"]]).problems
    assert (problem.trouble, problem.column, problem.expected) == (
        Trouble.OUT_OF_RANGE,
        "Mois",
        "2023",
    )


def test_rows_of_totals_are_nobodys():
    rows = [OTHER, ["", "", "", "", "", "", "", "25000", "12", ""], ["Total", *[""] * 9]]
    reading = read(YEARLY, rows)
    assert (reading.agents.height, reading.totals) == (1, 2)
