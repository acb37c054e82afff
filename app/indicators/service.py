"""Imports of the agents' file, and the tables of a year."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import delete, insert, select

from app.accounts.service.people import directorates
from app.documents.sealing import seal, unseal
from app.extensions import db
from app.indicators.core import YEARS_IN_SERIES, Agent, Confirmed, YearTables, year_tables
from app.indicators.models import AgentYear, HrImport
from app.statistics.disclosure import Thresholds
from app.text import Text

AgentRow = tuple[Agent, dict[str, Any]]

_PURPOSE = "checked file"
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
    """Make these the agents of the year; the import that they are already, when they are.

    The import replaced is kept, for an undo to go back to.
    """
    previous, digest = current_import(year), digest_of(rows)
    if previous is not None and previous.digest == digest:
        return previous
    new = HrImport(
        year=year,
        filename=filename[:120],
        imported_at=now,
        person_id=person_id,
        agents=len(rows),
        nonce=nonce,
        digest=digest,
    )
    db.session.add(new)
    db.session.flush()
    values = [asdict(agent) | {"import_id": new.id, "kept": kept} for agent, kept in rows]
    db.session.execute(insert(AgentYear), values)
    _forget_others(year, {new.id, previous.id if previous else new.id})
    return new


def digest_of(rows: Sequence[AgentRow]) -> str:
    """What tells one file's agents from another's, whatever the order of its lines."""
    values = attrgetter(*_FIELDS)
    lines = sorted(repr((values(agent), sorted(kept.items()))) for agent, kept in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def confirm_import(
    checked: CheckedFile, person_id: int, now: dt.datetime
) -> tuple[Confirmed, HrImport | None]:
    """Import a checked file, unless what was confirmed is no longer what was checked."""
    current = current_import(checked.year)
    saved = db.session.scalar(select(HrImport).where(HrImport.nonce == checked.nonce))
    if saved is not None and saved.undone_at is not None:
        return Confirmed.UNDONE, None
    if current is not None and current.digest == digest_of(checked.rows):
        return Confirmed.PRESENT, current
    if (current.id if current else None) != checked.replaces:
        return Confirmed.OVERTAKEN, current
    file = (checked.rows, checked.year, checked.filename)
    return Confirmed.SAVED, save_import(*file, person_id, now, checked.nonce)


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
    return current_imports().get(year)


def current_imports() -> dict[int, HrImport]:
    """The import that counts for each year that has one."""
    has_agents = select(AgentYear.uid).where(AgentYear.import_id == HrImport.id).exists()
    rows = db.session.scalars(
        select(HrImport).where(HrImport.undone_at.is_(None), has_agents).order_by(HrImport.id)
    )
    return {row.year: row for row in rows}


def imports() -> list[HrImport]:
    return list(db.session.scalars(select(HrImport).order_by(HrImport.id.desc()).limit(30)))


def years() -> list[int]:
    """Years that have figures, the latest first."""
    return sorted(current_imports(), reverse=True)


def agents(year: int) -> list[Agent]:
    """The agents of a year; none without an import."""
    imported = current_import(year)
    return _agents_of(imported.id) if imported else []


def _agents_of(import_id: int) -> list[Agent]:
    columns = [getattr(AgentYear, name) for name in _FIELDS]
    rows = db.session.execute(
        select(*columns).where(AgentYear.import_id == import_id).order_by(AgentYear.uid)
    )
    return [Agent(*row) for row in rows]


def tables(year: int, thresholds: Thresholds) -> YearTables | None:
    """Every table of the year and the two before it, safe to publish; None without an import."""
    imports = current_imports()
    counted = [imports[y] for y in range(year - YEARS_IN_SERIES + 1, year + 1) if y in imports]
    if year not in imports:
        return None
    sources = tuple((each.year, each.id, each.digest, each.imported_at) for each in counted)
    names = tuple((directorate.code, directorate.name) for directorate in directorates())
    return _tables(year, sources, thresholds, names)


@lru_cache(maxsize=16)
def _tables(
    year: int,
    sources: tuple[tuple[int, int, str | None, dt.datetime], ...],
    thresholds: Thresholds,
    names: tuple[tuple[str, Text], ...],
) -> YearTables:
    """The tables of these imports: they change with an import, a threshold or a directorate's name,
    and with nothing else."""
    by_year = {own_year: _agents_of(import_id) for own_year, import_id, *_ in sources}
    return year_tables(year, by_year, thresholds, dict(names))


@dataclass(frozen=True)
class CheckedFile:
    """A file whose every line was read, and the import that it was compared with."""

    rows: list[AgentRow]
    year: int
    filename: str
    nonce: str
    replaces: int | None


def seal_checked_file(
    rows: Sequence[AgentRow], year: int, filename: str, secret_key: str, now: dt.datetime
) -> str:
    """A checked file for the confirmation page to carry: nothing is stored until it is confirmed."""
    current = current_import(year)
    content = {
        "year": year,
        "filename": filename,
        "nonce": secrets.token_hex(16),
        "replaces": current.id if current else None,
        "rows": [[*asdict(agent).values(), kept] for agent, kept in rows],
    }
    return seal(content, _PURPOSE, secret_key, now)


def open_checked_file(sealed: str, secret_key: str, now: dt.datetime) -> CheckedFile | None:
    """A checked file as it was sealed; None when it is too old or not ours."""
    content = unseal(sealed, _PURPOSE, secret_key, now)
    if content is None:
        return None
    rows = [_row(values) for values in content.pop("rows")]
    return CheckedFile(rows, **content)


def _row(values: list[Any]) -> AgentRow:
    named = dict(zip(_FIELDS, values, strict=False))
    for name in _DATES:
        if named[name] is not None:
            named[name] = dt.date.fromisoformat(named[name])
    return Agent(**named), values[-1]
