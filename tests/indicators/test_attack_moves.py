"""What somebody who has the staff of the year before could work out of those who came and left."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from app.indicators.core import YearStaff, counted
from app.statistics.disclosure import Thresholds
from tests.indicators.attacking import check, ranges, size
from tests.indicators.factories import agents_of
from tests.statistics.lp_audit import Audit

LIMITS, YEAR = Thresholds(), 2023
#: A day of the year for those who came, and for those who left.
MOVES = {"stayed": (2010, 2030), "came": (YEAR, 2030), "left": (2010, YEAR), "both": (YEAR, YEAR)}
AXES = {"sexe": ("F", "H"), "categorie": ("A", "C"), "move": (*MOVES,)}
PEOPLE = {
    "staff": ("stayed", "came"),
    "recruitments": ("came", "both"),
    "departures": ("left", "both"),
}
BEFORE = ("stayed", "left")
SEXES = {"women": ("F",), "men": ("H",), "total": ("F", "H")}


def employer(seed):
    """People in short of whom few moved."""
    rng = random.Random(seed)
    sizes = (rng.randint(30, 60), rng.randint(1, 9), rng.randint(1, 9), rng.choice((0, 0, 1)))
    return [
        {"sexe": rng.choice("FH"), "categorie": rng.choice("AC"), "move": move}
        for move, size in zip(MOVES, sizes, strict=True)
        for _ in range(size)
    ]


def agent(number, one):
    came, left = MOVES[one["move"]]
    return {
        "uid": str(number),
        "sexe": one["sexe"],
        "categorie": one["categorie"],
        "date_entree_coll": dt.date(came, 3, 1),
        "date_recrut": dt.date(came, 3, 1),
        "date_sortie": dt.date(left, 9, 1),
    }


def printed(tables):
    """(what people have, figure) of each number of people in each table."""
    for indicator, moves in PEOPLE.items():
        table = tables[f"{indicator}-category"]
        for row in table.rows:
            own = {} if row.total else {"categorie": (row.code,)}
            if row.total or row.code in AXES["categorie"]:
                for column, sexes in SEXES.items():
                    yield {**own, "move": moves, "sexe": sexes}, table.cell(row.code, column)


def attacked(seed):
    """The range left for each number withheld of an employer, with the number."""
    people = employer(seed)
    agents = agents_of(*(agent(number, one) for number, one in enumerate(people)))
    tables = counted(YearStaff(YEAR, agents, LIMITS))[0].tables
    audit = Audit(**AXES)
    for sex in "FH":
        before = {"sexe": (sex,), "move": BEFORE}
        if size(people, before) >= LIMITS.cell:
            audit.publish(size(people, before), **before)
    return ranges(audit, people, printed(tables))


@pytest.mark.parametrize("seed", range(6))
def test_few_moves_cannot_be_worked_out_from_the_year_before(seed):
    check(attacked(seed), LIMITS.cell, seed)
