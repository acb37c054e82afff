"""The report of a programme on a year: collected, reviewed, frozen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base, Numbered
from app.roadmaps.models.plans import Programme, Roadmap
from app.roadmaps.models.rounds import Snapshot
from app.text import Text


class Monitoring(Numbered, Base):
    """A version of the November report of a programme. Once it is frozen it is its content, and
    nothing of it changes; a correction is the next version, which says what it changes."""

    __tablename__ = "monitorings"
    __table_args__ = (
        UniqueConstraint("programme_id", "year", "number"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]
    # The day at the end of which the figures are taken.
    as_of: Mapped[dt.date]
    opened_at: Mapped[dt.datetime]
    opening: Mapped[Text] = mapped_column(default=Text())
    changes: Mapped[Text] = mapped_column(default=Text())
    # Raised at each change of its words: who saves older ones is told.
    revision: Mapped[int] = mapped_column(default=0)
    frozen_at: Mapped[dt.datetime | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshots.id"))
    content: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))
    figures: Mapped[list[Any]] = mapped_column(JSON, default=list)
    # Why its files could not be made.
    failure: Mapped[str] = mapped_column(String(300), default="")

    programme: Mapped[Programme] = relationship(lazy="joined")
    author: Mapped[Person | None] = relationship(lazy="joined")
    snapshot: Mapped[Snapshot | None] = relationship()


class MonitoringWords(Base):
    """What the mission writes of one roadmap in a version that is not frozen yet."""

    __tablename__ = "monitoring_words"
    __table_args__ = (UniqueConstraint("monitoring_id", "roadmap_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    monitoring_id: Mapped[int] = mapped_column(ForeignKey("monitorings.id", ondelete="CASCADE"))
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[Text]
    revision: Mapped[int] = mapped_column(default=0)
    checked: Mapped[bool] = mapped_column(default=False)

    roadmap: Mapped[Roadmap] = relationship()


class MonitoringFile(Base):
    """A frozen version to print, in one language."""

    __tablename__ = "monitoring_files"
    __table_args__ = (UniqueConstraint("monitoring_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    monitoring_id: Mapped[int] = mapped_column(ForeignKey("monitorings.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(2))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    made_at: Mapped[dt.datetime]
