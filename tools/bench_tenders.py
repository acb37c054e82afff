"""Measures of tenders, printed by `make bench` with the others: the annex that a firm fills in, the
list of tenders, the annexes of one side by side."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Callable

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.accounts.models import Directorate
from app.accounts.service import people
from app.config import ROOT, read_settings
from app.extensions import begin_writing, db, utcnow
from app.permissions import Role
from app.procurement.core.firms import Identifier
from app.procurement.core.keeping import Outcome
from app.procurement.core.levels import Level, Procedure, Purchase
from app.procurement.models import Tender
from app.procurement.service import bidders, sheets, tenders
from app.procurement.service.bidders import Arrival
from app.procurement.service.questionnaires import questionnaire_of
from app.surveys.questionnaires.engine.walk import walk
from app.text import both
from app.web.settings import settings
from tools.bench_roadmaps import Median, signed_in, statements

Say = Callable[[str, float, str], None]

FOLDER = ROOT / "instance" / "bench-tenders"
TENDERS, FIRMS, SIDE_BY_SIDE = 300, 4, 20
OFFICER = "achats@example.org"


def make_instance() -> Flask:
    """Six years of tenders, each with its firms; the last one, with twenty annexes, is open."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    app = create_app(read_settings({"ISONOMIA_INSTANCE": str(FOLDER)}))
    with app.app_context():
        upgrade()
        begin_writing()
        officer = people.add_person(OFFICER, "Achats", frozenset({Role.PROCUREMENT}))
        db.session.add_all(Directorate(code=f"D{n}", name=both(f"Direction {n}")) for n in range(8))
        db.session.flush()
        rng = random.Random(1)
        for number in range(TENDERS):
            tender = _tender(number, officer.id)
            _answered(tender, SIDE_BY_SIDE if number == TENDERS - 1 else FIRMS, officer.id, rng)
        _tender(TENDERS, officer.id, dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
        db.session.commit()
    return app


def _tender(number: int, officer_id: int, deadline: dt.datetime | None = None) -> Tender:
    launched = dt.date(2019, 1, 7) + dt.timedelta(days=7 * number)
    closed = dt.datetime.combine(launched + dt.timedelta(days=40), dt.time(10), dt.UTC)
    values = {
        "number": f"{launched.year}-{number:03}",
        "title": both(f"Prestations de nettoyage des bâtiments publics, secteur {number}"),
        "level": Level(number % 4) if number < TENDERS - 1 else Level.CRITERION,
        "procedure": list(Procedure)[number % len(Procedure)],
        "purchase": list(Purchase)[number % len(Purchase)],
        "lots": 1 + number % 3,
        "amount": 10_000 * (1 + number % 60),
        "launched_on": launched,
        "deadline_at": deadline or closed,
        "directorate_id": 1 + number % 8,
        "buyer_id": officer_id,
    }
    return tenders.create_tender(values, launched)


def _answered(tender: Tender, firms: int, officer_id: int, rng: random.Random) -> None:
    """Firms send their annex, which is opened; the first one wins."""
    key, before = settings().secret_key, tender.deadline_at - dt.timedelta(days=2)
    for place in range(firms if tender.has_annex else 0):
        firm = Arrival(Identifier("552008443"), f"Entreprise {place}", "a@example.org", "fr")
        bidder = bidders.arrive(tender, firm, before)
        bidder.bid = True
        sheet = bidder.sheets[0]
        sheets.save_draft(sheet, walk(questionnaire_of(sheet), rng), key)
        assert sheets.send(sheet, key, before)
        if place == 0:
            bidders.decide(bidder, Outcome.WINNER, "Classement", officer_id, utcnow())
    bidders.open_annexes(tender, officer_id, key, tender.deadline_at + dt.timedelta(hours=1))


def bench_tenders(say: Say, median_ms: Median) -> None:
    app = make_instance()
    say("annex_page_ms", _annex_page_ms(app, median_ms), "ms")
    officer = signed_in(app, OFFICER)

    def read(address: str) -> None:
        assert officer.get(address).status_code == 200, address

    say("tenders_300_ms", median_ms(lambda: read("/tenders/"), 30), "ms")
    with statements(app) as asked:
        read("/tenders/")
    say("tenders_sql", len(asked), "statements")
    compared = f"/tenders/{TENDERS}/compare"
    say("compare_20_ms", median_ms(lambda: read(compared), 30), "ms")


def _annex_page_ms(app: Flask, median_ms: Median) -> float:
    """A page of the annex, for a firm that came in by its link."""
    with app.app_context():
        begin_writing()
        tender = tenders.whole_tender(TENDERS + 1)
        assert tender is not None
        firm = Arrival(Identifier("552008443"), "Entreprise", "a@example.org", "fr")
        bidder = bidders.arrive(tender, firm, utcnow())
        link, sheet_id = f"/annex/f/{bidder.token(app.config['SECRET_KEY'])}", bidder.sheets[0].id
        db.session.commit()
    client = app.test_client()
    assert client.get(link).status_code == 302

    def read() -> None:
        assert client.get(f"/annex/{sheet_id}/1").status_code == 200

    return median_ms(read, 100)
