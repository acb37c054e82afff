"""How long agents are kept: until the report of their year is published, or until the declared
day. What they count stays."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, select, update

from app.accounts.service.audit import record
from app.documents.key_folder import KeyFolder
from app.extensions import db
from app.indicators.models import HrFigures, HrImport, HrSnapshot
from app.indicators.service.snapshots import key_name
from app.jobs.service import enqueue

#: How long agents that nobody can count are kept beyond their time.
WEEK = dt.timedelta(days=7)


def kept_until(day: dt.date, months: int) -> dt.date:
    """The day that is so many months after this one; the last of its month where it has no such
    day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def ask_to_delete(year: int, now: dt.datetime) -> None:
    """Have the agents of a year deleted, whose report is published."""
    enqueue("hr.delete", now=now, year=year)


def delete_published(year: int, keys: KeyFolder, now: dt.datetime) -> None:
    """Delete the agents of a year whose report is published; those that are not counted yet, as soon
    as they are. Digests of the years before are of no use any more; its own serve to compare a
    correction, until the next report."""
    own = HrImport.year == year
    db.session.execute(
        update(HrImport).where(own, HrImport.kept_until > now.date()).values(kept_until=now.date())
    )
    _delete(own & _counted(), "published", keys, now)
    _forget_digests(HrImport.year < year)


def delete_outdated(keys: KeyFolder, now: dt.datetime) -> None:
    """Delete the agents whose time is over, once they are counted, or a week later where they
    cannot be."""
    long_ago = HrImport.kept_until <= now.date() - WEEK
    _delete((HrImport.kept_until <= now.date()) & (_counted() | long_ago), "time", keys, now)
    _forget_digests(HrImport.digests_until <= now.date())


def _counted() -> ColumnElement[bool]:
    return HrImport.id.in_(select(HrFigures.import_id))


def _delete(which: ColumnElement[bool], why: str, keys: KeyFolder, now: dt.datetime) -> None:
    """The key goes first: whatever keeps a copy of the rows opens them no more."""
    kept = select(HrImport).join(HrSnapshot).where(which).order_by(HrImport.id)
    for imported in db.session.scalars(kept).all():
        keys.destroy(key_name(imported.year, imported.id))
        db.session.execute(delete(HrSnapshot).where(HrSnapshot.import_id == imported.id))
        imported.deleted_at = now
        subject = f"hr_import:{imported.id}"
        record(None, "hr.delete", subject, now, year=imported.year, why=why)


def _forget_digests(which: ColumnElement[bool]) -> None:
    imports = select(HrImport.id).where(which)
    kept = update(HrFigures).where(HrFigures.import_id.in_(imports), HrFigures.digests.is_not(None))
    db.session.execute(kept.values(digests=None))
    db.session.execute(
        update(HrImport)
        .where(which, HrImport.shown_digests.is_not(None))
        .values(shown_digests=None)
    )


def destroy_keys(year: int, imports: Sequence[int], now: dt.datetime) -> None:
    """Have the keys of imports destroyed whose agents are deleted in this transaction, once it is
    committed."""
    if imports:
        enqueue("hr.destroy_keys", now=now, year=year, import_ids=[*imports])
