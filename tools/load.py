"""Four hundred people answer the managers' survey at once: `python -m tools.load`.

Against the default install: SQLite, one server, started as `make run` starts it, over HTTP. Each
session opens a personal link, reads every page and its form, thinks for ten seconds in the mean,
and goes on to the thanks. One line `name value unit` each; exit status 1 after any error, or when
one request in twenty takes more than 300 ms.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import select
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

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

FOLDER = ROOT / "instance" / "load"
THINKING = 10.0  # seconds, in the mean
P95_MS = 300.0
DIRECTORATES = 10
HOPS = 5

#: The server of `make run`, but for its port.
SERVER = (
    "--interface",
    "wsgi",
    "--host",
    "127.0.0.1",
    "--workers",
    "1",
    "--blocking-threads",
    "8",
    "--respawn-failed-workers",
    "app.local:app",
)


# A browser without JavaScript, small enough to have four hundred.


@dataclass
class Form:
    """A form as a page gives it: what it sends by itself, and what is to be chosen or typed."""

    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    ticks: dict[str, list[str]] = field(default_factory=dict)
    lists: list[tuple[str, list[str]]] = field(default_factory=list)
    typed: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, rng: random.Random) -> list[tuple[str, str]]:
        """What somebody sends who answers every question, by the button that Enter presses."""
        sent = list(self.hidden)
        sent += [(name, rng.choice(values)) for name, values in self.choices.items()]
        ticked = {name: rng.choice(values) for name, values in self.ticks.items()}
        sent += [(name, value) for name, value in ticked.items() if name not in self.choices]
        taken: set[tuple[str, str]] = set()
        for name, values in self.lists:
            free = [value for value in values if value and (name, value) not in taken]
            if free:
                taken.add((name, rng.choice(free)))
        sent += sorted(taken)
        sent += [(name, _written(marks)) for name, marks in self.typed]
        return sent + [button for button in self.buttons[:1] if button[0]]


def _written(marks: Mapping[str, str]) -> str:
    """Something that a field takes."""
    if marks.get("type") == "date":
        return "2024-06-03"
    return "3" if marks.get("inputmode") else "Rien à ajouter."


class PageReader(HTMLParser):
    """The forms in the main part of a page, and the files that a browser fetches with it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.files: list[str] = []
        self._in_main = self._in_form = False
        self._options: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = {name: value or "" for name, value in attrs}
        address = marks.get("src") or (marks.get("href", "") if tag == "link" else "")
        if "/static/" in address:
            self.files.append(address)
        if tag == "main":
            self._in_main = True
        elif tag == "form" and self._in_main and marks.get("method", "").lower() == "post":
            self.forms.append(Form(marks.get("action", "")))
            self._in_form = True
        elif self._in_form:
            self._field(tag, marks)

    def _field(self, tag: str, marks: Mapping[str, str]) -> None:
        form, name, value = self.forms[-1], marks.get("name", ""), marks.get("value", "")
        kind = marks.get("type", "text") if tag == "input" else tag
        if kind == "hidden":
            form.hidden.append((name, value))
        elif kind == "radio":
            form.choices.setdefault(name, []).append(value)
        elif kind == "checkbox":
            form.ticks.setdefault(name, []).append(value)
        elif kind == "button":
            form.buttons.append((name, value))
        elif kind == "select":
            self._options = []
            form.lists.append((name, self._options))
        elif kind == "option" and self._options is not None:
            self._options.append(value)
        elif kind in ("text", "date", "textarea"):
            form.typed.append((name, marks))

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._in_main = False
        elif tag == "form":
            self._in_form = False


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


class Browser:
    """One visitor: a connection, cookies, and the page that is shown."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.address = "/"
        self.times: list[float] = []
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def request(self, method: str, path: str, sent: Sequence[tuple[str, str]] = ()) -> Answer:
        """One request and its answer; redirections are not followed."""
        headers = {"Accept-Language": "fr"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        body = None
        if method == "POST":
            body = urlencode(list(sent))
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._close_if_left()
        self._connection.request(method, path, body, headers)
        found = self._connection.getresponse()
        content = found.read()
        for line in found.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
            if "max-age=0" in line.lower():
                del self.cookies[name]
        return Answer(
            found.status, found.headers.get("Location", ""), content.decode("utf-8", "replace")
        )

    def _close_if_left(self) -> None:
        """Servers close connections that stay idle: as browsers do, open another one."""
        waiting = self._connection.sock
        if waiting is not None and select.select([waiting], [], [], 0)[0]:
            self._connection.close()

    def visit(self, method: str, path: str, sent: Sequence[tuple[str, str]] = ()) -> PageReader:
        """A page, with the redirections that lead to it. Raises ValueError when there is none."""
        for _ in range(HOPS):
            start = time.perf_counter()
            answer = self.request(method, path, sent)
            self.times.append(time.perf_counter() - start)
            if answer.status not in (302, 303):
                break
            method, sent = "GET", ()
            path = _path(urljoin(path, answer.location))
        if answer.status != 200:
            raise ValueError(f"{method} {re.sub('[0-9a-z]{20,}', '…', path)}: {answer.status}")
        self.address = path
        return PageReader(answer.text)

    def submit(self, form: Form, rng: random.Random) -> PageReader:
        """Fill the form that is shown, and send it."""
        return self.visit("POST", urljoin(self.address, form.action), form.filled(rng))

    def close(self) -> None:
        self._connection.close()


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


# The server and what it serves.


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """A server of its own, in a process group of its own, so that no worker outlives it."""

    def __init__(self, environ: Mapping[str, str], log: Path) -> None:
        self.port = free_port()
        own = {
            name: value for name, value in os.environ.items() if not name.startswith("ISONOMIA_")
        }
        self._environ, self._log = {**own, **environ}, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        granian = Path(sys.executable).parent / "granian"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(granian), "--port", str(self.port), *SERVER],
                cwd=ROOT,
                env=self._environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while True:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server stopped: see {self._log}")
            browser = Browser(self.port)
            try:
                if browser.request("GET", "/healthz").status == 200:
                    return
            except OSError:
                threading.Event().wait(0.02)
            finally:
                browser.close()

    def kill(self) -> None:
        """Stop it as a power cut does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


def make_campaign(people: int) -> tuple[Flask, list[str]]:
    """An instance with an open campaign; the personal link of each person invited."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    app = create_app(read_settings({"ISONOMIA_INSTANCE": str(FOLDER)}))
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
        while page.forms:
            waiting.wait(rng.expovariate(1 / THINKING))
            page = browser.submit(page.forms[0], rng)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--sessions", type=int, default=400)
    given = parser.parse_args()
    app, links = make_campaign(given.sessions)
    server = Server({"ISONOMIA_INSTANCE": str(FOLDER)}, FOLDER / "server.log")
    server.start()
    try:
        tally = run_sessions(server.port, links, given.minutes)
    finally:
        server.kill()
    participations, ballots = stored(app)
    if not participations == ballots == tally.done:
        tally.errors.append(f"{tally.done} were thanked, {participations} and {ballots} are stored")
    sys.exit(0 if report(tally) else 1)


if __name__ == "__main__":
    main()
