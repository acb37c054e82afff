"""Tenders of the demonstration, at four steps and levels, with firms of every size."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.accounts.service.people import directorates
from app.demo.firms import Firm, annex_of
from app.extensions import db
from app.procurement.core.firms import Identifier
from app.procurement.core.keeping import Outcome
from app.procurement.core.levels import Level, Procedure, Purchase
from app.procurement.models import Bidder, Commitment, Tender
from app.procurement.service import bidders, execution, sheets, tenders
from app.procurement.service.bidders import Arrival
from app.procurement.service.questionnaires import questionnaire_of
from app.text import Text
from app.web.settings import settings

#: Numbers with a right key that no firm has.
_NUMBERS = (
    "000000018",
    "000000026",
    "000000034",
    "000000042",
    "000000059",
    "000000067",
    "000000075",
)
#: Whose tenders they are.
_DIRECTORATES = {
    "2023-017": "d13",
    "2023-031": "d10",
    "2023-044": "d09",
    "2024-023": "d18",
    "2024-SAD-02": "d10",
    "2024-031": "d09",
}


def make_tenders(officer_id: int, today: dt.date) -> None:
    """Launched on fixed days, since the report counts them; one is open on any day, one to come."""
    _decided(officer_id)
    _others_of_that_year(officer_id)
    _being_analysed(officer_id)
    _open(officer_id, today)
    _planned(officer_id, today)


def _decided(officer_id: int) -> None:
    tender = _tender(
        "2023-017",
        Text(
            "Entretien des espaces verts des zones d’activités",
            "Upkeep of green spaces in business parks",
        ),
        Level.CRITERION,
        dt.date(2023, 2, 6),
        dt.date(2023, 3, 17),
        officer_id,
        amount=480_000,
        awarded_amount=455_000,
        contract_ends_on=dt.date(2027, 6, 30),
        skill_asked=True,
        skill_obtained=True,
    )
    winner, *others = _firms(
        tender,
        (
            Firm("from_50", 24, 40, outcome=Outcome.WINNER),
            Firm("from_11", 9, 21, 0.6, outcome=Outcome.UNSUCCESSFUL),
        ),
    )
    _opened(tender, officer_id, dt.date(2023, 3, 20))
    _awarded(winner, others, officer_id)


def _awarded(winner: Bidder, others: list[Bidder], officer_id: int) -> None:
    decided = _at(dt.date(2023, 5, 9))
    for bidder in (winner, *others):
        outcome = Outcome.WINNER if bidder is winner else Outcome.UNSUCCESSFUL
        bidders.decide(
            bidder, outcome, "Classement de la commission (exemple).", officer_id, decided
        )
    bidders.ask_proofs(winner, ["agreement"], dt.date(2023, 4, 24))
    winner.proofs[0].received_on = dt.date(2023, 5, 2)
    for words, due in (
        ("Vestiaires séparés sur chaque site (exemple)", dt.date(2023, 9, 30)),
        ("Une femme au moins dans chaque équipe (exemple)", dt.date(2024, 6, 30)),
    ):
        winner.commitments.append(Commitment(words=words, due_on=due))
    db.session.flush()
    execution.control(winner.commitments[0], True, "Vu sur place (exemple).", dt.date(2023, 10, 10))


def _others_of_that_year(officer_id: int) -> None:
    """Enough firms that what they declare can be counted in the report of the year."""
    tender = _tender(
        "2023-031",
        Text("Restauration collective", "Catering"),
        Level.CLAUSE,
        dt.date(2023, 5, 15),
        dt.date(2023, 6, 26),
        officer_id,
        amount=920_000,
    )
    _firms(
        tender,
        tuple(
            Firm(size, women, men, answered, (("index_score", score),))
            for size, women, men, answered, score in (
                ("from_50", 80, 30, 1.0, 88.0),
                ("from_50", 44, 61, 1.0, 79.0),
                ("from_251", 310, 140, 1.0, 91.0),
                ("from_251", 150, 260, 0.7, 84.0),
                ("from_50", 52, 20, 0.5, 86.0),
                ("from_1000", 1_400, 900, 1.0, 94.0),
            )
        ),
    )
    _opened(tender, officer_id, dt.date(2023, 6, 27))
    _tender(
        "2023-044",
        Text("Réfection d’un pont", "Repair of a bridge"),
        Level.REMINDER,
        dt.date(2023, 9, 11),
        dt.date(2023, 10, 20),
        officer_id,
        purchase=Purchase.WORKS,
        amount=1_900_000,
    )


def _being_analysed(officer_id: int) -> None:
    tender = _tender(
        "2024-023",
        Text("Nettoyage des médiathèques", "Cleaning of the libraries"),
        Level.CLAUSE,
        dt.date(2024, 4, 2),
        dt.date(2024, 5, 13),
        officer_id,
        amount=190_000,
    )
    _firms(
        tender,
        (
            Firm("from_1000", 900, 600),
            Firm("from_251", 240, 150, 0.8),
            Firm("from_50", 60, 20, 0.5, (("index_published", "nothing"),)),
            Firm("under_11", 5, 3),
            Firm("from_11", 20, 10, 1.0, (("union", "yes"), ("negotiation", "no"))),
        ),
    )
    _opened(tender, officer_id, dt.date(2024, 5, 14))


def _open(officer_id: int, today: dt.date) -> None:
    tender = _tender(
        "2024-SAD-02",
        Text(
            "Système d’acquisition dynamique\u00a0: prestations intellectuelles",
            "Dynamic purchasing system: consultancy",
        ),
        Level.ANNEX,
        dt.date(2024, 9, 2),
        dt.date(max(2028, today.year + 2), 9, 1),
        officer_id,
        procedure=Procedure.DYNAMIC,
    )
    _firms(tender, (Firm("from_11", 12, 9),))
    begun = _arrive(tender, 2, dt.date(2024, 10, 1))
    sheets.save_draft(begun.sheets[0], {"size": "under_11"}, settings().secret_key)


def _planned(officer_id: int, today: dt.date) -> None:
    launched = today + dt.timedelta(days=30)
    _tender(
        "2024-031",
        Text("Réfection de la voirie du centre", "Repair of the roads of the centre"),
        Level.REMINDER,
        launched,
        launched + dt.timedelta(days=35),
        officer_id,
        purchase=Purchase.WORKS,
        lots=3,
        amount=1_250_000,
    )


def _tender(
    number: str,
    title: Text,
    level: Level,
    launched: dt.date,
    closed: dt.date,
    officer_id: int,
    **more: Any,
) -> Tender:
    usual = {
        "procedure": Procedure.OPEN,
        "purchase": Purchase.SERVICES,
        "lots": 1,
        "buyer_id": officer_id,
    }
    units = {own.code: own.id for own in directorates()}
    values = {
        "directorate_id": units[_DIRECTORATES[number]],
        "number": number,
        "title": title,
        "level": level,
        "launched_on": launched,
        "deadline_at": _at(closed),
    }
    tender = tenders.create_tender({**usual, **values, **more}, launched)
    tender.nonce = f"demo-{number}"[:16]  # the same each time
    return tender


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(11, 0), dt.UTC)


def _firms(tender: Tender, firms: tuple[Firm, ...]) -> list[Bidder]:
    """Firms that send their annex, each some days after the launching."""
    bidders_ = []
    for place, firm in enumerate(firms, start=1):
        sent_on = tender.launched_on + dt.timedelta(days=20 + place)
        bidder = _arrive(tender, place, sent_on)
        bidder.bid = tender.level is not Level.ANNEX
        sheet = bidder.sheets[0]
        key = settings().secret_key
        sheets.save_draft(sheet, annex_of(questionnaire_of(sheet), firm), key)
        assert sheets.send(sheet, key, _at(sent_on))
        bidders_.append(bidder)
    return bidders_


def _arrive(tender: Tender, place: int, on: dt.date) -> Bidder:
    name = f"Soumissionnaire {place} ({tender.number})"
    email = f"soumissionnaire-{place}@demo.example"
    identifier = Identifier(_NUMBERS[place - 1])
    bidder = bidders.arrive(tender, Arrival(identifier, name, email, "fr"), _at(on))
    bidder.nonce = f"demo-{tender.number}-{place}"[-16:]
    return bidder


def _opened(tender: Tender, officer_id: int, on: dt.date) -> None:
    assert bidders.open_annexes(
        tender, officer_id, settings().secret_key, _at(on) + dt.timedelta(hours=1)
    )
