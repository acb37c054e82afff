"""The bodies that steer a programme, their meetings, and what they decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base, Numbered
from app.roadmaps.core.governing import BodyKind, Meets, Outcome, Subject
from app.roadmaps.models.plans import Ending, Programme
from app.text import Text


class Body(Numbered, Ending, Base):
    """A committee or a group of a programme."""

    __tablename__ = "bodies"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programmes.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[BodyKind]
    title: Mapped[Text]
    meets: Mapped[Meets]

    programme: Mapped[Programme] = relationship(lazy="joined")


class Meeting(Numbered, Base):
    """A meeting of a body: its agenda is what awaits a decision, its minutes what was decided."""

    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"), index=True)
    on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(String(200), default="")
    # Who was there, by function, and what else was said.
    present: Mapped[str] = mapped_column(LongText, default="")
    notes: Mapped[str] = mapped_column(LongText, default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    cancelled_on: Mapped[dt.date | None]

    body: Mapped[Body] = relationship(lazy="joined")

    @property
    def programme(self) -> Programme:
        return self.body.programme

    @property
    def title(self) -> Text:
        """The body that meets: with its day, it says which meeting it is."""
        return self.body.title


class Decision(Numbered, Base):
    """What a meeting decided of something. Its effects are changes that name it. Insert-only; one
    that was recorded by mistake is taken back."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[Subject]
    recommendation_id: Mapped[int | None] = mapped_column(
        ForeignKey("recommendations.id", ondelete="SET NULL"), index=True
    )
    action_id: Mapped[int | None] = mapped_column(
        ForeignKey("actions.id", ondelete="SET NULL"), index=True
    )
    indicator_id: Mapped[int | None] = mapped_column(
        ForeignKey("roadmap_indicators.id", ondelete="SET NULL"), index=True
    )
    # What it was called then: minutes stay whole when it is gone.
    title: Mapped[Text]
    outcome: Mapped[Outcome]
    text: Mapped[str] = mapped_column(LongText, default="")
    language: Mapped[str] = mapped_column(String(2))
    # The new date, as forms write it.
    due: Mapped[str] = mapped_column(String(10), default="")
    # What it changed, as it was before and as it was made, so that it can be taken back.
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    meeting: Mapped[Meeting] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=author_id, lazy="joined")
    withdrawer: Mapped[Person | None] = relationship(foreign_keys=withdrawer_id, lazy="joined")

    @property
    def number(self) -> int | None:
        """The row that it decides of, while that is there."""
        return self.recommendation_id or self.action_id or self.indicator_id
