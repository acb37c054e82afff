"""Agents' files for tests."""

from __future__ import annotations

import datetime as dt
import random
from typing import get_type_hints

from app.indicators.core import Agent, labels

HEADER = [
    "matricule",
    "sexe",
    "date_naissance",
    "statut",
    "categorie",
    "filiere",
    "quotite",
    "mois_payes",
    "remu_brute",
]
ROW = ["M1", "F", "12/03/1980", "FONC_TIT", "A", "ADM", "0,8", "12", "30 000,50"]


def make_agent(**values: object) -> Agent:
    usual = {
        "uid": "u",
        "sex": "F",
        "birth_year": 1980,
        "status": "FONC_TIT",
        "category": "A",
        "stream": "ADM",
        "time_share": 1.0,
        "months": 12.0,
        "pay": 36000.0,
    }
    return Agent(**(usual | values))  # type: ignore[arg-type]


CODES = {
    "sex": labels.SEXES,
    "status": labels.STATUSES,
    "category": labels.CATEGORIES,
    "stream": labels.STREAMS,
    "working_time": labels.WORKING_TIMES,
}


def any_agent(rng: random.Random, year: int) -> Agent:
    """An agent of whom everything is drawn, each field by its type: a field added is drawn too."""
    by_type = {
        str: ["x", "y"],
        bool: [False, True],
        float: [0.0, 1.0, 12.0],
        int: [1960, 1980, 1999],
        dt.date: [dt.date(year, 3, 1), dt.date(year - 9, 3, 1), dt.date(year + 1, 3, 1)],
    }
    values: dict[str, object] = {}
    for name, hint in get_type_hints(Agent).items():
        optional = [None] if hint not in by_type else []
        kind = hint if hint in by_type else next(k for k in by_type if hint == k | None)
        values[name] = rng.choice([*optional, *CODES.get(name, by_type[kind])])
    return Agent(**values | {"uid": str(rng.random()), "time_share": 1.0})  # type: ignore[arg-type]


def make_staff(women: int, men: int, **values: object) -> list[Agent]:
    return [
        make_agent(
            uid=f"{values}-{i}", sex="F" if i < women else "H", pay=30000.0 + 10 * i, **values
        )
        for i in range(women + men)
    ]


def csv_file(rows: int = 40, **changes: str) -> bytes:
    """A good file of this many agents; `changes` replaces cells of the first one."""
    rng = random.Random(rows)
    lines = [";".join(HEADER)]
    for i in range(rows):
        row = dict(zip(HEADER, ROW, strict=True)) | {
            "matricule": f"MAT{i:06d}",
            "sexe": "FH"[i % 2],
            "categorie": "ABC"[i % 3],
            "remu_brute": f"{24000 + rng.randint(0, 9000)},25",
        }
        if i == 0:
            row |= changes
        lines.append(";".join(row.values()))
    return "\r\n".join(lines).encode()
