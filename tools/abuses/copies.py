"""The same thing asked for again: twenty copies of each form, a command killed and run again."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from sqlalchemy import func, select

from app.demo import agents
from app.documents.spreadsheets import write_csv
from app.extensions import db
from app.indicators.models import HrImport
from app.indicators.service import current_import
from app.permissions import Role
from tools.abuses.stage import FOLDER, Abuses, at_once, flask, started
from tools.browsing import Browser, Form

COPIES, PAGES, ROLES = 20, 60, (Role.PROCUREMENT, Role.HR, Role.MISSION, Role.ADMINISTRATOR)


def copy_of(browser: Browser) -> Browser:
    """Another connection of the same browser."""
    other = Browser(browser.port)
    other.cookies, other.headers = dict(browser.cookies), dict(browser.headers)
    return other


def copies(abuses: Abuses) -> None:
    """Each form of the pages of four roles: twenty copies at once make what one makes."""
    sent, more, failed = 0, [], 0
    for role in ROLES:
        browser = abuses.signed_in(role)
        for address in list(_pages(browser)):
            for place in range(len(_forms(browser, address))):
                once, _ = _sent(abuses, browser, address, place, 1)
                twenty, statuses = _sent(abuses, browser, address, place, COPIES)
                sent += 1
                failed += sum(status >= 500 for status in statuses)
                more += [f"{address} {dict(twenty - once)}"] if twenty - once else []
    abuses.say("copies_of_forms", sent, "forms", 10_000, 40)
    abuses.say("copies_that_made_more", len(more), f"forms {more[:5] or ''}", 0)
    abuses.say("copies_that_failed", failed, "answers", 0)


def _pages(browser: Browser) -> Iterator[str]:
    """Pages that links lead to from home, the nearest first."""
    waiting, known, visited = ["/"], {"/"}, 0
    while waiting and visited < PAGES:
        address, visited = waiting.pop(0), visited + 1
        page = browser.request("GET", address)
        if page.status == 200 and page.text.startswith("<!doctype html>"):
            yield address
            links = dict.fromkeys(re.findall(r'href="(/[^"#]*)', page.text))
            waiting += [a for a in links if a not in known and "/static/" not in a]
            known |= set(links)


def _forms(browser: Browser, address: str) -> list[Form]:
    try:
        return browser.visit("GET", address).forms
    except ValueError:  # an earlier form did away with it
        return []


def _sent(
    abuses: Abuses, browser: Browser, address: str, place: int, times: int
) -> tuple[Counter[str], list[int]]:
    """Rows that copies of one form of a page make, and the statuses that they get."""
    forms = _forms(browser, address)
    if place >= len(forms):
        return Counter(), []
    before, fields = abuses.rows(), forms[place].filled(random.Random(address))
    action = urljoin(address, forms[place].action)
    acts = [_post(copy_of(browser), action, fields) for _ in range(times)]
    statuses = [status for status in at_once(acts) if isinstance(status, int)]
    return abuses.rows() - before, statuses


def _post(browser: Browser, action: str, fields: list[tuple[str, str]]) -> Callable[[], int]:
    def act() -> int:
        status = browser.request("POST", action, fields).status
        browser.close()
        return status

    return act


def killed_imports(abuses: Abuses) -> None:
    """The command killed at ten moments, then run to its end twice: the import before is there."""
    file = FOLDER / "agents.csv"
    for kept, year in ((2000, 2031), (2248, 2031)):
        rows = agents.agents_files()[agents.YEAR][:kept]
        file.write_bytes(write_csv(agents.HEADER, rows))
        if kept == 2000:
            flask("hr", "import", str(file), "--year", str(year))
    for tenths in range(1, 11):
        process = started("hr", "import", str(file), "--year", "2031")
        try:
            process.wait(tenths / 4)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    done = [flask("hr", "import", str(file), "--year", "2031") for _ in range(2)]
    with abuses.app.app_context():
        imported = current_import(2031)
        assert imported is not None
        abuses.say("killed_imports_agents", imported.agents, "agents", 2248, 2248)
        snapshots = db.metadata.tables["hr_snapshots"].c.import_id
        kept_before = db.session.scalar(
            select(func.sum(HrImport.agents))
            .join(db.metadata.tables["hr_snapshots"], snapshots == HrImport.id)
            .where(HrImport.id != imported.id, HrImport.id > 3)
        )
    abuses.say("killed_imports_before", kept_before or 0, "agents to go back to", 2000, 2000)
    abuses.say("killed_imports_again", sum(d == 0 for d in done), "commands of 2", 2, 2)
