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
            Trouble.OTHER_THAN_LINE,
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
        Trouble.INCONSISTENT,
        "Mois",
        "periode = 2023",
    )


def test_rows_of_totals_are_nobodys():
    rows = [OTHER, ["", "", "", "", "", "", "", "25000", "12", ""], ["Total", *[""] * 9]]
    reading = read(YEARLY, rows)
    assert (reading.agents.height, reading.totals) == (1, 2)


def test_who_comes_back_has_not_left():
    header = [*YEARLY, "Date d'entrée", "Date de sortie"]
    rows = [
        [*WHO, "100", "6000", "3", "Culture", "01/01/2010", "31/03/2023"],
        [*WHO, "100", "18000", "9", "Culture", "01/04/2023", ""],
        [*OTHER, "01/01/2010", ""],
    ]
    agent = agents(header, rows)["hash of 12"]
    assert (agent["date_sortie"], agent["mois_payes"]) == (None, 12)


def test_months_that_are_said_are_not_counted():
    header = [*YEARLY, "Date de paie"]
    agent = agents(header, [[*OTHER, "31/12/2023"], [*WHO, "100", "9", "6", "x", "31/12/2023"]])
    assert agent["hash of 13"]["mois_payes"] == 12


def test_one_month_of_payroll_is_no_year():
    header = [*HEADER, "Mois", "Direction"]
    [problem] = read(header, [[*WHO, "100", "2000", "12", "x"]]).problems
    assert (problem.column, problem.expected) == ("Mois", "2 … 12")


def test_a_pay_made_up_later_is_no_second_post():
    header = [*HEADER, "Mois de paie", "Grade"]
    rows = [[*WHO, "80", "2000", f"{n:02d}/2023", "Attaché"] for n in range(1, 13)]
    agent = agents(
        header,
        [
            *rows,
            [*WHO, "80", "120", "03/2023", "Attaché"],
            [*OTHER[:6], "100", "1", "01/2023", "x"],
        ],
    )
    assert agent["hash of 12"]["quotite"] == pytest.approx(0.8)
    assert agent["hash of 12"]["remu_brute"] == 24120


def test_a_line_of_nobody_between_agents_is_an_error():
    rows = [[*WHO, "100", "20000", "12", "x"], ["", "", "", "", "", "", "", "10000", "", ""], OTHER]
    assert {p.line for p in read(YEARLY, rows).problems} == {3}
    agent = ["AGT", *OTHER[1:9], "Ensemble scolaire"]
    assert "hash of AGT" in agents(YEARLY, [OTHER, agent])
