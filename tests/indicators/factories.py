"""Agents' files for tests."""

from __future__ import annotations

import random

from app.indicators.core import Agent

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
