"""The figures of programmes on a day, and those that November reports froze."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.extensions import db
from app.roadmaps.core.monitoring import ProgrammeFigures, figures_of
from app.roadmaps.models import Monitoring
from app.roadmaps.service import plans
from app.roadmaps.service.snapshots import state_of
from app.statistics.plain_values import from_plain


def figures_on(day: dt.date) -> list[ProgrammeFigures]:
    """The programmes of the authority that went through a day, as they stood at its end: nothing
    of what happened since."""
    going = (p for p in plans.programmes() if p.starts_on <= day <= p.ends_on)
    counted = (figures_of(state_of(programme, day)) for programme in going)
    return [each for each in counted if each is not None]


def frozen_monitorings(year: int | None = None) -> list[Monitoring]:
    """The November reports that are frozen, of one year or of all, by programme, the latest first."""
    rows = select(Monitoring).where(Monitoring.frozen_at.is_not(None))
    if year is not None:
        rows = rows.where(Monitoring.year == year)
    latest = (Monitoring.year.desc(), Monitoring.programme_id.desc(), Monitoring.number.desc())
    return list(db.session.scalars(rows.order_by(*latest)).unique())


def frozen_figures(monitoring: Monitoring) -> list[ProgrammeFigures]:
    """What a November report froze."""
    return [from_plain(ProgrammeFigures, each) for each in monitoring.figures]
