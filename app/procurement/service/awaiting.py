"""What tenders ask of their officers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.procurement.core.keeping import Outcome
from app.procurement.models import Bidder, Commitment, Tender


@dataclass(frozen=True)
class Awaited:
    """What a tender asks of its officers: annexes to open, firms to decide about, commitments that
    are overdue and not controlled."""

    tender: Tender
    to_open: bool
    sent: int
    undecided: int
    overdue: int


def awaiting(now: dt.datetime) -> list[Awaited]:
    """The tenders that ask something of their officers, the oldest first, in one query."""
    firms = select(func.count(Bidder.id)).where(Bidder.tender_id == Tender.id)
    sent = firms.where(Bidder.sent).scalar_subquery()
    undecided = firms.where(
        Bidder.outcome.in_((Outcome.WAITING, Outcome.INTENDED)),
        Bidder.erased_on.is_(None),
        Bidder.bid | Bidder.sent,
    ).scalar_subquery()
    overdue = (
        select(func.count(Commitment.id))
        .join(Bidder, Commitment.bidder_id == Bidder.id)
        .where(
            Bidder.tender_id == Tender.id,
            Commitment.controlled_on.is_(None),
            Commitment.due_on < now.date(),
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Tender, sent, undecided, overdue)
        .where(Tender.deadline_at <= now)
        .order_by(Tender.deadline_at)
    )
    listed = [
        Awaited(
            tender,
            tender.has_annex and tender.opened_at is None,
            sent_,
            undecided_ if tender.opened_at is not None else 0,
            overdue_,
        )
        for tender, sent_, undecided_, overdue_ in rows
    ]
    return [own for own in listed if own.to_open or own.undecided or own.overdue]
