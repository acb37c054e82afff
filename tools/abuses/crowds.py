"""Many requests: slow ones, documents, a public link, wrong passwords."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from collections import Counter
from functools import partial

from sqlalchemy import func, select

from app.documents.turns import AT_ONCE, WAITING
from app.extensions import db
from app.permissions import Role
from app.surveys.campaigns.models import Invitation
from app.surveys.campaigns.service import campaigns, inviting
from app.surveys.campaigns.visits import share
from tools.abuses.stage import PUBLIC, Abuses, at_once, visitor
from tools.browsing import Browser
from tools.slow_clients import health, slow_clients, slow_clients_ms, slowest_ms, still_open

COPIES, SILENT = 20, 1100


def slow(abuses: Abuses) -> None:
    """Bodies that drip and heads without an end: others are served, and they are sent away."""
    account, port = abuses.accounts[Role.READER], abuses.server.port
    abuses.say("slow_clients_ms", round(slow_clients_ms(port, *account)), "ms", 500)
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(SILENT)]
    beside = slowest_ms([lambda: health(port)])
    abuses.say("silent_clients_ms", round(beside, 1), f"ms beside {SILENT} that say nothing", 500)
    for each in silent:
        each.close()
    with slow_clients(port) as clients:
        end = time.monotonic() + 40
        while still_open(clients) and time.monotonic() < end:
            health(port)
            threading.Event().wait(0.5)
        abuses.say("slow_clients_left", still_open(clients), "clients after 40 s", 0)


def prints(abuses: Abuses) -> None:
    """Twenty documents at once: a few are made, and another visitor does not wait for them."""
    with abuses.app.app_context():
        campaign = campaigns.campaign_by_code("managers-wave-2")
        assert campaign is not None
        key = abuses.app.config["SECRET_KEY"]
        links = [f"/a/{row.token(key)}" for row in inviting.invitations(campaign)[:COPIES]]
    people = []
    for link in links:
        browser = Browser(abuses.server.port)
        start = browser.visit("GET", link)
        browser.visit("POST", browser.address, [*start.forms[0].hidden, ("how", "begin")])
        people.append(browser)
    copy = "/answer/managers-wave-2/copy.pdf"
    with visitor(abuses, "/sign-in") as times:
        statuses = Counter(at_once([partial(_status_of, each, copy) for each in people]))
    abuses.say("prints_made", statuses[200], "documents", AT_ONCE + WAITING + 2, 1)
    abuses.say("prints_sent_away", statuses[429], "requests", COPIES, COPIES - 5)
    abuses.say("prints_others_ms", round(max(times)), "ms for the slowest page", 500)


def _status_of(browser: Browser, address: str) -> int:
    return browser.request("GET", address).status


def flood(abuses: Abuses) -> None:
    """One network begins by a public link as fast as it can: it gets its part of the day."""
    with abuses.app.app_context():
        campaign = campaigns.campaign_by_code(PUBLIC)
        assert campaign is not None
        most, campaign_id = share(campaign.visitors_a_day), campaign.id
        before = _invited(campaign_id)
    with visitor(abuses, "/sign-in") as alone:
        threading.Event().wait(2)
    statuses: Counter[int] = Counter()
    with visitor(abuses, "/sign-in") as meanwhile:
        for each in at_once([lambda: _begin_for(abuses, 6.0)] * 4):
            assert isinstance(each, Counter)
            statuses += each
    with abuses.app.app_context():
        begun = _invited(campaign_id) - before
    slower = statistics.median(meanwhile) - statistics.median(alone)
    abuses.say("flood_begun", begun, "answers from one network", most)
    abuses.say("flood_sent_away", statuses[429], "requests", 10**6, 1)
    abuses.say("flood_others_slower_ms", round(max(0, slower), 1), "ms at the middle", 50)


def _invited(campaign_id: int) -> int:
    where = Invitation.campaign_id == campaign_id
    return db.session.scalar(select(func.count()).select_from(Invitation).where(where)) or 0


def _begin_for(abuses: Abuses, seconds: float) -> Counter[int]:
    """Begin, forget it, begin again; what was answered."""
    statuses: Counter[int] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        browser = Browser(abuses.server.port)
        browser.headers["X-Forwarded-For"] = "192.0.2.1"
        page = browser.visit("GET", f"/s/{PUBLIC}")
        statuses[browser.request("POST", f"/s/{PUBLIC}", page.forms[0].hidden).status] += 1
        browser.close()
    return statuses


def passwords(abuses: Abuses) -> None:
    """Eight wrong passwords from one network: it waits, and the person elsewhere does not."""
    email, password = abuses.accounts[Role.MANAGER]
    attacker = Browser(abuses.server.port)
    attacker.headers["X-Forwarded-For"] = "192.0.2.1"
    statuses = Counter(_try(attacker, email, "wrong") for _ in range(8))
    abuses.say("passwords_made_to_wait", statuses[429], "attempts of 8", 3, 3)
    person = Browser(abuses.server.port)
    person.headers["X-Forwarded-For"] = "192.0.2.2"
    entered = _try(person, email, password) == 303
    abuses.say("passwords_person_enters", entered, "elsewhere", 1, 1)


def _try(browser: Browser, email: str, password: str) -> int:
    form = Browser.visit(browser, "GET", "/sign-in").forms[0]
    fields = [*form.hidden, ("email", email), ("password", password)]
    return browser.request("POST", "/sign-in", fields).status
