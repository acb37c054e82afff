"""Tenders, firms and annexes for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.extensions import db, utcnow
from app.procurement.core.firms import Identifier
from app.procurement.core.levels import Level, Procedure, Purchase
from app.procurement.models import Bidder, Tender
from app.procurement.service import bidders, sheets, tenders
from app.procurement.service.bidders import Arrival
from app.text import both
from app.web.settings import settings

SIREN, OTHER = "552008443", "404833048"
#: A firm of eight that says all that is expected of it.
SMALL: dict[str, Any] = {
    "role": "alone",
    "size": "under_11",
    "staff_total": 8.0,
    "staff_women": 5.0,
    "staff_men": 3.0,
    "convicted_labour": "no",
    "convicted_criminal": "no",
}
FORM = {
    "number": "2024-017",
    "title_fr": "Entretien",
    "title_en": "Upkeep",
    "level": "1",
    "procedure": "open",
    "purchase": "services",
    "lots": "1",
    "amount": "90000",
    "launched_on": "2024-02-05",
    "deadline": "2999-03-15T12:00",
    "directorate": "",
    "buyer": "",
    "skill_obtained": "",
    "contract_ends_on": "",
}


def make_tender(number: str = "2024-017", level: Level = Level.ANNEX, **values: Any) -> Tender:
    """A tender that is open to firms for a day, unless another deadline is given."""
    usual = {
        "number": number,
        "title": both("Entretien"),
        "level": level,
        "procedure": Procedure.OPEN,
        "purchase": Purchase.SERVICES,
        "launched_on": dt.date(2024, 2, 5),
        "deadline_at": utcnow() + dt.timedelta(days=1),
    }
    tender = tenders.create_tender({**usual, **values}, dt.date(2024, 2, 5))
    db.session.commit()
    return tender


def make_bidder(tender: Tender, identifier: str = SIREN, name: str = "Peinture SARL") -> Bidder:
    """A firm that began its annex."""
    firm = Arrival(Identifier(identifier), name, "contact@entreprise.example", "fr")
    bidder = bidders.arrive(tender, firm, utcnow())
    db.session.commit()
    return bidder


def send_annex(bidder: Bidder, **answers: Any) -> None:
    """Its annex, complete unless something else is said."""
    key = settings().secret_key
    sheet = bidder.sheets[0]
    sheets.save_draft(sheet, {**SMALL, **answers}, key)
    assert sheets.send(sheet, key, min(utcnow(), bidder.tender.deadline_at - dt.timedelta(hours=1)))
    db.session.commit()


def pass_deadline(tender: Tender) -> None:
    """The deadline was a minute ago."""
    tender.deadline_at = utcnow() - dt.timedelta(minutes=1)
    db.session.commit()


def open_all(tender: Tender, person_id: int) -> None:
    """The deadline passed, and somebody opened the annexes."""
    pass_deadline(tender)
    assert bidders.open_annexes(tender, person_id, settings().secret_key, utcnow())
    db.session.commit()


def link_of(bidder: Bidder) -> str:
    return f"/annex/f/{bidder.token(settings().secret_key)}"


def public_link_of(tender: Tender) -> str:
    return f"/annex/t/{tender.public_token(settings().secret_key)}"
