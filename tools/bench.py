"""`make bench`: one line `name value unit` per measure, medians, on production settings.

The database is a SQLite file on a real disk, with the settings of every connection of the
product; the bare durable commit of the machine is printed beside, to read the others by.
"""

from __future__ import annotations

import gzip
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import text

from app import create_app
from app.config import ROOT, read_settings
from app.demo.load import load
from app.extensions import SQLITE_SETTINGS, begin_writing, db, utcnow
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.service import answering, campaigns, inviting
from app.surveys.campaigns.service.mixing import compact
from app.surveys.questionnaires.engine import follow, read_questionnaire
from app.surveys.questionnaires.engine.walk import walk
from app.surveys.questionnaires.service import versions
from app.surveys.results.service.closing import close_urn
from app.web.settings import thresholds
from tools.bench_gate import bench_shown, bench_withheld
from tools.bench_hr import bench_hr
from tools.bench_indicators import (
    bench_indicators,
    bench_withheld_figures,
)
from tools.bench_pages import bench_pages
from tools.bench_reports import bench_reports
from tools.bench_results import bench_million, bench_results, bench_scores
from tools.bench_roadmaps import bench_roadmaps
from tools.bench_steering import bench_steering
from tools.bench_tenders import bench_tenders

FOLDER = ROOT / "instance" / "bench"
EXPECTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
WAVE = "managers-wave-2"


def say(name: str, value: float, unit: str) -> None:
    print(f"{name} {value:.2f} {unit}", flush=True)


def median_ms(act: Callable[[], object], times: int) -> float:
    """Median duration of `act` in milliseconds, after three rounds that do not count."""
    durations = []
    for round_ in range(times + 3):
        start = time.perf_counter()
        act()
        if round_ >= 3:
            durations.append((time.perf_counter() - start) * 1000)
    return statistics.median(durations)


def make_instance() -> Flask:
    shutil.rmtree(FOLDER, ignore_errors=True)
    app = create_app(read_settings({"ISONOMIA_INSTANCE": str(FOLDER)}))
    with app.app_context():
        upgrade()
        for name, expected in EXPECTED.items():
            value = db.session.execute(text(f"PRAGMA {name}")).scalar_one()
            if value != expected:
                sys.exit(f"{name} is {value}, production has {expected}: nothing was measured")
        db.session.rollback()
        load()
    return app


def bench_commit() -> None:
    """The machine's own durable commit, under the same settings."""
    connection = sqlite3.connect(FOLDER / "bare.db", isolation_level=None)
    for name, value in SQLITE_SETTINGS.items():
        connection.execute(f"PRAGMA {name}={value}")
    connection.execute("CREATE TABLE t (value TEXT)")

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES ('x')")
        connection.execute("COMMIT")

    say("commit_ms", median_ms(commit, 100), "ms")
    connection.close()


def bench_survey(app: Flask) -> None:
    """One page of the managers' survey read, then saved, whole requests in process."""
    with app.app_context():
        campaign = campaigns.campaign_by_code(WAVE)
        assert campaign is not None
        invitation = inviting.invitations(campaign)[0]
        link = f"/a/{invitation.token(app.config['SECRET_KEY'])}"
    client: FlaskClient = app.test_client()
    page = client.get(link, follow_redirects=True).get_data(as_text=True)
    client.post(f"/answer/{WAVE}", data={"how": "begin", "csrf_token": _token(page)})
    address = f"/answer/{WAVE}/1"
    page = client.get(address).get_data(as_text=True)
    sent = {
        "csrf_token": _token(page),
        "go": "next",
        "shown": re.findall(r'name="shown" value="(\w+)"', page),
    }
    sent |= {code: "agree" for code in sent["shown"] if f'name="{code}" value="agree"' in page}

    def read() -> None:
        assert client.get(address).status_code == 200

    def save() -> None:
        assert client.post(address, data=sent).status_code == 303

    say("survey_page_ms", median_ms(read, 100), "ms")
    say("survey_page_kb", len(gzip.compress(page.encode())) / 1000, "kB")
    say("first_visit_kb", _first_visit_bytes(client, page) / 1000, "kB")
    say("survey_save_ms", median_ms(save, 100), "ms")


