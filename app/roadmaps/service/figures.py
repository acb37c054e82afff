"""The figures of programmes on a day, and the November reports that freeze them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from app.extensions import db
from app.roadmaps.core.monitoring import ProgrammeFigures, figures_of
from app.roadmaps.models import Monitoring, Programme
from app.roadmaps.service import plans
from app.roadmaps.service.snapshots import state_of
from app.statistics.plain_values import from_plain, to_plain


def figures_on(day: dt.date) -> list[ProgrammeFigures]:
    """The programmes of the authority that went through a day, as they stood at its end: nothing
    of what happened since."""
    going = (p for p in plans.programmes() if p.starts_on <= day <= p.ends_on)
    counted = (figures_of(state_of(programme, day)) for programme in going)
    return [each for each in counted if each is not None]


def freeze(year: int, day: dt.date, author_id: int | None, now: dt.datetime) -> Monitoring:
    """Keep the figures of programmes as they stood on a day of this year, as a new version of its
    November report."""
    db.session.execute(select(Programme.id).with_for_update())  # who freezes too waits for this
    last = db.session.scalar(select(func.max(Monitoring.number)).where(Monitoring.year == year))
    row = Monitoring(
        year=year,
        number=(last or 0) + 1,
        as_of=day,
        frozen_at=now,
        author_id=author_id,
        figures=to_plain(figures_on(day)),
    )
    db.session.add(row)
    db.session.flush()
    return row


def monitorings(year: int | None = None) -> list[Monitoring]:
    """The frozen November reports, of one year or of all, the latest first."""
    rows = select(Monitoring).order_by(Monitoring.year.desc(), Monitoring.number.desc())
    if year is not None:
        rows = rows.where(Monitoring.year == year)
    return list(db.session.scalars(rows))


def frozen_figures(monitoring: Monitoring) -> list[ProgrammeFigures]:
    """What a November report froze."""
    return [from_plain(ProgrammeFigures, each) for each in monitoring.figures]
