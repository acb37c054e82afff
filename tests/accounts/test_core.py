import pytest

from app.accounts import core
from app.accounts.core import PasswordProblem, password_problem, read_people
from app.cells import Trouble, small_number
from app.permissions import Role


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("court", PasswordProblem.TOO_SHORT),
        ("x" * 129, PasswordProblem.TOO_LONG),
        ("aaaaaaaaaaaaaa", PasswordProblem.COMMON),
        ("Motdepasse1234", PasswordProblem.COMMON),
        ("ma-cle-claire-2024", PasswordProblem.LIKE_ADDRESS),
        ("le tram passe à huit heures", None),
    ],
)
def test_passwords(password, problem):
    assert password_problem(password, "claire@metropole.fr") is problem


HEADER = ["courriel", "nom", "roles", "direction", "direction_nom", "sexe", "categorie"]
GOOD = ["A.B@metropole.fr", "Encadrement 1", "encadrant, mission", "d01", "Culture", "F", "A"]


def test_a_good_line():
    [person], problems = read_people(HEADER, [GOOD], frozenset())
    assert problems == []
    assert person.email == "a.b@metropole.fr"
    assert person.roles == {Role.MANAGER, Role.MISSION}
    assert (person.sex, person.category, person.directorate) == ("woman", "a", "d01")


@pytest.mark.parametrize(
    ("position", "value", "trouble"),
    [
        (0, "pas une adresse", Trouble.NOT_AN_ADDRESS),
        (0, "", Trouble.EMPTY),
        (1, "x" * 121, Trouble.TOO_LONG),
        (2, "chef", Trouble.NOT_A_CODE),
        (4, "", Trouble.EMPTY),
        (5, "femme", Trouble.NOT_A_CODE),
        (6, "Z", Trouble.NOT_A_CODE),
    ],
)
def test_each_error_has_its_place(position, value, trouble):
    row = [*GOOD[:position], value, *GOOD[position + 1 :]]
    people, [problem] = read_people(HEADER, [row], frozenset())
    assert people == []
    assert (problem.line, problem.column, problem.trouble) == (2, HEADER[position], trouble)


def test_doubled_people_and_known_directorates():
    again = ["a.b@metropole.fr", *GOOD[1:4], "", *GOOD[5:]]
    people, problems = read_people(HEADER, [GOOD, again], frozenset())
    assert people == []
    assert [p.trouble for p in problems] == [Trouble.DOUBLED_KEY]
    other = ["c@metropole.fr", *GOOD[1:4], "", *GOOD[5:]]
    people, problems = read_people(HEADER, [other], frozenset({"d01"}))
    assert (len(people), problems) == (1, [])


def test_headers_and_empty_files():
    assert read_people(["courriel"], [["a@b"]], frozenset())[1][0].trouble is Trouble.MISSING_COLUMN
    assert read_people(HEADER, [], frozenset())[1][0].trouble is Trouble.NO_ROW


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("", None), ("-1", None), ("²", None), ("٣", None), ("9" * 5000, None)],
)
def test_numbers_of_forms_and_addresses(text, number):
    assert small_number(text) == number


def test_waits_grow():
    seconds = [core.wait_after(failures).total_seconds() for failures in range(4, 13)]
    assert seconds == [0, 15, 30, 60, 120, 240, 480, 900, 900]
    assert core.wait_after(10**6) == core.LONGEST_WAIT


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_one_subscriber_is_one_network(address, network):
    assert core.network_of(address) == network
