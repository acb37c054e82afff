"""Imported files and their pseudonymised agents."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
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


class AgentYear(Base):
    """One agent in one import: the fields of `core.Agent`, and columns kept for later."""

    __tablename__ = "agent_years"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("hr_imports.id", ondelete="CASCADE"), primary_key=True
    )
    uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    sex: Mapped[str] = mapped_column(String(1))
    birth_year: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(String(6))
    stream: Mapped[str] = mapped_column(String(3))
    time_share: Mapped[float]
    months: Mapped[float]
    pay: Mapped[float]
    framework: Mapped[str | None] = mapped_column(String(200))
    occupation: Mapped[str | None] = mapped_column(String(200))
    directorate: Mapped[str | None] = mapped_column(String(200))
    full_post: Mapped[bool | None]
    working_time: Mapped[str | None] = mapped_column(String(16))
    bonus: Mapped[float | None]
    joined_on: Mapped[dt.date | None]
    eligible: Mapped[bool | None]
    promoted: Mapped[bool | None]
    training_days: Mapped[float | None]
    training_hours: Mapped[float | None]
    recruited_on: Mapped[dt.date | None]
    left_on: Mapped[dt.date | None]
    kept: Mapped[dict[str, Any]] = mapped_column(JSON)
