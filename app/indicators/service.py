"""Imports of the agents' file, and the tables of a year."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import json
import secrets
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import delete, insert, select

from app.accounts.service.people import directorates
from app.extensions import db
from app.indicators.core import YEARS_IN_SERIES, Agent, YearTables, year_tables
from app.indicators.models import AgentYear, HrImport
from app.statistics.disclosure import Thresholds

AgentRow = tuple[Agent, dict[str, Any]]

CHECKED_FILE_LIFE = dt.timedelta(hours=4)
_FIELDS = [field.name for field in fields(Agent)]
_DATES = ("joined_on", "recruited_on", "left_on")


def pseudonym(secret_key: str) -> Callable[[str], str]:
    """From a staff number to an identifier that only this instance can make."""
    key = secret_key.encode()

    def make(number: str) -> str:
        return hmac.new(key, b"agent:" + number.strip().encode(), "sha256").hexdigest()[:32]

    return make


def save_import(
    rows: Sequence[AgentRow],
    year: int,
    filename: str,
    person_id: int | None,
    now: dt.datetime,
    nonce: str | None = None,
) -> HrImport:
    """Make these the agents of the year. The import replaced is kept, for an undo to go back to.

    With the `nonce` of a checked file that was saved already, that import is returned.
    """
    if nonce is not None:
        saved = db.session.scalar(select(HrImport).where(HrImport.nonce == nonce))
        if saved is not None:
            return saved
    previous = current_import(year)
    new = HrImport(
        year=year,
        filename=filename[:120],
        imported_at=now,
        person_id=person_id,
        agents=len(rows),
        nonce=nonce,
    )
    db.session.add(new)
    db.session.flush()
    values = [asdict(agent) | {"import_id": new.id, "kept": kept} for agent, kept in rows]
    db.session.execute(insert(AgentYear), values)
    _forget_others(year, {new.id, previous.id if previous else new.id})
    return new


def _forget_others(year: int, kept: set[int]) -> None:
    """Personal rows are kept only while they can become current again."""
    old = select(HrImport.id).where(HrImport.year == year, HrImport.id.not_in(kept))
    db.session.execute(delete(AgentYear).where(AgentYear.import_id.in_(old)))


def undo_import(imported: HrImport, now: dt.datetime) -> HrImport | None:
    """Undo the current import: the one before counts again, if its agents are still there."""
    imported.undone_at = now
    db.session.execute(delete(AgentYear).where(AgentYear.import_id == imported.id))
    db.session.flush()
    return current_import(imported.year)


def current_import(year: int) -> HrImport | None:
    """The latest import of the year that was not undone and still has its agents."""
    has_agents = select(AgentYear.uid).where(AgentYear.import_id == HrImport.id).exists()
    return db.session.scalar(
        select(HrImport)
        .where(HrImport.year == year, HrImport.undone_at.is_(None), has_agents)
        .order_by(HrImport.id.desc())
        .limit(1)
    )


def imports() -> list[HrImport]:
    return list(db.session.scalars(select(HrImport).order_by(HrImport.id.desc()).limit(30)))


def years() -> list[int]:
    """Years that have figures, the latest first."""
    known = db.session.scalars(select(HrImport.year).distinct().order_by(HrImport.year.desc()))
    return [year for year in known if current_import(year) is not None]


def agents(year: int) -> list[Agent]:
    """The agents of a year; none without an import."""
    imported = current_import(year)
    if imported is None:
        return []
    columns = [getattr(AgentYear, name) for name in _FIELDS]
    rows = db.session.execute(
        select(*columns).where(AgentYear.import_id == imported.id).order_by(AgentYear.uid)
    )
    return [Agent(*row) for row in rows]


def tables(year: int, thresholds: Thresholds) -> YearTables | None:
    """Every table of the year and the two before it, safe to publish; None without an import."""
    by_year = {y: agents(y) for y in range(year - YEARS_IN_SERIES + 1, year + 1)}
    if not by_year[year]:
        return None
    names = {directorate.code: directorate.name for directorate in directorates()}
    return year_tables(
        year,
        {y: agents_then for y, agents_then in by_year.items() if agents_then},
        thresholds,
        names,
    )


def seal_checked_file(
    rows: Sequence[AgentRow], year: int, filename: str, secret_key: str, now: dt.datetime
) -> str:
    """A checked file for the confirmation page to carry: nothing is stored until it is confirmed.

    Compressed and sealed with the instance's key, so that the page holds no readable row.
    """
    content = {
        "year": year,
        "filename": filename,
        "nonce": secrets.token_hex(16),
        "until": (now + CHECKED_FILE_LIFE).timestamp(),
        "rows": [[*asdict(agent).values(), kept] for agent, kept in rows],
    }
    packed = zlib.compress(json.dumps(content, default=str).encode(), 6)
    return base64.b64encode(_box(secret_key).encrypt(packed)).decode()


def open_checked_file(
    sealed: str, secret_key: str, now: dt.datetime
) -> tuple[list[AgentRow], int, str, str] | None:
    """(rows, year, file name, nonce) of a checked file; None when it is too old or not ours."""
    try:
        content = json.loads(zlib.decompress(_box(secret_key).decrypt(base64.b64decode(sealed))))
    except (CryptoError, ValueError, zlib.error):
        return None
    if content["until"] < now.timestamp():
        return None
    rows = [_row(values) for values in content["rows"]]
    return rows, content["year"], content["filename"], content["nonce"]


def _box(secret_key: str) -> SecretBox:
    return SecretBox(hmac.new(secret_key.encode(), b"checked file", "sha256").digest())


def _row(values: list[Any]) -> AgentRow:
    named = dict(zip(_FIELDS, values, strict=False))
    for name in _DATES:
        if named[name] is not None:
            named[name] = dt.date.fromisoformat(named[name])
    return Agent(**named), values[-1]
