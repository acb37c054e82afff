"""Imports of agents’ files: saved, undone, the one that counts."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable

import polars as pl
from sqlalchemy import delete, func, select

from app.documents.key_folder import KeyFolder
from app.extensions import db
from app.indicators.core.columns import LINE
from app.indicators.models import HrImport, HrSnapshot
from app.indicators.service.snapshots import has_key, open_snapshot, seal_snapshot


def pseudonym(secret_key: str) -> Callable[[str], str]:
    """From a staff number to an identifier that only this instance can make."""
    key = secret_key.encode()

    def make(number: str) -> str:
        return hmac.digest(key, b"agent:" + number.strip().encode(), "sha256").hex()[:32]

    return make


def save_import(
    agents: pl.DataFrame,
    year: int,
    filename: str,
    person_id: int | None,
    now: dt.datetime,
    keys: KeyFolder,
) -> HrImport:
    """Make these the agents of the year; the import that they are already, when they are.

    The import replaced is kept, for an undo to go back to.
    """
    previous, digest = current_import(year), digest_of(agents)
    if previous is not None and previous.digest == digest:
        return previous
    new = HrImport(
        year=year,
        filename=filename[:120],
        imported_at=now,
        person_id=person_id,
        agents=agents.height,
        digest=digest,
    )
    return add_import(new, seal_snapshot(agents, year, keys), previous)


def add_import(new: HrImport, sealed: bytes, replaced: HrImport | None) -> HrImport:
    """Let an import count with its sealed agents; the one that it replaces is kept to go back to,
    and those before it are forgotten."""
    db.session.add(new)
    db.session.flush()
    db.session.add(HrSnapshot(import_id=new.id, sealed=sealed))
    db.session.flush()
    _forget_others(new.year, {new.id, replaced.id if replaced else new.id})
    return new


def digest_of(agents: pl.DataFrame) -> str:
    """What tells one file's agents from another's, whatever the order of its lines."""
    columns = sorted(name for name in agents.columns if name != LINE)
    texts = agents.select(pl.col(columns).cast(pl.String))
    return hashlib.sha256(texts.sort("uid").write_csv().encode()).hexdigest()


def _forget_others(year: int, kept: set[int]) -> None:
    """Agents are kept only while they can become current again."""
    old = select(HrImport.id).where(HrImport.year == year, HrImport.id.not_in(kept))
    db.session.execute(delete(HrSnapshot).where(HrSnapshot.import_id.in_(old)))


def undo_import(imported: HrImport, now: dt.datetime) -> HrImport | None:
    """Undo the current import: the one before counts again, if its agents are still there. Its own
    stay until the next import, so that it can be done again."""
    imported.undone_at = now
    db.session.flush()
    return current_import(imported.year)


def redoable() -> set[int]:
    """The undone imports that can count again: nothing was imported for their year since, and
    their agents are still there."""
    latest = select(HrImport.year, func.max(HrImport.id)).where(HrImport.undone_at.is_(None))
    newest = {year: number for year, number in db.session.execute(latest.group_by(HrImport.year))}
    undone = select(HrImport.year, HrImport.id).join(HrSnapshot)
    rows = db.session.execute(undone.where(HrImport.undone_at.is_not(None)))
    return {number for year, number in rows if number > newest.get(year, 0)}


def current_import(year: int) -> HrImport | None:
    """The latest import of the year that was not undone and still has its agents."""
    return current_imports().get(year)


def current_imports() -> dict[int, HrImport]:
    """The import that counts for each year that has one."""
    has_agents = select(HrSnapshot.import_id).where(HrSnapshot.import_id == HrImport.id).exists()
    rows = db.session.scalars(
        select(HrImport).where(HrImport.undone_at.is_(None), has_agents).order_by(HrImport.id)
    )
    return {row.year: row for row in rows}


def imports() -> list[HrImport]:
    return list(db.session.scalars(select(HrImport).order_by(HrImport.id.desc()).limit(30)))


def years(keys: KeyFolder) -> list[int]:
    """Years that have figures, the latest first: those whose agents can be opened."""
    return sorted((year for year in current_imports() if has_key(year, keys)), reverse=True)


def agents_of(import_id: int, year: int, keys: KeyFolder) -> pl.DataFrame | None:
    """The agents of an import; None when their key is gone."""
    sealed = db.session.scalar(select(HrSnapshot.sealed).where(HrSnapshot.import_id == import_id))
    return None if sealed is None else open_snapshot(sealed, year, keys)
