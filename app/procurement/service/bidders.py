"""The firms of a tender: how they come in, what officers do about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload, undefer
from sqlalchemy.orm.attributes import set_committed_value

from app.extensions import db
from app.jobs.service import erase_mail
from app.links import new_nonce, number_in, same_code
from app.procurement.core.firms import Identifier
from app.procurement.core.keeping import Outcome, link_lives
from app.procurement.core.opening import Bid
from app.procurement.letters import about
from app.procurement.models import Act, AskedProof, Bidder, Sheet, Tender
from app.procurement.service.sheets import annex_sheet, count_annex, sent_answers


@dataclass(frozen=True)
class Arrival:
    """What a firm says of itself at the public link of a tender."""

    identifier: Identifier
    name: str
    email: str
    language: str


def tender_by_token(secret_key: str, token: str) -> Tender | None:
    """The tender of a public link; None where it names none, or asks for no annex."""
    number = number_in(token)
    tender = db.session.get(Tender, number) if number is not None else None
    if tender is None or not same_code(tender.public_token(secret_key), token):
        return None
    return tender if tender.has_annex else None


def bidder_by_token(secret_key: str, token: str) -> Bidder | None:
    """The firm of a personal link; None where it names none, or has none any more."""
    number = number_in(token)
    if number is None:
        return None
    bidder = db.session.scalar(
        select(Bidder)
        .where(Bidder.id == number)
        .options(
            joinedload(Bidder.tender).joinedload(Tender.version),
            selectinload(Bidder.sheets).options(
                joinedload(Sheet.version), undefer(Sheet.draft), undefer(Sheet.sent)
            ),
        )
    )
    if bidder is None or bidder.erased_on or not same_code(bidder.token(secret_key), token):
        return None
    for sheet in bidder.sheets:
        set_committed_value(sheet, "bidder", bidder)  # whoever holds a sheet holds its firm
    return bidder


def link_opens(bidder: Bidder, now: dt.datetime) -> bool:
    """Whether the personal link of a firm still leads to its annex: always while something is asked
    of it."""
    if bidder.revoked_at is not None:
        return False
    asked = any(sheet.open_until is not None and now < sheet.open_until for sheet in bidder.sheets)
    return asked or link_lives(
        bidder.outcome, now.date(), kept_until(bidder), bidder.tender.contract_ends_on
    )


def kept_until(bidder: Bidder) -> dt.date:
    """The last day on which what a firm sent is kept."""
    tender = bidder.tender
    return tender.keeping.until(
        bidder.outcome, tender.deadline_at.date(), bidder.decided_on, tender.contract_ends_on
    )


def arrive(tender: Tender, firm: Arrival, now: dt.datetime) -> Bidder:
    """A firm begins its annex. It gets a link of its own, even where another began under the same
    number: who has begun is told to nobody, and officers see both."""
    bidder = _entry(tender, firm)
    bidder.begun_at = now
    db.session.flush()
    return bidder


def _entry(tender: Tender, firm: Arrival) -> Bidder:
    bidder = Bidder(
        tender_id=tender.id,
        identifier=firm.identifier.number,
        name=firm.name,
        email=firm.email,
        language=firm.language,
        outcome=Outcome.WAITING,
        sent=False,
        bid=False,
    )
    if tender.version_id is not None:
        bidder.sheets.append(Sheet(version_id=tender.version_id, year=0, asked=""))
    db.session.add(bidder)
    return bidder


def take_back(bidder: Bidder, earlier: Bidder, secret_key: str) -> dict[str, object] | None:
    """What a firm gave for an earlier tender, by its link of that one; None where that link is of
    another firm, or nothing was sent by it."""
    if earlier.identifier != bidder.identifier or earlier.id == bidder.id or earlier.revoked_at:
        return None
    answers = sent_answers(annex_sheet(earlier), secret_key)
    return dict(answers) if answers else None


def take_bids(tender: Tender, bids: Sequence[Bid]) -> tuple[int, int]:
    """The list of the opening of bids: how many of these firms sent an annex, and how many did not.
    A firm of a former list that this one does not name keeps its place."""
    known: dict[str, list[Bidder]] = {}
    for bidder in tender.bidders:
        known.setdefault(bidder.identifier, []).append(bidder)
    with_annex = 0
    for own in bids:
        entry = max(known.get(own.firm.number, ()), key=_likeliest, default=None)
        entry = entry or _entry(tender, Arrival(own.firm, own.name, "", "fr"))
        entry.bid = True
        with_annex += entry.sent
    db.session.flush()
    return with_annex, len(bids) - with_annex


def _likeliest(bidder: Bidder) -> tuple[bool, bool, bool, int]:
    """Among the entries of one number: one whose link lives, that of the list before, one that sent
    its annex, the first that came."""
    return bidder.revoked_at is None, bidder.bid, bidder.sent, -bidder.id


def take_off(bidder: Bidder) -> None:
    """Take a firm off the list of bids; one that never came in by itself goes whole."""
    if bidder.begun_at is not None:
        bidder.bid = False
    else:
        erase_mail(about(bidder))
        db.session.delete(bidder)
    db.session.flush()


def open_annexes(tender: Tender, person_id: int, secret_key: str, now: dt.datetime) -> bool:
    """Open the annexes of a tender, once, after its deadline; whether it was done now. What is
    counted of them is counted then, and does not change when an annex is completed."""
    db.session.refresh(tender, with_for_update=True)
    if tender.opened_at is not None or now < tender.deadline_at or not tender.has_annex:
        return False
    tender.opened_at, tender.opened_by_id = now, person_id
    tender.row_version += 1
    for bidder in tender.bidders:
        count_annex(bidder, secret_key)
    db.session.flush()
    return True


def act(
    bidder: Bidder, kind: str, person_id: int | None, now: dt.datetime, words: str = ""
) -> None:
    """Keep that an officer did something about a firm, or the firm itself where there is none."""
    bidder.acts.append(Act(kind=kind, at=now, person_id=person_id, words=words))
    db.session.flush()


def ask_to_complete(
    bidder: Bidder, words: str, until: dt.datetime, person_id: int, now: dt.datetime
) -> None:
    """Open the annex of a firm again until a deadline, with what it is asked."""
    if bidder.revoked_at is not None:  # the link that was revoked stays so
        bidder.nonce, bidder.revoked_at = new_nonce(), None
    sheet = annex_sheet(bidder)
    if sheet is None:
        sheet = Sheet(version_id=bidder.tender.version_id, year=0, asked="")
        bidder.sheets.append(sheet)
    sheet.open_until, sheet.asked = until, words
    bidder.asked = True
    act(bidder, "asked", person_id, now, words)


def heard(bidder: Bidder, now: dt.datetime) -> bool:
    """Whether a firm could answer what it was asked: it has sent since, or the deadline passed."""
    sheet = annex_sheet(bidder)
    if sheet is None or _last_asked(bidder) is None:
        return False
    return answered(bidder) or (sheet.open_until is not None and now >= sheet.open_until)


def answered(bidder: Bidder) -> bool:
    """Whether a firm has sent its annex since it was last asked to complete it."""
    sheet, asked = annex_sheet(bidder), _last_asked(bidder)
    return bool(asked and sheet and sheet.sent_at and sheet.sent_at > asked)


def _last_asked(bidder: Bidder) -> dt.datetime | None:
    asked = [own.at for own in bidder.acts if own.kind == "asked"]
    return asked[-1] if asked else None


def decide(bidder: Bidder, outcome: Outcome, words: str, person_id: int, now: dt.datetime) -> None:
    """Decide about a firm, with the reason; another decision follows it, none is changed."""
    if outcome is not bidder.outcome:
        final = outcome in (Outcome.UNSUCCESSFUL, Outcome.WINNER)
        bidder.decided_on = now.date() if final else None
    bidder.outcome = outcome
    act(bidder, outcome.value, person_id, now, words)


def undecided(tender: Tender) -> list[Bidder]:
    """The firms about which nothing is decided: those that bid or, before a list of bids is pasted,
    those that sent an annex."""
    listed = [own for own in tender.bidders if own.bid] or [
        own for own in tender.bidders if own.sent
    ]
    return [own for own in listed if own.outcome is Outcome.WAITING and own.erased_on is None]


def held_by_another(bidder: Bidder) -> bool:
    """Whether the only lot of its tender is meant for another firm, or went to it."""
    others = [own for own in bidder.tender.bidders if own is not bidder]
    held = (Outcome.INTENDED, Outcome.WINNER)
    return bidder.tender.lots == 1 and any(own.outcome in held for own in others)


def ask_proofs(bidder: Bidder, codes: Sequence[str], today: dt.date) -> None:
    """Ask the intended winner for these proofs; those asked already stay."""
    known = {own.code for own in bidder.proofs}
    bidder.proofs.extend(
        AskedProof(code=code, asked_on=today) for code in codes if code not in known
    )
    db.session.flush()
