"""What somebody could work out from every table printed of a year, by an attacker written apart."""

from __future__ import annotations

import random

import pytest

from app.indicators.core import YearStaff, counted
from app.statistics.disclosure import Thresholds
from tests.indicators import attacking
from tests.indicators.attacking import ranges
from tests.indicators.factories import agents_of
from tests.statistics.lp_audit import Audit

LIMITS = Thresholds()
EMPLOYMENT = {"FONC_TIT": "FONC", "FONC_STAG": "FONC", "CONT_PERM_CDI": "CONT_P"}
#: What each column of an agent can be, and the axis of the tables that splits people by it.
AXES = {
    "sexe": ("F", "H"),
    "statut": (*EMPLOYMENT,),
    "categorie": ("A", "C"),
    "cadre_emplois": ("Attachés", "Adjoints", "Techniciens"),
    "age": ("age-25", "age-40"),
    "part_time": (False, True),
    "career": ("no", "eligible", "promoted"),
}
#: A framework lies in one stream: whoever knows the civil service knows which.
STREAMS = {"Attachés": "ADM", "Adjoints": "ADM", "Techniciens": "TEC"}
BORN = {"age-25": 1996, "age-40": 1981}
#: What people of each indicator have in common, and what a table's groups are of.
PEOPLE = {
    "staff": {},
    "part-time": {"part_time": (True,)},
    "promotions": {"career": ("promoted",)},
}
GROUPS = {
    "category": lambda code: {"categorie": (code,)},
    "status": lambda code: {"statut": (code,)},
    "framework": lambda code: {"cadre_emplois": (code,)},
    "age": lambda code: {"age": (code,)},
    "stream": lambda code: {"cadre_emplois": [c for c, own in STREAMS.items() if own == code]},
    "employment": lambda code: {"statut": [s for s, own in EMPLOYMENT.items() if own == code]},
}
SEXES = {"women": ("F",), "men": ("H",), "total": ("F", "H")}


def employer(seed):
    """The agents of a small employer, whose traits go together more or less."""
    rng = random.Random(seed)
    women = rng.choice((0.3, 0.5, 0.8))
    people = []
    for _ in range(rng.randint(25, 160)):
        framework = rng.choices(AXES["cadre_emplois"], (1, 3, 2))[0]
        usual = "A" if framework == "Attachés" else "C"
        people.append(
            {
                "sexe": "F" if rng.random() < women else "H",
                "statut": rng.choices(AXES["statut"], (6, 1, 2))[0],
                "cadre_emplois": framework,
                "categorie": usual if rng.random() < 0.95 else rng.choice("AC"),
                "age": rng.choice(AXES["age"]),
                "part_time": rng.random() < 0.2,
                "career": rng.choices(AXES["career"], (6, 2, 1))[0],
            }
        )
    return people


def agent(number, one):
    return {
        "uid": str(number),
        "filiere": STREAMS[one["cadre_emplois"]],
        "annee_naissance": BORN[one["age"]],
        "temps_travail": "PARTIEL_AUTO" if one["part_time"] else "PLEIN",
        "promouvable_grade": one["career"] != "no",
        "promu_grade": one["career"] == "promoted",
        **{name: one[name] for name in ("sexe", "statut", "cadre_emplois", "categorie")},
    }


def printed(tables):
    """(what people have, figure) of each number of people in each table."""
    for indicator, common in PEOPLE.items():
        for code, table in tables.items():
            axes = code.removeprefix(f"{indicator}-").split("-")
            if code.startswith(f"{indicator}-") and {*axes} <= GROUPS.keys():
                for row in table.rows:
                    if row.code.startswith("age-") and row.code not in BORN:
                        continue  # a band of nobody, who are in no axis
                    own = {} if row.total else _group(axes, row.code.split("-", len(axes) - 1))
                    for column in {c.code for c in table.columns} & SEXES.keys():
                        figure = table.cell(row.code, column)
                        yield common | own | {"sexe": SEXES[column]}, figure


def _group(axes, values):
    """What a line's people have: of two attributes about one column, what both say."""
    wanted = {}
    for axis, value in zip(axes, values, strict=True):
        wanted |= GROUPS[axis](value)
    return wanted


def attacked(seed):
    """The range left for each number withheld of an employer, with the number."""
    people = employer(seed)
    agents = agents_of(*(agent(number, one) for number, one in enumerate(people)))
    tables = counted(YearStaff(2023, agents, LIMITS))[0].tables
    return ranges(Audit(**AXES), people, printed(tables))


def check(seed):
    attacking.check(attacked(seed), LIMITS.cell, seed)


QUICK = {1, 4, 7}  # the attack takes a second on these, and more on others


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=() if n in QUICK else pytest.mark.slow) for n in range(10)]
)
def test_no_small_number_can_be_worked_out(seed):
    check(seed)


@pytest.mark.audit
@pytest.mark.parametrize("seed", range(10, 300))
def test_no_small_number_of_any_employer_can_be_worked_out(seed):
    check(seed)


def test_the_attacker_sees_what_is_given_away():
    """With one table printed whole, what another withholds is worked out."""
    people = employer(3)
    audit = Audit(**AXES)
    for category in AXES["categorie"]:
        for sex in AXES["sexe"]:
            own = {"categorie": (category,), "sexe": (sex,)}
            if (category, sex) != ("A", "F"):
                count = sum(one["categorie"] == category and one["sexe"] == sex for one in people)
                audit.publish(count, **own)
    audit.publish(len(people))
    low, high = audit.between(categorie=("A",), sexe=("F",))
    assert high - low < 1e-6
