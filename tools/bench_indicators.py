"""Figures of agents: how long they take, and how much the gate withholds of them."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import duckdb
import numpy as np
import polars as pl

from app.config import ROOT
from app.demo.agents import HEADER, agents_files
from app.documents.spreadsheets import read_frame, write_csv
from app.indicators.core import TABLES, YearStaff, read_agents
from app.indicators.core.agents import completed
from app.indicators.core.catalogue import asked, pay
from app.indicators.core.counts.figures import YearFigures
from app.statistics.disclosure import Thresholds

Say = Callable[[str, float, str], None]
EMPLOYERS = 20
FOLDER = ROOT / "instance" / "bench"
LARGE = 1_900_000


def demonstration() -> list[YearStaff]:
    """The three years of the demonstration."""
    years = []
    for year, rows in agents_files().items():
        sheet = read_frame(write_csv(HEADER, rows))
        agents = completed(read_agents(sheet.header, sheet.rows, year, str).agents)
        years.append(YearStaff(year, agents, Thresholds()))
    return years


def _tables(now: YearStaff) -> int:
    """Every table of a year, before anything is withheld; how many there are."""
    figures = YearFigures.of(now, asked())
    return sum(declared.make(figures) is not None for declared in TABLES.values())


def employer(seed: int) -> pl.DataFrame:
    """An employer drawn by its seed: 150 to 1,200 agents whose traits go together."""
    rng = np.random.default_rng(seed)
    people = int(rng.integers(150, 1200))
    women = rng.random(people) < rng.uniform(0.3, 0.7)
    stream = rng.choice(["ADM", "TEC", "CUL", "MSO"], people, p=rng.dirichlet([3, 4, 1, 1]))
    category = rng.choice(["A", "B", "C"], people, p=rng.dirichlet([2, 3, 6]))
    status = rng.choice(
        ["FONC_TIT", "FONC_STAG", "CONT_PERM_CDI", "CONT_PERM_CDD", "CONT_NONPERM"],
        people,
        p=rng.dirichlet([14, 1, 2, 3, 2]),
    )
    return completed(
        pl.DataFrame(
            {
                "uid": [f"{n:06}" for n in range(people)],
                "sexe": np.where(women, "F", "H"),
                "annee_naissance": rng.integers(1958, 2003, people).astype(np.int16),
                "statut": status,
                "categorie": category,
                "filiere": stream,
                "cadre_emplois": [f"{s} {c}" for s, c in zip(stream, category, strict=True)],
                "direction": rng.choice([f"d{n}" for n in range(8)], people),
                "quotite": rng.choice([1.0, 1.0, 1.0, 0.8], people),
                "mois_payes": 12.0,
                "remu_brute": np.round(rng.lognormal(10.3, 0.25, people), 2),
                "temps_travail": rng.choice(["PLEIN"] * 4 + ["PARTIEL_AUTO"], people),
                "promouvable_grade": rng.random(people) < 0.3,
                "promu_grade": rng.random(people) < 0.3,
                "heures_formation": rng.choice([0.0, 6.0, 12.0], people),
                "abs_cmo": rng.choice([0.0, 0.0, 8.0], people),
            }
        )
    )


def bench_withheld_figures(say: Say) -> None:
    """What the gate takes, and what it withholds over the least that could be."""
    durations, costs, bounds = [], 0.0, 0.0
    for now in demonstration():
        start = time.perf_counter()
        _figures, guarded = YearFigures.of(now, asked()).guarded()
        durations.append(time.perf_counter() - start)
        costs, bounds = costs + guarded.cost, bounds + guarded.bound
    say("hr_protect_s", max(durations), "s")
    say("hr_withheld_ratio", costs / bounds, "x")
    ratios = []
    for seed in range(EMPLOYERS):
        now = YearStaff(2023, employer(seed), Thresholds())
        _figures, guarded = YearFigures.of(now, asked()).guarded()
        ratios.append(guarded.cost / guarded.bound if guarded.bound else 1.0)
    say("hr_withheld_ratio_20", max(ratios), "x")


def bench_indicators(say: Say) -> None:
    """Three years of 2,248 agents, then 1,900,000 agents of one year, each in a process of its
    own."""
    years = demonstration()
    _tables(years[0])
    rounds = []
    for _ in range(5):
        again = [YearStaff(now.year, now.agents, now.thresholds) for now in years]
        start = time.perf_counter()
        assert all(_tables(now) > 40 for now in again)
        rounds.append(time.perf_counter() - start)
    say("indicators_s", statistics.median(rounds), "s")
    for people, name in ((190_000, "190k"), (LARGE, "1m9")):
        seconds, megabytes = _large(people)
        say(f"indicators_{name}_s", seconds, "s")
        say(f"indicators_{name}_mb", megabytes, "MB")
    say("indicators_ratio", statistics.median(_ratio() for _ in range(3)), "x")


def _large(people: int) -> tuple[float, float]:
    """Seconds and memory of all tables of so many agents."""
    code = (
        "import resource\nfrom tools.bench_indicators import large_seconds\n"
        f"seconds = large_seconds({people})\n"
        "print('MEASURED', seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert "MEASURED" in done.stdout, done.stderr[-500:]
    seconds, megabytes = done.stdout.split("MEASURED")[1].split()
    return float(seconds), float(megabytes)


def _many(people: int) -> YearStaff:
    """So many agents, who are those of the demonstration over and over, paid a little apart."""
    agents = demonstration()[-1].agents
    times = -(-people // agents.height)
    many = pl.concat([agents] * times, rechunk=True).head(people)
    rng = random.Random(people)
    apart = pl.Series([rng.random() for _ in range(people)])
    return YearStaff(
        2023,
        many.with_columns((pl.col("remu_brute") * (0.9 + apart * 0.2)).round(2)),
        Thresholds(),
    )


def large_seconds(people: int) -> float:
    """How long all tables of so many agents take."""
    now = _many(people)
    start = time.perf_counter()
    _tables(now)
    return time.perf_counter() - start


def _ratio() -> float:
    """The counts, means and medians of all tables against the same by DuckDB, on the same columns
    in the same run."""
    now = _many(LARGE)
    names = {f"{what}_{sex}" for what in ("mean", "median") for sex in ("women", "men")}
    [indicator] = (each for each in pay.INDICATORS if each.code == "pay")
    measures = [e for e in indicator.asked() if e.measure.column.code in names | {"women", "men"}]
    crosses = [*dict.fromkeys(each.cross for each in measures)]
    start = time.perf_counter()
    YearFigures.of(now, measures)
    ours = time.perf_counter() - start
    columns = ["sexe", *dict.fromkeys(a.column for cross in crosses for a in cross)]
    rows = now.agents.select(*columns, "quotite", "mois_payes", "remu_brute")
    database = duckdb.connect()
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "agents.parquet"
    rows.with_columns(pl.col(columns).cast(pl.String)).write_parquet(path)
    database.execute(f"CREATE TABLE agents AS SELECT * FROM '{path}'")
    start = time.perf_counter()
    for cross in crosses:
        keys = ", ".join(["sexe", *dict.fromkeys(each.column for each in cross)])
        database.execute(
            f"SELECT {keys}, count(*), sum(remu_brute) / sum(quotite * mois_payes / 12), "
            "median(remu_brute / (quotite * mois_payes / 12)) FROM agents "
            f"WHERE quotite * mois_payes > 0 GROUP BY {keys}"
        ).fetchall()
    return ours / (time.perf_counter() - start)
