"""Imports of the agents' file: saved, confirmed, undone."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
from sqlalchemy import delete, select

from app.documents.key_folder import KeyFolder
from app.documents.sealing import seal, unseal
from app.extensions import db
from app.indicators.core import Confirmed
from app.indicators.models import HrImport, HrSnapshot
from app.indicators.service.snapshots import has_key, open_snapshot, pack, seal_snapshot, unpack

_PURPOSE = "checked file"


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
    nonce: str | None = None,
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
        nonce=nonce,
        digest=digest,
    )
    db.session.add(new)
    db.session.flush()
    db.session.add(HrSnapshot(import_id=new.id, sealed=seal_snapshot(agents, year, keys)))
    db.session.flush()
    _forget_others(year, {new.id, previous.id if previous else new.id})
    return new


def digest_of(agents: pl.DataFrame) -> str:
    """What tells one file's agents from another's, whatever the order of its lines."""
    texts = agents.select(pl.col(sorted(agents.columns)).cast(pl.String))
    return hashlib.sha256(texts.sort("uid").write_csv().encode()).hexdigest()


def _forget_others(year: int, kept: set[int]) -> None:
    """Personal rows are kept only while they can become current again."""
    old = select(HrImport.id).where(HrImport.year == year, HrImport.id.not_in(kept))
    db.session.execute(delete(HrSnapshot).where(HrSnapshot.import_id.in_(old)))


def undo_import(imported: HrImport, now: dt.datetime) -> HrImport | None:
    """Undo the current import: the one before counts again, if its agents are still there."""
    imported.undone_at = now
    db.session.execute(delete(HrSnapshot).where(HrSnapshot.import_id == imported.id))
    db.session.flush()
    return current_import(imported.year)


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


@dataclass(frozen=True)
class CheckedFile:
    """A file whose every line was read, and the import that it was compared with."""

    agents: pl.DataFrame
    year: int
    filename: str
    nonce: str
    replaces: int | None


def seal_checked_file(
    agents: pl.DataFrame, year: int, filename: str, secret_key: str, now: dt.datetime
) -> str:
    """A checked file for the confirmation page to carry: nothing is stored until it is confirmed."""
    current = current_import(year)
    content = {
        "year": year,
        "filename": filename,
        "nonce": secrets.token_hex(16),
        "replaces": current.id if current else None,
        "agents": base64.b64encode(pack(agents)).decode(),
    }
    return seal(content, _PURPOSE, secret_key, now)


def open_checked_file(sealed: str, secret_key: str, now: dt.datetime) -> CheckedFile | None:
    """A checked file as it was sealed; None when it is too old or not ours."""
    content = unseal(sealed, _PURPOSE, secret_key, now)
    if content is None:
        return None
    return CheckedFile(unpack(base64.b64decode(content.pop("agents"))), **content)


def confirm_import(
    checked: CheckedFile, person_id: int, now: dt.datetime, keys: KeyFolder
) -> tuple[Confirmed, HrImport | None]:
    """Import a checked file, unless what was confirmed is no longer what was checked."""
    current = current_import(checked.year)
    saved = db.session.scalar(select(HrImport).where(HrImport.nonce == checked.nonce))
    if saved is not None and saved.undone_at is not None:
        return Confirmed.UNDONE, None
    if current is not None and current.digest == digest_of(checked.agents):
        return Confirmed.PRESENT, current
    if (current.id if current else None) != checked.replaces:
        return Confirmed.OVERTAKEN, current
    file = (checked.agents, checked.year, checked.filename)
    return Confirmed.SAVED, save_import(*file, person_id, now, keys, checked.nonce)
