"""What is counted of tenders and annexes, for pages, the report and roadmaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db, utcnow
from app.indicators.following import Followed
from app.procurement.core.declared import annexes_by_year, reviews_by_year
from app.procurement.core.figures import CountedTender, tenders_by_year
from app.procurement.models import Bidder
from app.procurement.service.tenders import Counted, tenders
from app.statistics.figures import Table, number
from app.text import dashed


def counted_tenders(listed: Sequence[Counted] | None = None) -> list[CountedTender]:
    """All tenders, or those that are listed, with what stays of their annexes, erased or not."""
    firms: dict[int, list[dict[str, object]]] = {}
    for tender_id, facts in db.session.execute(
        select(Bidder.tender_id, Bidder.facts).where(Bidder.facts.is_not(None))
    ):
        firms.setdefault(tender_id, []).append(facts)
    rows = tenders() if listed is None else listed
    return [_counted(own, firms.get(own.tender.id, [])) for own in rows]


def _counted(listed: Counted, firms: list[dict[str, object]]) -> CountedTender:
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
        opened_on=tender.opened_at.date() if tender.opened_at else None,
        bids=listed.bids,
        controlled=any(own.get("controlled") for own in firms),
        firms=[own for own in firms if own.get("sent")],
    )


def tables(counted: Sequence[CountedTender]) -> list[Table]:
    """Tenders by year of launching, planned ones left out; then what annexes declared."""
    today = utcnow().date()
    launched = [own for own in counted if own.launched_on <= today]
    return [
        *tenders_by_year(launched, today),
        *annexes_by_year(launched, today),
        *reviews_by_year(launched, today),
    ]


def tables_until(year: int) -> list[Table]:
    """The same for the report of a year: nothing of those after it."""
    today, after = utcnow().date(), dt.date(year + 1, 1, 1)
    launched = [own for own in counted_tenders() if own.launched_on < min(after, today)]
    last = min(today, after - dt.timedelta(days=1))
    over = min(today, after)
    return [
        *tenders_by_year(launched, last),
        *annexes_by_year(launched, over),
        *reviews_by_year(launched, over),
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
