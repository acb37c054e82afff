"""Pages that many people open, over HTTP, on the server of `make run`, with the demonstration."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.config import ROOT, read_settings
from app.demo.load import ACCOUNTS, DOMAIN, load
from app.demo.passwords import password_of
from app.permissions import Role
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import campaigns, inviting
from tools.browsing import Browser
from tools.saturation import pages_and_saves
from tools.serving import Server
from tools.slow_clients import sign_in, slow_clients_ms

Say = Callable[[str, float, str], None]

FOLDER = ROOT / "instance" / "bench-pages"
MANAGERS = 387


def make_instance() -> Flask:
    shutil.rmtree(FOLDER, ignore_errors=True)
    app = create_app(read_settings({"ISONOMIA_INSTANCE": str(FOLDER)}))
    with app.app_context():
        upgrade()
        load()
    return app


def bench_pages(say: Say) -> None:
    app = make_instance()
    with app.app_context():
        published, opened = _campaign("managers-2024"), _campaign("managers-wave-2")
        invited = inviting.invitations(opened)
        assert len(invited) == MANAGERS
        links = [f"/a/{row.token(app.config['SECRET_KEY'])}" for row in invited[:8]]
        accounts = {
            role: (f"{own[0]}@{DOMAIN}", password_of(role)) for role, own in ACCOUNTS.items()
        }
        results, list_of_links = f"/surveys/{published.id}/results", f"/surveys/{opened.id}/links"
    server = Server({"ISONOMIA_INSTANCE": str(FOLDER)}, FOLDER / "server.log")
    server.start()
    try:
        homes = {role: _page_ms(server, "/", account) for role, account in accounts.items()}
        say("home_ms", max(homes.values()), "ms")
        page = _page_ms(server, "/indicators/2023/pay", accounts[Role.HR])
        say("indicator_page_ms", page, "ms")
        say("links_387_ms", _page_ms(server, list_of_links, accounts[Role.MISSION]), "ms")
        say("results_page_http_ms", _page_ms(server, results, accounts[Role.MISSION]), "ms")
        _pages, saves = pages_and_saves(server.port, links)
        say("save_saturated_p90_ms", saves.p90, "ms")
        say("slow_clients_ms", slow_clients_ms(server.port, *accounts[Role.READER]), "ms")
    finally:
        server.kill()
    say("sql_max", _most_statements(), "statements")


def _campaign(code: str) -> Campaign:
    campaign = campaigns.campaign_by_code(code)
    assert campaign is not None
    return campaign


def _page_ms(server: Server, path: str, account: tuple[str, str], times: int = 20) -> float:
    """Median time of a page for somebody signed in, after three that do not count."""
    browser = sign_in(Browser(server.port), *account)
    durations = []
    for round_ in range(times + 3):
        start = time.perf_counter()
        assert browser.request("GET", path).status == 200, path
        if round_ >= 3:
            durations.append((time.perf_counter() - start) * 1000)
    browser.close()
    return statistics.median(durations)


def _most_statements() -> float:
    """What the guard of the tests counts: the most of any page, with a hundred rows of each kind."""
    pytest = Path(sys.executable).parent / "pytest"
    test = "tests/site/test_queries.py"
    done = subprocess.run(
        [str(pytest), test, "-s", "-n0"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    said = re.search(r"sql_max (\d+) statements", done.stdout)
    if done.returncode or said is None:
        sys.exit("pages ask more of a hundred rows than of ten: nothing was measured")
    return float(said.group(1))
