"""What goes wrong around a server: edited backups, a database that is away, a wrong clock."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from app.config import ROOT
from app.jobs.clock import Reading
from app.jobs.heartbeat import read_clocks
from app.jobs.service import run_all
from app.jobs.worker import BEAT_EVERY, keep_time
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.service import campaigns
from tools.abuses.stage import ENVIRONMENT, FOLDER, PUBLIC, Abuses, flask
from tools.browsing import Browser


def backups(abuses: Abuses) -> None:
    """A backup edited table by table is refused each time, and nothing is written."""
    whole, edited = FOLDER / "backup.zip", FOLDER / "edited.zip"
    assert flask("backup", str(whole)) == 0
    refused = tried = 0
    with zipfile.ZipFile(whole) as archive:
        names = [n for n in archive.namelist() if n.endswith(".jsonl") and archive.read(n)]
        for name in names:
            with zipfile.ZipFile(edited, "w") as target:
                for each in archive.namelist():
                    content = archive.read(each)
                    target.writestr(
                        each, b"".join(content.splitlines(True)[1:]) if each == name else content
                    )
            tried += 1
            refused += _restore(edited, FOLDER / "restored.db") != 0
    abuses.say("backups_refused", refused, f"of {tried} edited", tried, tried)
    abuses.say("backups_written", (FOLDER / "restored.db").exists(), "databases of those", 0)
    abuses.say("backups_restored", _restore(whole, FOLDER / "restored.db") == 0, "as it was", 1, 1)


def _restore(file: Path, target: Path) -> int:
    flask = Path(sys.executable).parent / "flask"
    environ = {**os.environ, **ENVIRONMENT, "ISONOMIA_DATABASE_URL": f"sqlite:///{target}"}
    done = subprocess.run(
        [str(flask), "restore", str(file)], cwd=ROOT, env=environ, check=False, capture_output=True
    )
    return done.returncode


def database_away(abuses: Abuses) -> None:
    """The file of the database is gone for a while: pages say so, and come back."""
    path, elsewhere = FOLDER / "isonomia.db", FOLDER / "elsewhere"
    elsewhere.mkdir()
    abuses.server.kill()
    for each in FOLDER.glob("isonomia.db*"):
        each.rename(elsewhere / each.name)
    path.mkdir()  # so that none can be made in its place
    abuses.server.start()
    browser = Browser(abuses.server.port)
    away = [browser.request("GET", each).status for each in ("/healthz", "/sign-in", "/x", "/s/x")]
    path.rmdir()
    for each in elsewhere.iterdir():
        each.rename(FOLDER / each.name)
    back = [browser.request("GET", each).status for each in ("/healthz", "/sign-in")]
    abuses.say("away_told", sum(status == 503 for status in away), "pages of 4", 4, 4)
    abuses.say("away_back", sum(status == 200 for status in back), "pages of 2", 2, 2)


def clock(abuses: Abuses) -> None:
    """The date of the server is a year ahead for some seconds, while a worker looks at it."""
    with abuses.app.app_context():
        before = {campaign.code for campaign in campaigns.open_campaigns()}
        last = keep_time(None, read_clocks())
        ahead = Reading(last.now + dt.timedelta(days=365), last.elapsed + BEAT_EVERY)
        keep_time(last, ahead)
        run_all(ahead.now)
        keep_time(ahead, Reading(last.now + 2 * BEAT_EVERY, last.elapsed + 2 * BEAT_EVERY))
        run_all()
        after = {campaign.code for campaign in campaigns.open_campaigns()}
        keys = KeyStore(abuses.app.config["SETTINGS"].keys_dir)
        lost = [code for code in ("managers-wave-2", PUBLIC) if keys.private(code) is None]
    abuses.say("clock_closed", len(before - after), "campaigns", 0)
    abuses.say("clock_destroyed", len(lost), "keys", 0)
