"""Measures of the agents' file, printed by `make bench` with the others: read, checked, kept."""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from app import create_app
from app.config import ROOT, read_settings
from app.documents.spreadsheets import read_frame
from app.indicators.core import read_agents
from app.indicators.core.headings import known_headings
from app.indicators.service.files import LARGE
from tools.bench_roadmaps import Say

FOLDER = ROOT / "instance"
HEADER = (
    "Matricule;Nom;Sexe;Date de naissance;Statut;Catégorie;Filière;Grade;Direction;Quotité;"
    "Nb mois;Brut annuel;Primes;Temps complet;Date d'entrée;Date de sortie;Jours de formation;"
    "Promouvable;Promu;Service"
)
#: Of a file of many agents, what DuckDB reads and casts: numbers, days, texts.
_NUMBERS = ("Quotité", "Nb mois", "Brut annuel", "Primes", "Jours de formation")
_DAYS = ("Date de naissance", "Date d'entrée", "Date de sortie")


def make_file(agents: int) -> Path:
    """A payroll export of so many agents, as a French office has it: CP1252, `;`, decimal commas."""
    path = FOLDER / f"bench-agents-{agents}.csv"
    if path.exists():
        return path
    rng = random.Random(agents)
    statuses = ("Titulaire", "Titulaire", "Stagiaire", "CDI", "Contractuel permanent")
    streams = ("Administrative", "Technique", "Culturelle", "Médico-sociale")
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(HEADER + "\r\n")
        for number in range(agents):
            born = f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(1960, 2000)}"
            left = "" if rng.random() < 0.95 else "30/06/2023"
            file.write(
                f"{number:07d};NOM{number};{rng.choice('12')};{born};{rng.choice(statuses)};"
                f"{rng.choice('ABC')};{rng.choice(streams)};Adjoint technique;"
                f"Direction n°{rng.randint(1, 22)};{rng.choice((100, 100, 80, 50))};"
                f"{rng.choice(('12', '12', '6,5'))};{rng.randint(18000, 60000)},"
                f"{rng.randint(0, 99):02d};{rng.randint(0, 9000)},50;Oui;"
                f"01/{rng.randint(1, 12):02d}/{rng.randint(1990, 2022)};{left};"
                f"{rng.choice(('0', '1,5', '3'))};{rng.choice(('Oui', 'Non'))};Non;"
                f"Service {rng.randint(1, 200)}\r\n"
            )
    return path


def bench_hr(say: Say) -> None:
    for agents, name in ((2_248, "hr_import"), (200_000, "hr_import_200k")):
        seconds, megabytes = _import_by_command(make_file(agents))
        say(f"{name}_s", seconds, "s")
        say(f"{name}_mb", megabytes, "MB")
    say("page_while_import_ms", _page_while_import_ms(make_file(200_000)), "ms")
    large = make_file(1_900_000)
    seconds, megabytes = _import_by_command(large)
    say("hr_import_1m9_s", seconds, "s")
    say("hr_import_1m9_mb", megabytes, "MB")
    say("hr_read_ratio", _reading_s(large) / _duckdb_s(large), "x")


def _import_by_command(path: Path) -> tuple[float, float]:
    """Seconds of the command beyond its start, and the memory of all its processes at their
    highest, one added to the other."""
    instance = FOLDER / "bench-hr"
    shutil.rmtree(instance, ignore_errors=True)
    flask = [sys.executable, str(Path(sys.executable).with_name("flask"))]
    environment = {"ISONOMIA_INSTANCE": str(instance), "PATH": "/usr/bin:/bin"}
    script = (
        "import resource,runpy,sys,time\n"
        "start=time.perf_counter()\n"
        "try:\n runpy.run_path(sys.argv[0],run_name='__main__')\n"
        "finally:\n"
        " own=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        " other=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        " print('MEASURED',time.perf_counter()-start,(own+other)/1024)\n"
    )

    def run(*arguments: str) -> tuple[float, float]:
        code = f"import sys;sys.argv={[flask[1], *arguments]!r}\n{script}"
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            env=environment,
            cwd=ROOT,
            check=False,
        )
        assert "MEASURED" in done.stdout, done.stderr[-500:]
        said = done.stdout.split("MEASURED")[1].split()
        return float(said[0]), float(said[1])

    run("db", "upgrade")
    idle = statistics.median(run("hr", "--help")[0] for _ in range(3))
    seconds, megabytes = run("hr", "import", str(path), "--year", "2023")
    return seconds - idle, megabytes


def _page_while_import_ms(path: Path) -> float:
    """The slowest of the pages that a server gives while another process imports."""
    instance = FOLDER / "bench-hr"
    app = create_app(read_settings({"ISONOMIA_INSTANCE": str(instance)}))
    client = app.test_client()
    client.get("/sign-in")
    stop, durations = threading.Event(), []

    def look() -> None:
        while not stop.is_set():
            start = time.perf_counter()
            assert client.get("/sign-in").status_code == 200
            durations.append((time.perf_counter() - start) * 1000)
            stop.wait(0.05)

    looking = threading.Thread(target=look)
    looking.start()
    _reading_s(path)
    stop.set()
    looking.join()
    return max(durations)


def _reading_s(path: Path) -> float:
    """Seconds from the file to its columns of values, every check made."""
    start = time.perf_counter()
    with path.open("rb") as file:
        frame = read_frame(file, known_headings, LARGE)
    reading = read_agents(frame.header, frame.rows, 2023, str, frame.line)
    assert reading.agents.height > 1_000
    return time.perf_counter() - start


def _duckdb_s(path: Path) -> float:
    """Seconds that DuckDB takes to read and cast the same file, once it is UTF-8."""
    start = time.perf_counter()
    plain = path.with_suffix(".utf8")
    plain.write_text(path.read_text(encoding="cp1252"), encoding="utf-8")
    database = duckdb.connect()
    quoted = str(plain).replace("'", "''")
    names = [f'"{name}"' for name in HEADER.split(";")]
    numbers = {f'"{name}"' for name in _NUMBERS}
    days = {f'"{name}"' for name in _DAYS}
    cast: Callable[[str], str] = lambda name: (  # noqa: E731
        f"try_cast(replace({name}, ',', '.') AS DOUBLE)"
        if name in numbers
        else f"try_strptime({name}, '%d/%m/%Y')::DATE"
        if name in days
        else name
    )
    database.execute(
        f"CREATE TABLE agents AS SELECT {', '.join(map(cast, names))} FROM "
        f"read_csv('{quoted}', delim=';', header=true, all_varchar=true, quote='')"
    )
    plain.unlink()
    return time.perf_counter() - start
