"""Tenders: made, changed, removed; what is counted of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.jobs.service import erase_mail
from app.procurement.core.keeping import Keeping, Outcome
from app.procurement.core.levels import Level
from app.procurement.core.steps import Step
from app.procurement.letters import about
from app.procurement.models import Bidder, KeepingYears, Sheet, Tender
from app.procurement.service.questionnaires import annex_version


class Stale(Exception):
    """Somebody changed it since the form was opened."""


class Settled(Exception):
    """Firms rely on it: `field` says on what."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NotRemovable(Exception):
    """Something was received for it."""


@dataclass(frozen=True)
class Counted:
    """A tender in a list: firms that began, annexes received, firms of the opening list, winners,
    firms asked to complete, firms of which a commitment was checked."""

    tender: Tender
    begun: int
    received: int
    bids: int
    won: int
    asked: int
    controlled: int

    def step(self, now: dt.datetime) -> Step:
        return self.tender.step(self.won > 0, now)


def create_tender(values: dict[str, Any], today: dt.date) -> Tender:
    """A tender; from the level of the annex on, bidders may fill it in until the deadline."""
    years = keeping_years()
    tender = Tender(
        keeps_unsuccessful=years.unsuccessful,
        keeps_winner=years.winner,
        keeps_undecided=years.undecided,
        **values,
    )
    _give_annex(tender, today)
    db.session.add(tender)
    db.session.flush()
    return tender


def change_tender(tender: Tender, values: dict[str, Any], version: int, now: dt.datetime) -> None:
    """Change a tender; a deadline that is moved moves what links open. Raises Stale, and Settled: once
    a firm began, number and level stay and the deadline can only be later; it stays once the annexes
    are open."""
    db.session.refresh(tender, with_for_update=True)
    if tender.row_version != version:
        raise Stale
    relied_on = bool(begun(tender) or tender.opened_at)
    for field in ("level", "number"):
        if relied_on and values[field] != getattr(tender, field):
            raise Settled(field)
    typed = tender.deadline_at.replace(second=0, microsecond=0)  # as forms show it
    if values["deadline_at"] != typed and tender.has_annex:
        if tender.opened_at is not None:
            raise Settled("opened")
        if relied_on and values["deadline_at"] < tender.deadline_at:
            raise Settled("earlier")
        if relied_on and values["deadline_at"] <= now:
            raise Settled("past")
    for name, value in values.items():
        setattr(tender, name, value)
    tender.row_version += 1
    _give_annex(tender, now.date())
    db.session.flush()


def take_tenders(values: Sequence[dict[str, Any]], today: dt.date) -> tuple[int, list[str]]:
    """The tenders of a file: how many are new, and the numbers of those that were known and stay as
    they are."""
    known = set(db.session.scalars(select(Tender.number)))
    new = [own for own in values if own["number"] not in known]
    for own in new:
        create_tender(own, today)
    return len(new), [own["number"] for own in values if own["number"] in known]


def _give_annex(tender: Tender, today: dt.date) -> None:
    if tender.level >= Level.ANNEX and tender.version_id is None:
        tender.version_id = annex_version(today).id


def remove_tender(tender: Tender) -> None:
    """Remove a tender for which nothing was received. Raises NotRemovable."""
    db.session.refresh(tender, with_for_update=True)  # no firm comes in meanwhile
    sheets = select(Sheet.id).join(Bidder).where(Bidder.tender_id == tender.id)
    db.session.execute(sheets.with_for_update(of=Sheet)).all()  # and none sends
    rows = db.session.scalars(select(Bidder).where(Bidder.tender_id == tender.id)).all()
    if any(own.sent or own.bid or own.erased_on for own in rows):
        raise NotRemovable
    for own in rows:
        erase_mail(about(own))
    db.session.delete(tender)
    db.session.flush()


def begun(tender: Tender) -> int:
    """How many firms began an annex."""
    return (
        db.session.scalar(select(func.count(Bidder.begun_at)).where(Bidder.tender_id == tender.id))
        or 0
    )


def tender_by_number(number: str) -> Tender | None:
    return db.session.scalar(select(Tender).where(Tender.number == number))


def whole_tender(tender_id: int) -> Tender | None:
    """A tender with its firms, what they filled in and what was done about them."""
    return db.session.scalar(
        select(Tender)
        .where(Tender.id == tender_id)
        .options(
            joinedload(Tender.directorate),
            joinedload(Tender.buyer),
            joinedload(Tender.version),
            selectinload(Tender.bidders).selectinload(Bidder.sheets).undefer(Sheet.sent),
            selectinload(Tender.bidders).selectinload(Bidder.acts),
            selectinload(Tender.bidders).selectinload(Bidder.proofs),
        )
    )


def tenders() -> list[Counted]:
    """All tenders with their counts, the latest first."""
    rows = db.session.execute(
        select(
            Tender,
            func.count(Bidder.begun_at),
            func.count(Bidder.id).filter(Bidder.sent),
            func.count(Bidder.id).filter(Bidder.bid),
            func.count(Bidder.id).filter(Bidder.outcome == Outcome.WINNER),
            func.count(Bidder.id).filter(Bidder.asked),
            func.count(Bidder.id).filter(Bidder.controlled),
        )
        .outerjoin(Bidder, Bidder.tender_id == Tender.id)
        .group_by(Tender.id)
        .options(joinedload(Tender.directorate))
        .order_by(Tender.launched_on.desc(), Tender.id.desc())
    )
    return [Counted(*row) for row in rows]


def keeping_years() -> Keeping:
    """The years that the mission set, or the usual ones."""
    own = db.session.get(KeepingYears, 1)
    return Keeping(own.unsuccessful, own.winner, own.undecided) if own else Keeping()


def set_keeping_years(years: Keeping) -> None:
    """Set the years of tenders to come: those of others stay as their bidders were told."""
    own = db.session.get(KeepingYears, 1)
    if own is None:
        own = KeepingYears(id=1)
        db.session.add(own)
    own.unsuccessful, own.winner, own.undecided = years.unsuccessful, years.winner, years.undecided
    db.session.flush()
