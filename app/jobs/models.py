"""Rows of background work, of outgoing mail and of the clock of workers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class Job(Base):
    """Work to do once. Claimed with a lease, which runs out when its worker dies."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_run_after", "state", "run_after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    # One job for one slot: a second request for the same work finds this one.
    slot: Mapped[str | None] = mapped_column(String(160), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[dt.datetime]
    lease_until: Mapped[dt.datetime | None]
    token: Mapped[str | None] = mapped_column(String(32))
    failure: Mapped[str | None] = mapped_column(String(400))


class Mail(Base):
    """A message to send. Its body, which may hold a personal link, is erased once sent."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(LongText)
    # What it is about (`campaign:code`), so that it goes when its subject is erased.
    about: Mapped[str | None] = mapped_column(String(80), index=True)
    # Which of the messages about it this is, in a word of whoever sends it; and since when it waits.
    kind: Mapped[str] = mapped_column(String(20), default="", server_default="")
    queued_on: Mapped[dt.date | None]
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    sent_on: Mapped[dt.date | None]
    # The day on which the recipient's server refused it, at once or in a later message.
    bounced_on: Mapped[dt.date | None]


class Clock(Base):
    """The heartbeat of workers, in one row. Of the servers rather than of their data: it is not in
    a backup."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[dt.datetime]
    steady_since: Mapped[dt.datetime]
    jumped_at: Mapped[dt.datetime | None]
    # The start of the machine that beat last, and the seconds since: a worker that begins on it
    # compares its clock with that, as one that goes on does.
    boot: Mapped[str] = mapped_column(String(40), default="", server_default="")
    elapsed: Mapped[float] = mapped_column(default=0.0, server_default="0")
