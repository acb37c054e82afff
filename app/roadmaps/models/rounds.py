"""Rounds of updates, who is away, and what every row said when a round was closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base, Numbered
from app.jobs.models import Mail
from app.roadmaps.core.periods import Period
from app.roadmaps.core.rounds import RoundKind, Stage, period_asked
from app.roadmaps.models.plans import Programme, Roadmap


class Snapshot(Numbered, Base):
    """What every row of a programme said at the end of a day. Insert-only."""

    __tablename__ = "snapshots"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programmes.id", ondelete="CASCADE"), index=True
    )
    as_of: Mapped[dt.date]
    taken_at: Mapped[dt.datetime]
    content: Mapped[dict[str, Any]] = deferred(mapped_column(JSON, nullable=False))

    programme: Mapped[Programme] = relationship(lazy="joined")


class Round(Numbered, Base):
    """A time at which every roadmap of a programme is asked for an update. One at a time is open."""

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programmes.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[RoundKind]
    opens_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    opener_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    closed_at: Mapped[dt.datetime | None]
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("snapshots.id"))

    programme: Mapped[Programme] = relationship(lazy="joined")
    snapshot: Mapped[Snapshot | None] = relationship()

    @property
    def asks_about(self) -> Period:
        """The month, the quarter or the year that it tells of."""
        return period_asked(self.kind, self.due_on)

    @property
    def open(self) -> bool:
        """Whether updates still count for it."""
        return self.closed_at is None


class Reminder(Base):
    """A message of a round about a roadmap: each is sent once. Its mail is forgotten with the
    others."""

    __tablename__ = "round_reminders"
    __table_args__ = (UniqueConstraint("round_id", "roadmap_id", "stage", "recipient"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    stage: Mapped[Stage]
    on: Mapped[dt.date]
    # The kind and number of who is written to, empty where there was nobody.
    recipient: Mapped[str] = mapped_column(String(20), default="")
    mail_id: Mapped[int | None] = mapped_column(
        ForeignKey("mails.id", ondelete="SET NULL"), index=True
    )

    roadmap: Mapped[Roadmap] = relationship()
    mail: Mapped[Mail | None] = relationship()


class Absence(Base):
    """Days on which somebody is away: their deputies are asked in their place."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]

    person: Mapped[Person] = relationship(lazy="joined")
