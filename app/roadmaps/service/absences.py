"""Who is away, and who is asked in their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select

from app.extensions import db
from app.roadmaps.models import Absence


def add_absence(person_id: int, starts_on: dt.date, ends_on: dt.date) -> Absence:
    """Days on which somebody is away."""
    row = Absence(person_id=person_id, starts_on=starts_on, ends_on=ends_on)
    db.session.add(row)
    db.session.flush()
    return row


def end_absence(row: Absence) -> None:
    """Somebody is not away after all."""
    db.session.delete(row)
    db.session.flush()


def absences_of(person_ids: Collection[int], today: dt.date) -> list[Absence]:
    """The absences of these people that are not over, in their order."""
    own = select(Absence).where(Absence.person_id.in_(person_ids), Absence.ends_on >= today)
    return list(db.session.scalars(own.order_by(Absence.starts_on, Absence.id)).unique())


def away(person_ids: Collection[int], today: dt.date) -> set[int]:
    """Those of these people who are away on a day."""
    own = select(Absence.person_id).where(
        Absence.person_id.in_(person_ids), Absence.starts_on <= today, Absence.ends_on >= today
    )
    return set(db.session.scalars(own))