def _first_visit_bytes(client: FlaskClient, page: str) -> int:
    """The page and every file that it and its style sheet name, compressed where that helps."""
    waiting = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
    known: set[str] = set()
    total = len(gzip.compress(page.encode()))
    while waiting:
        address = waiting.pop()
        known.add(address)
        content = client.get(address).data
        total += min(len(content), len(gzip.compress(content)))
        if address.endswith(".css"):
            folder = address.rsplit("/", 1)[0]
            addresses = re.findall(rb"url\(([^)]+)\)", content)
            waiting |= {
                f"{folder}/{name.decode()}" for name in addresses if b"italic" not in name
            } - known
    return total


def bench_path() -> None:
    """The path of 100 questions, each with a rule of two comparisons, all reached."""
    options = [{"code": c, "label": {"fr": c, "en": c}} for c in "xyz"]
    questions = [
        {"code": f"q{n}", "type": "single", "label": {"fr": "Q", "en": "Q"}, "options": options}
        for n in range(101)
    ]
    for n in range(1, 101):
        questions[n]["relevant"] = f"${{q{n - 1}}} = 'x' and ${{q0}} != 'y'"
    section = {"code": "s", "title": {"fr": "S", "en": "S"}, "questions": questions}
    titles = {"fr": "T", "en": "T"}
    questionnaire, problems = read_questionnaire(
        {"code": "bench", "title": titles, "sections": [section]}
    )
    assert questionnaire is not None, problems[:3]
    answers = {f"q{n}": "x" for n in range(101)}
    assert len(follow(questionnaire, answers).questions) == 101
    say("path_100_ms", median_ms(lambda: follow(questionnaire, answers), 500), "ms")


def bench_mixing(app: Flask) -> None:
    """387 ballots of the managers' survey: opened, counted, erased, the tables compacted."""
    with app.app_context():
        campaign = campaigns.campaign_by_code(WAVE)
        assert campaign is not None
        keys = KeyStore(app.config["SETTINGS"].keys_dir)
        questionnaire = versions.questionnaire_of(campaign.version)
        begin_writing()
        rng = random.Random(1)
        for invitation in inviting.invitations(campaign):
            sent = walk(questionnaire, rng)
            assert answering.submit_answers(invitation, sent, utcnow().date())
        campaign.state = CampaignState.CLOSING
        db.session.commit()
        start = time.perf_counter()
        begin_writing()
        close_urn(campaign, keys, thresholds())
        db.session.commit()
        compact()
        say("mixing_387_s", time.perf_counter() - start, "s")
        assert campaign.opened_ballots == 387


def _token(page: str) -> str:
    match = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert match
    return match.group(1)


def bench_tests() -> None:
    """The everyday tests as they run all day: the second time, with the modules compiled."""
    pytest = Path(sys.executable).parent / "pytest"
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(2):
        start = time.perf_counter()
        done = subprocess.run(
            [str(pytest), "-m", "not browser and not slow and not audit"],
            cwd=ROOT,
            check=False,
            capture_output=True,
            env=kept,
        )
        if done.returncode:
            sys.exit("the everyday tests fail: nothing was measured")
    say("tests_everyday_s", time.perf_counter() - start, "s")


def main() -> None:
    app = make_instance()
    bench_commit()
    bench_survey(app)
    bench_path()
    bench_reports(app, say)
    bench_mixing(app)
    bench_shown(say)
    bench_withheld(say)
    bench_scores(app, say)
    bench_results(app, say, median_ms)
    bench_million(app, say)
    bench_pages(say)
    bench_roadmaps(say, median_ms)
    bench_steering(say, median_ms)
    bench_tenders(say, median_ms)
    bench_indicators(say)
    bench_withheld_figures(say)
    bench_hr(say)
    bench_tests()


if __name__ == "__main__":
    main()
