"""What is said of roadmaps, and what changes in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base, Numbered
from app.roadmaps.models.actions import Action
from app.roadmaps.models.plans import OrganisationLink, Roadmap
from app.text import Text


class Update(Base):
    """A progress update: what was sent of a roadmap at one time, even that nothing is new."""

    __tablename__ = "roadmap_updates"

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    on: Mapped[dt.date]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("organisation_links.id"))
    # The round that was open when it was sent.
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    nothing_new: Mapped[bool] = mapped_column(default=False)
    # Typed by the mission for somebody, who confirms it.
    typed_for_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    confirmed_on: Mapped[dt.date | None]

    roadmap: Mapped[Roadmap] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=author_id, lazy="joined")
    link: Mapped[OrganisationLink | None] = relationship(lazy="joined")
    typed_for: Mapped[Person | None] = relationship(foreign_keys=typed_for_id, lazy="joined")
    notes: Mapped[list[Note]] = relationship(order_by="Note.id", back_populates="update")
    changes: Mapped[list[Change]] = relationship(order_by="Change.id", viewonly=True)


class Note(Base):
    """A sentence on an action, or on the whole roadmap. A correction is a new note. Insert-only."""

    __tablename__ = "roadmap_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(
        ForeignKey("roadmap_updates.id", ondelete="CASCADE"), index=True
    )
    action_id: Mapped[int | None] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), index=True
    )
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("roadmap_notes.id"), unique=True)
    text: Mapped[str] = mapped_column(LongText)
    language: Mapped[str] = mapped_column(String(2))
    # For the roadmap's own people: never printed, never exported.
    internal: Mapped[bool] = mapped_column(default=False)

    update: Mapped[Update] = relationship(back_populates="notes")
    action: Mapped[Action | None] = relationship()


class Change(Base):
    """A field that was changed, from what to what, as forms write them. Insert-only."""

    __tablename__ = "roadmap_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Which row: a kind of part of a plan, and its number.
    part: Mapped[str] = mapped_column(String(20))
    part_id: Mapped[int]
    roadmap_id: Mapped[int | None] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    update_id: Mapped[int | None] = mapped_column(
        ForeignKey("roadmap_updates.id", ondelete="CASCADE"), index=True
    )
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("organisation_links.id"))
    at: Mapped[dt.datetime]
    field: Mapped[str] = mapped_column(String(40))
    old: Mapped[str] = mapped_column(LongText)
    new: Mapped[str] = mapped_column(LongText)

    person: Mapped[Person | None] = relationship(lazy="joined")
    link: Mapped[OrganisationLink | None] = relationship(lazy="joined")


class Draft(Base):
    """What somebody typed in an update that they have not sent yet."""

    __tablename__ = "update_drafts"
    __table_args__ = (
        UniqueConstraint("roadmap_id", "person_id"),
        UniqueConstraint("roadmap_id", "link_id", name="uq_update_drafts_link"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmaps.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    link_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation_links.id", ondelete="CASCADE")
    )
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_on: Mapped[dt.date]


class MissionRequest(Numbered, Base):
    """What the mission asks of a roadmap, answered in the next update."""

    __tablename__ = "mission_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    asker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    asked_on: Mapped[dt.date]
    text: Mapped[str] = mapped_column(String(1000))
    language: Mapped[str] = mapped_column(String(2))
    update_id: Mapped[int | None] = mapped_column(ForeignKey("roadmap_updates.id"))
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answer_language: Mapped[str] = mapped_column(String(2), default="fr")
    # The mission no longer asks.
    withdrawn_on: Mapped[dt.date | None]

    roadmap: Mapped[Roadmap] = relationship()
    asker: Mapped[Person | None] = relationship()


class RemovedPart(Base):
    """A part that was taken out of a plan, whole, so that it can be put back."""

    __tablename__ = "removed_parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(String(20))
    part_id: Mapped[int]
    title: Mapped[Text]
    roadmap_id: Mapped[int | None] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[dt.datetime]
    # Its row, then those that belonged to it, each with its table.
    content: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    roadmap: Mapped[Roadmap | None] = relationship()
    person: Mapped[Person | None] = relationship(lazy="joined")
