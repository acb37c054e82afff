"""Figures that were typed: those that count, what is kept of each entry, undoing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.indicators.core.entered import Subject
from app.indicators.core.entered.lines import Line, key_of
from app.indicators.models import EnteredLine, Entry


def line_of(row: EnteredLine) -> Line:
    return Line(row.year, row.axes, row.measures, row.source, row.dated)


def rows_of(subject: Subject, year: int | None = None) -> list[EnteredLine]:
    """The rows that count, of one year or of all, in the order of what they are about."""
    rows = [row for row in _latest(subject).values() if not row.removed]
    return sorted((r for r in rows if year in (None, r.year)), key=lambda r: _order(subject, r))


def _order(subject: Subject, row: EnteredLine) -> tuple[object, ...]:
    """Year, then options as they are declared, then own words as they were first typed."""
    places = [[*axis.options].index(row.axes[axis.code]) for axis in subject.axes if axis.options]
    return row.year, places, row.id


def lines_of(subject: Subject, year: int | None = None) -> list[Line]:
    """The lines that count, of one year or of all."""
    return [line_of(row) for row in rows_of(subject, year)]


def _latest(subject: Subject) -> dict[str, EnteredLine]:
    """For each key the latest row that was not undone."""
    rows = db.session.scalars(
        select(EnteredLine)
        .join(Entry)
        .where(EnteredLine.subject == subject.code, Entry.undone_at.is_(None))
        .order_by(EnteredLine.id)
    )
    return {row.key: row for row in rows}


@dataclass(frozen=True)
class Change:
    """What an entry does to the lines of a subject."""

    added: Sequence[Line]
    changed: Sequence[Line]
    same: int


def change_of(subject: Subject, lines: Sequence[Line]) -> Change:
    """What these lines would add and change."""
    there = {row.key: line_of(row) for row in rows_of(subject)}
    added = [line for line in lines if key_of(subject, line) not in there]
    changed = [line for line in lines if there.get(key_of(subject, line), line) != line]
    return Change(added, changed, len(lines) - len(added) - len(changed))


def enter(
    subject: Subject,
    lines: Sequence[Line],
    person_id: int | None,
    now: dt.datetime,
    *,
    removed: Sequence[EnteredLine] = (),
    filename: str | None = None,
) -> Entry | None:
    """Keep these lines and remove these rows, as one entry; None when nothing changes by it.

    Raises IntegrityError when somebody else enters the same line at the same moment.
    """
    change = change_of(subject, lines)
    fresh = [*change.added, *change.changed]
    if not fresh and not removed:
        return None
    entry = Entry(subject=subject.code, at=now, person_id=person_id, filename=filename)
    db.session.add(entry)
    db.session.flush()
    kept = {key_of(subject, line) for line in lines}
    _add_rows(subject, entry, fresh, removed=False)
    _add_rows(subject, entry, [line_of(r) for r in removed if r.key not in kept], removed=True)
    return entry


def _add_rows(subject: Subject, entry: Entry, lines: Sequence[Line], *, removed: bool) -> None:
    followed = _ends(subject)
    for line in lines:
        key = key_of(subject, line)
        db.session.add(
            EnteredLine(
                entry_id=entry.id,
                subject=subject.code,
                key=key,
                follows=followed.get(key, 0),
                removed=removed,
                year=line.year,
                axes=dict(line.axes),
                measures=dict(line.measures),
                source=line.source,
                dated=line.dated,
            )
        )
    db.session.flush()


def _ends(subject: Subject) -> dict[str, int]:
    """The last row of each key, undone or not."""
    ends = select(EnteredLine.key, func.max(EnteredLine.id)).where(
        EnteredLine.subject == subject.code
    )
    return {key: number for key, number in db.session.execute(ends.group_by(EnteredLine.key))}


@dataclass(frozen=True)
class Kept:
    """An entry in the history of its subject: what it holds, and whether any of it counts."""

    entry: Entry
    author: str
    rows: Sequence[EnteredLine]
    counts: bool


def history(subject: Subject) -> list[Kept]:
    """The entries of a subject, the latest first."""
    counting = {row.id for row in _latest(subject).values()}
    rows = db.session.scalars(
        select(EnteredLine).where(EnteredLine.subject == subject.code).order_by(EnteredLine.id)
    ).all()
    entries = db.session.execute(
        select(Entry, Person.name)
        .outerjoin(Person, Person.id == Entry.person_id)
        .where(Entry.subject == subject.code)
        .order_by(Entry.id.desc())
    )
    kept = []
    for entry, author in entries:
        own = [row for row in rows if row.entry_id == entry.id]
        kept.append(Kept(entry, author or "", own, any(row.id in counting for row in own)))
    return kept


def undo(entry: Entry, now: dt.datetime) -> None:
    """Let what was there before an entry count again."""
    entry.undone_at = entry.undone_at or now


def redo(entry: Entry) -> None:
    """Let an entry count again, but for what was entered after it."""
    entry.undone_at = None


@dataclass(frozen=True)
class State:
    """How many lines a subject has in one year, and the latest year that has any."""

    lines: int
    latest: int


def states(year: int) -> dict[str, State]:
    """How far each subject that has lines is typed."""
    rows = db.session.execute(
        select(EnteredLine.subject, EnteredLine.key, EnteredLine.year, EnteredLine.removed)
        .join(Entry)
        .where(Entry.undone_at.is_(None))
        .order_by(EnteredLine.id)
    )
    latest = {(subject, key): (own, removed) for subject, key, own, removed in rows}
    years: dict[str, list[int]] = {}
    for (subject, _key), (own, removed) in latest.items():
        if not removed:
            years.setdefault(subject, []).append(own)
    return {code: State(own.count(year), max(own)) for code, own in years.items()}
