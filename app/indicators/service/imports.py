"""Imports of agents’ files: saved, undone, the one that counts."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
from sqlalchemy import ColumnElement, delete, func, select

from app.extensions import db
from app.indicators.core.counts.guarding import WasShown, nothing_was
from app.indicators.core.remembering import digest_of, digests
from app.indicators.models import HrFigures, HrImport, HrSnapshot
from app.indicators.service.counting import Counted, count, keep_figures, shown_figures
from app.indicators.service.instance import Instance
from app.indicators.service.keeping import destroy_keys, kept_until
from app.indicators.service.snapshots import keep_snapshot, pack


def pseudonym(secret_key: str) -> Callable[[str], str]:
    """From a staff number to an identifier that only this instance can make."""
    key = secret_key.encode()

    def make(number: str) -> str:
        return hmac.digest(key, b"agent:" + number.strip().encode(), "sha256").hex()[:32]

    return make


@dataclass(frozen=True)
class Prepared:
    """The agents of a year, packed and counted."""

    year: int
    agents: int
    digest: str
    packed: bytes
    rows: pl.DataFrame
    figures: Counted


def prepare(
    agents: pl.DataFrame, year: int, own: Instance, was_shown: WasShown = nothing_was
) -> Prepared:
    """Pack and count agents. It takes time: whoever saves them opens a new transaction."""
    rows = digests(agents, year, own.secret_key.encode())
    figures = count(agents, year, rows, own, was_shown)
    return Prepared(year, agents.height, digest_of(rows), pack(agents), rows, figures)


def save_import(
    prepared: Prepared, filename: str, person_id: int | None, now: dt.datetime, own: Instance
) -> HrImport:
    """Make these the agents of their year; the import that they are already, when they are.

    The import replaced is kept, for an undo to go back to.
    """
    previous = current_import(prepared.year)
    if previous is not None and previous.digest == prepared.digest:
        return previous
    new = HrImport(
        year=prepared.year,
        filename=filename[:120],
        imported_at=now,
        person_id=person_id,
        agents=prepared.agents,
        digest=prepared.digest,
    )
    add_import(new, prepared.packed, previous, own)
    keep_figures(new, prepared.figures, prepared.rows, own, now)
    return new


def add_import(new: HrImport, packed: bytes, replaced: HrImport | None, own: Instance) -> HrImport:
    """Let an import count with its agents; the one that it replaces is kept to go back to, and
    those before it are forgotten."""
    new.kept_until = new.digests_until = kept_until(new.imported_at.date(), own.months)
    db.session.add(new)
    db.session.flush()
    keep_snapshot(new, packed, own.keys)
    shown = shown_figures(new.year)
    kept = {new.id, replaced.id if replaced else new.id, shown.import_id if shown else new.id}
    _forget_others(new, kept)
    return new


def _forget_others(new: HrImport, kept: set[int]) -> None:
    """What can become current no more is kept no longer."""
    others = db.session.scalars(
        select(HrImport.id).where(HrImport.year == new.year, HrImport.id.not_in(kept))
    ).all()
    for model in (HrSnapshot, HrFigures):
        db.session.execute(delete(model).where(model.import_id.in_(others)))
    destroy_keys(new.year, others, new.imported_at)


def undo_import(imported: HrImport, now: dt.datetime) -> HrImport | None:
    """Undo the current import: the one before counts again, if its figures are still there. Its own
    stay until the next import, so that it can be done again."""
    imported.undone_at = now
    db.session.flush()
    return current_import(imported.year)


def redoable() -> set[int]:
    """The undone imports that can count again: nothing was imported for their year since, and
    their figures are still there."""
    latest = select(HrImport.year, func.max(HrImport.id)).where(HrImport.undone_at.is_(None))
    newest = {year: number for year, number in db.session.execute(latest.group_by(HrImport.year))}
    undone = select(HrImport.year, HrImport.id).where(has_data(), HrImport.undone_at.is_not(None))
    return {number for year, number in db.session.execute(undone) if number > newest.get(year, 0)}


def has_data() -> ColumnElement[bool]:
    """Whether an import has figures, or the agents that they are to be made of."""
    return HrImport.id.in_(select(HrFigures.import_id).union(select(HrSnapshot.import_id)))


def current_import(year: int) -> HrImport | None:
    """The latest import of the year that was not undone and still has its figures, or is being
    counted."""
    return current_imports().get(year)


def current_imports() -> dict[int, HrImport]:
    """The import that counts for each year that has one."""
    rows = db.session.scalars(
        select(HrImport).where(HrImport.undone_at.is_(None), has_data()).order_by(HrImport.id)
    )
    return {row.year: row for row in rows}


def held() -> set[int]:
    """The imports whose agents are still there."""
    return set(db.session.scalars(select(HrSnapshot.import_id)))


def imports() -> list[HrImport]:
    return list(db.session.scalars(select(HrImport).order_by(HrImport.id.desc()).limit(30)))
