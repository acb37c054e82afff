"""The report of a year: what is chosen and written for it, and its versions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base
from app.reports.core.approval import Step
from app.reports.core.chapters import Chapter
from app.reports.core.layouts import Layout
from app.text import Text


class Report(Base):
    """What was chosen for one layout of the report of a year."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("year", "layout"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    layout: Mapped[Layout]
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Raised at each change of the choices: who saves an older one is told.
    revision: Mapped[int] = mapped_column(default=0)


class ChapterText(Base):
    """What is written beside the figures of a chapter of a year, whatever the layout: insert-only,
    the highest version counts."""

    __tablename__ = "chapter_texts"
    __table_args__ = (UniqueConstraint("year", "chapter", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    chapter: Mapped[Chapter]
    version: Mapped[int]
    text: Mapped[Text]
    # The figures of the chapter when it was written, as they were printed: by reference, in each
    # language.
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # The sentences that were proposed and are not wanted.
    left_out: Mapped[list[str]] = mapped_column(JSON, default=list)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    written_at: Mapped[dt.datetime]

    author: Mapped[Person | None] = relationship(lazy="joined")


class ChapterCheck(Base):
    """That somebody found a chapter right, or opened it again. Insert-only: the last row counts."""

    __tablename__ = "chapter_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    chapter: Mapped[Chapter]
    valid: Mapped[bool]
    # The text that was read, and what its figures were.
    text_version: Mapped[int]
    figures_digest: Mapped[str] = mapped_column(String(32))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[dt.datetime]

    author: Mapped[Person | None] = relationship(lazy="joined")


class ReportVersion(Base):
    """A report as it was on the day it was frozen: its content in each language, and what became of
    it."""

    __tablename__ = "report_versions"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    number: Mapped[int]
    # What it changes of the version before it, in words.
    changes: Mapped[Text] = mapped_column(default=Text())
    frozen_at: Mapped[dt.datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    step: Mapped[Step] = mapped_column(default=Step.DRAFT)
    # The imports of agents that its figures come from.
    imports: Mapped[list[int]] = mapped_column(JSON, default=list)
    content_fr: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))
    content_en: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))
    # The opinion of the social committee, whole.
    opinion: Mapped[str] = mapped_column(LongText, default="")
    # What is being made, and how many things of how many are; why it could not be made, or who
    # stopped it.
    doing: Mapped[str] = mapped_column(String(60), default="")
    progress: Mapped[int] = mapped_column(default=0)
    progress_max: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(String(300), default="")
    stopped_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(String(500), default="")

    report: Mapped[Report] = relationship(lazy="joined")
    author: Mapped[Person | None] = relationship(lazy="joined")
    steps: Mapped[list[ReportStep]] = relationship(order_by="ReportStep.id")
    comments: Mapped[list[ReportComment]] = relationship(order_by="ReportComment.id")


class ReportStep(Base):
    """A step that a version took: when, by whom. Insert-only."""

    __tablename__ = "report_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("report_versions.id"), index=True)
    step: Mapped[Step]
    # The day on which it happened, which may be before it was said here.
    on: Mapped[dt.date]
    at: Mapped[dt.datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    author: Mapped[Person | None] = relationship(lazy="joined")


class ReportComment(Base):
    """What somebody says of a version. Insert-only."""

    __tablename__ = "report_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("report_versions.id"), index=True)
    chapter: Mapped[Chapter | None]
    text: Mapped[str] = mapped_column(LongText)
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[dt.datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    author: Mapped[Person | None] = relationship(lazy="joined")


class ReportFile(Base):
    """One file of a version in one language, as it was made at one step of it."""

    __tablename__ = "report_files"
    __table_args__ = (UniqueConstraint("version_id", "language", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("report_versions.id"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(20))
    step: Mapped[Step]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    made_at: Mapped[dt.datetime]
