"""What bidders were told of how long their annex is kept, executed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.service.audit import record
from app.extensions import db
from app.jobs.service import erase_mail
from app.procurement.letters import about
from app.procurement.models import Act, AskedProof, Bidder, Commitment, Declared, Sheet
from app.procurement.service.bidders import kept_until


def erase_ended(today: dt.date, now: dt.datetime) -> int:
    """Erase the firms whose annexes have been kept long enough: what they sent, their name, number
    and address, what was written about them. What is counted of them stays."""
    rows = db.session.scalars(
        select(Bidder)
        .where(Bidder.erased_on.is_(None))
        .options(joinedload(Bidder.tender), selectinload(Bidder.sheets))
    ).all()
    ended = [bidder for bidder in rows if today > kept_until(bidder)]
    for bidder in ended:
        _erase(bidder, today)
        record(None, "annex.erase", f"bidder:{bidder.id}", now)
    db.session.flush()
    return len(ended)


def _erase(bidder: Bidder, today: dt.date) -> None:
    _count_apart(bidder)
    for model in (Sheet, Act, AskedProof, Commitment):
        db.session.execute(delete(model).where(model.bidder_id == bidder.id))
    erase_mail(about(bidder))
    bidder.identifier = bidder.name = bidder.email = ""
    bidder.cleared, bidder.decided_on, bidder.revoked_at = False, None, None
    if bidder.begun_at is not None:
        bidder.begun_at = bidder.tender.deadline_at
    bidder.erased_on = today
    db.session.expire(bidder, ["sheets", "acts", "proofs"])


def _count_apart(bidder: Bidder) -> None:
    """What a firm declared stays by year alone: a notice of award names the firm of a tender."""
    opened_at = bidder.tender.opened_at
    if bidder.facts is not None and opened_at is not None:
        db.session.add(Declared(kind="annex", year=opened_at.year, facts=bidder.facts))
    for year, share in (bidder.reviews or {}).items():
        db.session.add(Declared(kind="review", year=int(year), facts={"insertion": share}))
    bidder.facts = bidder.reviews = None
