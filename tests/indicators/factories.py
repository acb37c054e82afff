"""Agents' files for tests."""

from __future__ import annotations

import datetime as dt
import random

import polars as pl

from app.indicators.core import YearStaff, YearTables, counted, over_years
from app.indicators.core.agents import SCHEMA, completed
from app.indicators.core.columns import BIRTH_YEAR
from app.statistics.disclosure import Thresholds

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


def agents_of(*rows: dict[str, object]) -> pl.DataFrame:
    """Agents of whom each row says something, and what is usual of the rest."""
    usual = {
        "uid": "u",
        "sexe": "F",
        "annee_naissance": 1980,
        "statut": "FONC_TIT",
        "categorie": "A",
        "filiere": "ADM",
        "quotite": 1.0,
        "mois_payes": 12.0,
        "remu_brute": 36000.0,
    }
    return completed(pl.DataFrame([usual | row for row in rows], infer_schema_length=None))


def make_agent(**values: object) -> pl.DataFrame:
    return agents_of(values)


def any_agent(rng: random.Random, year: int) -> dict[str, object]:
    """An agent of whom everything is drawn, each column by its type: one added is drawn too."""
    days = [dt.date(year, 3, 1), dt.date(year - 9, 3, 1), dt.date(year + 1, 3, 1)]
    by_type = {
        pl.String: ["x", "y"],
        pl.Boolean: [False, True],
        pl.Float64: [0.0, 1.0, 12.0],
        pl.Int16: [1960, 1980, 1999],
        pl.Date: days,
    }
    values: dict[str, object] = {}
    for name, kind in SCHEMA.items():
        known = name in (BIRTH_YEAR, "quotite", "mois_payes", "remu_brute", *CODED)
        choices = [*kind.categories] if isinstance(kind, pl.Enum) else by_type[type(kind)]
        values[name] = rng.choice([*([] if known else [None]), *choices])
    return values | {"uid": str(rng.random()), "quotite": 1.0}


def make_staff(women: int, men: int, **values: object) -> pl.DataFrame:
    return agents_of(
        *(
            {
                "uid": f"{values}-{i}",
                "sexe": "F" if i < women else "H",
                "remu_brute": 30000.0 + 10 * i,
                **values,
            }
            for i in range(women + men)
        )
    )


#: Columns of codes that every file has.
CODED = ("sexe", "statut", "categorie", "filiere")


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


def year_tables(year: int, by_year: dict[int, pl.DataFrame], thresholds: Thresholds) -> YearTables:
    """The tables of a year with those before it, each counted apart."""
    years = [YearStaff(y, by_year[y], thresholds, {}) for y in sorted(by_year) if y <= year]
    return over_years([counted(each)[0] for each in years])
