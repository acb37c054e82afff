"""Agents' files that were sent, and the agents of each, sealed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, Numbered
from app.indicators.core import FileState


class HrImport(Base):
    """One import of the agents' file of a year; the latest that was not undone counts."""

    __tablename__ = "hr_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    filename: Mapped[str] = mapped_column(String(120))
    imported_at: Mapped[dt.datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    agents: Mapped[int]
    undone_at: Mapped[dt.datetime | None]
    # Its agents are kept no longer than that, and were deleted then; their digests no longer than
    # the second day.
    kept_until: Mapped[dt.date]
    digests_until: Mapped[dt.date]
    deleted_at: Mapped[dt.datetime | None]
    # The number of the file it was made from: confirming twice imports once.
    nonce: Mapped[str | None] = mapped_column(String(32), unique=True)
    # Keyed digests of its rows, sealed, once readers were shown its figures: a correction is
    # compared with all that they may have kept.
    shown_digests: Mapped[bytes | None] = mapped_column(deferred=True)
    # Of its agents: the same file imported again changes nothing.
    digest: Mapped[str | None] = mapped_column(String(64))


class HrSnapshot(Base):
    """The agents of one import, compressed and sealed under the key of their year; both are
    destroyed when the report of the year is published, or after the declared time."""

    __tablename__ = "hr_snapshots"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("hr_imports.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes]


class HrFigures(Base):
    """What one import counts: its tables, safe to publish, and what it is compared by. It stays
    when the agents are gone."""

    __tablename__ = "hr_figures"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("hr_imports.id", ondelete="CASCADE"), primary_key=True
    )
    counted_at: Mapped[dt.datetime]
    thresholds: Mapped[dict[str, int]] = mapped_column(JSON)
    # The state of the catalogue that it was counted by; None: before this was kept.
    edition: Mapped[str | None] = mapped_column(String(16))
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    tables: Mapped[list[Any]] = mapped_column(JSON, deferred=True)
    # The numbers of people shown and withheld: counted again, what was shown stays so.
    guarded: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    # Not shown yet, since readers of what it replaces would learn of so few agents; 0: of how many is
    # not known.
    held_for: Mapped[int | None]
    # Keyed digests of the rows, sealed, until the next report is published.
    digests: Mapped[bytes | None] = mapped_column(deferred=True)


class HrFile(Numbered, Base):
    """A file, or several of one year, that waits to be read and confirmed. It lives an hour and is
    in no backup; what it holds and what was found in it are sealed."""

    __tablename__ = "hr_files"
    __table_args__ = ({"sqlite_autoincrement": True, "info": {"in_backup": False}},)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    filename: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    sent_at: Mapped[dt.datetime]
    state: Mapped[FileState]
    # How many rows are read so far.
    rows: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes] = mapped_column(deferred=True)
    findings: Mapped[bytes | None] = mapped_column(deferred=True)
    # Once it is checked: its agents, sealed, how many, their digest, the import it replaces.
    snapshot: Mapped[bytes | None] = mapped_column(deferred=True)
    agents: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str | None] = mapped_column(String(64))
    replaces: Mapped[int | None]


class HrSource(Base):
    """What is known of the files of one source, recognised by their headings: what these and their
    texts mean. It names nobody."""

    __tablename__ = "hr_sources"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    memory: Mapped[dict[str, Any]] = mapped_column(JSON)
    used_at: Mapped[dt.datetime]


class Entry(Numbered, Base):
    """Figures that somebody typed, or sent as a file, at once: undone and done again whole."""

    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), index=True)
    at: Mapped[dt.datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    filename: Mapped[str | None] = mapped_column(String(120))
    undone_at: Mapped[dt.datetime | None]


class EnteredLine(Base):
    """One line as an entry has it: it counts until a later entry says something else, or removes
    it. `follows` is the line of the same key that was there before, undone or not: two people
    never follow the same one."""

    __tablename__ = "entered_lines"
    __table_args__ = (UniqueConstraint("subject", "key", "follows"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(400))
    follows: Mapped[int]
    removed: Mapped[bool]
    year: Mapped[int]
    axes: Mapped[dict[str, str]] = mapped_column(JSON)
    measures: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(200))
    dated: Mapped[dt.date]
