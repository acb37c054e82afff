"""Imports of agents' files, and the agents of each, sealed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


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
    # Of the checked file it was made from: confirming twice imports once.
    nonce: Mapped[str | None] = mapped_column(String(32), unique=True)
    # Of its agents: the same file imported again changes nothing.
    digest: Mapped[str | None] = mapped_column(String(64))


class HrSnapshot(Base):
    """The agents of one import, compressed and sealed under the key of their year."""

    __tablename__ = "hr_snapshots"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("hr_imports.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes]
