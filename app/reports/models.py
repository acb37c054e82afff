"""The texts of chapters and the frozen versions of the report."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.extensions import Base
from app.reports.core import Chapter
from app.text import Text


class ChapterText(Base):
    """What HR writes beside the figures of a chapter: insert-only, the highest version counts."""

    __tablename__ = "chapter_texts"
    __table_args__ = (UniqueConstraint("year", "chapter", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    chapter: Mapped[Chapter]
    version: Mapped[int]
    text: Mapped[Text]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    written_at: Mapped[dt.datetime]


class ReportVersion(Base):
    """A report as it was on the day it was frozen: its two documents, and their PDFs."""

    __tablename__ = "report_versions"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    frozen_at: Mapped[dt.datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    published_at: Mapped[dt.datetime | None]
    html_fr: Mapped[str] = deferred(mapped_column(LongText))
    html_en: Mapped[str] = deferred(mapped_column(LongText))
    pdf_fr: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    pdf_en: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    printed_fr: Mapped[bool] = mapped_column(default=False)
    printed_en: Mapped[bool] = mapped_column(default=False)
