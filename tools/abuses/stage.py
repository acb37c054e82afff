"""The server that is abused, and what several people do to it together."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from app import create_app
from app.config import ROOT, read_settings
from app.demo.load import ACCOUNTS, DOMAIN, load
from app.demo.passwords import password_of
from app.extensions import db, utcnow
from app.jobs.models import Job
from app.permissions import Role
from app.surveys.campaigns.core import Audience, CampaignMode
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.service import campaigns
from app.surveys.questionnaires.service import versions
from tools.browsing import Browser
from tools.serving import Server
from tools.slow_clients import sign_in

FOLDER = ROOT / "instance" / "abuses"
ENVIRONMENT = {"ISONOMIA_INSTANCE": str(FOLDER), "ISONOMIA_PROXIES": "1"}
PUBLIC = "abuses"


class Abuses:
    """A server with the demonstration, and what went beyond what is allowed."""

    def __init__(self) -> None:
        shutil.rmtree(FOLDER, ignore_errors=True)
        self.app: Flask = create_app(read_settings(ENVIRONMENT))
        with self.app.app_context():
            upgrade()
            load()
            _open_public_campaign(self.app)
            self.accounts = {
                role: (f"{own[0]}@{DOMAIN}", password_of(role)) for role, own in ACCOUNTS.items()
            }
        self.server = Server(ENVIRONMENT, FOLDER / "server.log")
        self.beyond = 0

    def say(self, name: str, value: float, unit: str, most: float, least: float = 0) -> None:
        wrong = not least <= value <= most
        self.beyond += wrong
        allowed = f"{least:g}" if least == most else f"{least:g} to {most:g}"
        print(f"{name} {value:g} {unit} (allowed: {allowed}){' BEYOND' * wrong}", flush=True)

    def signed_in(self, role: Role) -> Browser:
        return sign_in(Browser(self.server.port), *self.accounts[role])

    def rows(self) -> Counter[str]:
        """How many rows each table holds, once the worker has done what it was asked."""
        with self.app.app_context():
            due = select(Job.id).where(Job.state != "done", Job.run_after <= utcnow())
            while db.session.scalar(due.where(Job.state != "failed")) is not None:
                db.session.rollback()
                threading.Event().wait(0.1)
            return Counter(
                {
                    table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
                    for table in db.metadata.sorted_tables
                }
            )


def _open_public_campaign(app: Flask) -> None:
    version = versions.latest_version("citizens")
    assert version is not None
    far = utcnow().date() + dt.timedelta(days=30)
    campaign = campaigns.create_campaign(
        version, version.title, CampaignMode.ANONYMOUS, far, Audience.PUBLIC, PUBLIC
    )
    keys = KeyStore(app.config["SETTINGS"].keys_dir)
    assert not campaigns.open_campaign(campaign, keys, "une phrase d'essai", 11, utcnow().date())
    db.session.commit()


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """What each of these gave, all begun together."""
    ready, given = threading.Barrier(len(acts)), []

    def go(act: Callable[[], object]) -> None:
        ready.wait(30)
        given.append(act())

    threads = [threading.Thread(target=go, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


@contextmanager
def visitor(abuses: Abuses, path: str) -> Iterator[list[float]]:
    """Somebody else who reads a page again and again meanwhile: milliseconds of each."""
    stop, times = threading.Event(), [0.0]

    def read() -> None:
        browser = Browser(abuses.server.port)
        while not stop.wait(0.02):
            start = time.perf_counter()
            assert browser.request("GET", path).status == 200
            times.append((time.perf_counter() - start) * 1000)
        browser.close()

    reading = threading.Thread(target=read)
    reading.start()
    try:
        yield times
    finally:
        stop.set()
        reading.join()


def started(*command: str) -> subprocess.Popen[bytes]:
    flask = Path(sys.executable).parent / "flask"
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [str(flask), *command],
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT},
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )


def flask(*command: str) -> int:
    return started(*command).wait()
