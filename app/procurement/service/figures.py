"""What is counted of tenders and annexes, for pages, the report and roadmaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db, utcnow
from app.indicators.following import Followed
from app.procurement.core.declared import annexes_by_year, reviews_by_year
from app.procurement.core.figures import CountedTender, tenders_by_year
from app.procurement.models import Bidder, Declared, Tender
from app.procurement.service.tenders import Counted, tenders
from app.statistics.figures import Table, number
from app.text import dashed


def counted_tenders(listed: Sequence[Counted] | None = None) -> list[CountedTender]:
    """All tenders, or those that are listed, as they are counted."""
    return [_counted(own) for own in (tenders() if listed is None else listed)]


def _counted(listed: Counted) -> CountedTender:
    tender = listed.tender
    directorate = tender.directorate
    return CountedTender(
        launched_on=tender.launched_on,
        level=tender.level,
        purchase=tender.purchase,
        amount=tender.amount,
        awarded=listed.won > 0,
        awarded_amount=tender.awarded_amount,
        directorate=(directorate.code, directorate.name) if directorate else None,
        skill_asked=tender.skill_asked,
        skill_obtained=bool(tender.skill_obtained),
        bids=listed.bids,
        annexes=listed.received,
        asked=listed.asked,
        controlled=listed.controlled > 0,
    )


def declared() -> tuple[dict[int, list[dict[str, Any]]], dict[int, list[float | None]]]:
    """What is counted of annexes, by year of opening, and of reviews, by their year; of those that
    are erased too."""
    annexes: dict[int, list[dict[str, Any]]] = {}
    reviews: dict[int, list[float | None]] = {}
    for opened_at, facts, own in db.session.execute(
        select(Tender.opened_at, Bidder.facts, Bidder.reviews)
        .join(Bidder)
        .where(Tender.opened_at.is_not(None), Bidder.erased_on.is_(None))
    ):
        if facts is not None:
            annexes.setdefault(opened_at.year, []).append(facts)
        for year, share in (own or {}).items():
            reviews.setdefault(int(year), []).append(share)
    for row in db.session.scalars(select(Declared)):
        if row.kind == "annex":
            annexes.setdefault(row.year, []).append(row.facts)
        else:
            reviews.setdefault(row.year, []).append(row.facts["insertion"])
    return annexes, reviews


def tables(counted: Sequence[CountedTender]) -> list[Table]:
    """Tenders by year of launching, planned ones left out; then what annexes declared."""
    today = utcnow().date()
    return _tables([own for own in counted if own.launched_on <= today], today, today)


def tables_until(year: int) -> list[Table]:
    """The same for the report of a year: nothing of those after it."""
    today, after = utcnow().date(), dt.date(year + 1, 1, 1)
    launched = [own for own in counted_tenders() if own.launched_on < min(after, today)]
    return _tables(launched, min(today, after - dt.timedelta(days=1)), min(today, after))


def _tables(counted: Sequence[CountedTender], day: dt.date, over: dt.date) -> list[Table]:
    annexes, reviews = declared()
    return [
        *tenders_by_year(counted, day),
        *annexes_by_year(annexes, over),
        *reviews_by_year(reviews, over),
    ]


def clause_figures() -> list[Followed]:
    """The columns of the tables by year, for roadmaps to follow."""
    return [followed for table in tables(counted_tenders()) for followed in _followed(table)]


def _followed(table: Table) -> list[Followed]:
    years = [row.code for row in table.rows if not row.total]
    listed = []
    for column in table.columns:
        cells = [(year, number(table.cell(year, column.code))) for year in years]
        points = tuple((dt.date(int(y), 12, 31), value) for y, value in cells if value is not None)
        if points:
            label = dashed(table.title, column.label)
            code = f"procurement:{table.code}:{column.code}"
            listed.append(Followed(code, label, table.source, column.unit, points))
    return listed
