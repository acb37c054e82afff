"""Four hundred people answer the managers' survey at once: `python -m tools.load`.

Against the default install: SQLite, one server, started as `make run` starts it, over HTTP. Each
session opens a personal link, reads every page and its form, thinks for ten seconds on average,
and goes on to the thanks. One line `name value unit` per figure; exit status 1 after any error,
or when one request in twenty takes more than 300 ms.

Then what one worker and two give at saturation, on SQLite and on PostgreSQL: eight people who ask
again as soon as they are answered. They share the machine with the server.
"""

from __future__ import annotations

import argparse
import http.client
import random
import shutil
import statistics
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func
from sqlalchemy import select as choose

from app import create_app
from app.accounts.models import Directorate
from app.accounts.service import people as directory
from app.config import ROOT, read_settings
from app.demo.load import DATA
from app.extensions import db, utcnow
from app.permissions import Role
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Ballot, Participation
from app.surveys.campaigns.service import campaigns, inviting
from app.surveys.questionnaires.service import versions
from app.text import both
from tools.browsing import Browser
from tools.saturation import PEOPLE, pages_and_saves
from tools.serving import Server, postgresql

FOLDER = ROOT / "instance" / "load"
THINKING = 10.0  # seconds, on average
P95_MS = 300.0
DIRECTORATES = 10
PAGES = 100  # somebody who has sent more is going round in circles
WORKERS = (1, 2)
SQLITE = {"ISONOMIA_INSTANCE": str(FOLDER)}


def make_campaign(environ: Mapping[str, str], people: int) -> tuple[Flask, list[str]]:
    """A new instance with an open campaign; the personal link of each person invited."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    app = create_app(read_settings(environ))
    with app.app_context():
        upgrade()
        version, problems = versions.import_questionnaire(
            (DATA / "managers-survey.yaml").read_bytes(), utcnow().date()
        )
        assert version is not None, problems
        directorates = [
            Directorate(code=f"d{n:02d}", name=both(f"Direction {n}")) for n in range(DIRECTORATES)
        ]
        db.session.add_all(directorates)
        invited = []
        for n in range(people):
            roles = frozenset({Role.MANAGER})
            person = directory.add_person(f"charge{n}@load.example", f"Charge {n}", roles)
            person.sex, person.directorate = ("woman", "man")[n % 2], directorates[n % DIRECTORATES]
            invited.append(person)
        closes = utcnow().date().replace(year=utcnow().year + 1, day=1)
        campaign = campaigns.create_campaign(version, version.title, CampaignMode.ANONYMOUS, closes)
        inviting.invite_people(campaign, invited)
        keys = KeyStore(app.config["SETTINGS"].keys_dir)
        opened = campaigns.open_campaign(
            campaign, keys, "une phrase de charge", 11, utcnow().date()
        )
        assert not opened, opened
        db.session.commit()
        key = app.config["SETTINGS"].secret_key
        return app, [f"/a/{row.token(key)}" for row in inviting.invitations(campaign)]


# The sessions.


@dataclass
class Tally:
    """What all sessions report, each once, when it ends."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    done: int = 0
    active: int = 0
    active_max: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def arrive(self) -> None:
        with self.lock:
            self.active += 1
            self.active_max = max(self.active_max, self.active)

    def leave(self, browser: Browser, error: str = "") -> None:
        with self.lock:
            self.active -= 1
            self.times += browser.times
            self.done += not error
            self.errors += [error] if error else []


def answer_survey(port: int, link: str, delay: float, tally: Tally) -> None:
    """One person: arrive, read, think, send page after page, until a page asks nothing more."""
    rng, waiting = random.Random(link), threading.Event()
    waiting.wait(delay)
    tally.arrive()
    browser, error = Browser(port), ""
    try:
        page = browser.visit("GET", link)
        for address in dict.fromkeys(page.files):
            if browser.request("GET", address).status != 200:
                raise ValueError(f"GET {address}")
        for _ in range(PAGES):
            if not page.forms:
                break
            waiting.wait(rng.expovariate(1 / THINKING))
            page = browser.submit(page.forms[0], rng)
        else:
            raise ValueError(f"{PAGES} pages sent, and asked again")
    except (OSError, http.client.HTTPException, ValueError) as failure:
        error = f"{type(failure).__name__}: {failure}"
    browser.close()
    tally.leave(browser, error)


def run_sessions(port: int, links: Sequence[str], minutes: float) -> Tally:
    """Let them arrive during the first half of the time: then all are there at once."""
    tally, rng = Tally(), random.Random(len(links))
    threads = [
        threading.Thread(
            target=answer_survey, args=(port, link, rng.uniform(0, minutes * 30), tally)
        )
        for link in links
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def stored(app: Flask) -> tuple[int, int]:
    """How many participations and how many ballots the database holds."""
    with app.app_context():
        counts = [
            db.session.scalar(choose(func.count()).select_from(table)) or 0
            for table in (Participation, Ballot)
        ]
    return counts[0], counts[1]


def say(name: str, value: float, unit: str) -> None:
    print(f"{name} {value:g} {unit}", flush=True)


def report(tally: Tally) -> bool:
    """Print the figures; whether they are good."""
    milliseconds = sorted(seconds * 1000 for seconds in tally.times)
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    say("load_sessions_done", tally.done, "sessions")
    say("load_sessions_at_once", tally.active_max, "sessions")
    say("load_requests", len(milliseconds), "requests")
    say("load_errors", len(tally.errors), "errors")
    say("load_p50_ms", round(statistics.median(milliseconds), 1), "ms")
    say("load_p95_ms", round(p95, 1), "ms")
    say("load_max_ms", round(milliseconds[-1], 1), "ms")
    for error in sorted(set(tally.errors))[:10]:
        print(error, file=sys.stderr)
    return not tally.errors and p95 <= P95_MS


def load(sessions: int, minutes: float) -> bool:
    """People answer, each at their own pace; whether it went well."""
    app, links = make_campaign(SQLITE, sessions)
    server = Server(SQLITE, FOLDER / "server.log")
    server.start()
    try:
        tally = run_sessions(server.port, links, minutes)
    finally:
        server.kill()
    participations, ballots = stored(app)
    if not participations == ballots == tally.done:
        tally.errors.append(f"{tally.done} were thanked, {participations} and {ballots} are stored")
    return report(tally)


def saturate(database: str, environ: Mapping[str, str]) -> None:
    """Print what each number of workers gives; each is asked by people who come for the first time."""
    _app, links = make_campaign(environ, PEOPLE * len(WORKERS))
    for workers in WORKERS:
        here, links = links[:PEOPLE], links[PEOPLE:]
        server = Server(environ, FOLDER / "server.log", workers)
        server.start()
        try:
            pages, saves = pages_and_saves(server.port, here)
        finally:
            server.kill()
        for what, measured in (("pages", pages), ("saves", saves)):
            name = f"load_{database}_{workers}_{what}"
            say(f"{name}_a_second", round(measured.a_second), what)
            say(f"{name}_p50_ms", round(measured.p50), "ms")
            say(f"{name}_p90_ms", round(measured.p90), "ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--sessions", type=int, default=400)
    options = parser.parse_args()
    good = load(options.sessions, options.minutes)
    saturate("sqlite", SQLITE)
    with postgresql() as address:
        saturate("postgresql", {**SQLITE, "ISONOMIA_DATABASE_URL": address})
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
