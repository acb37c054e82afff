"""Rows of roadmaps."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base
from app.roadmaps.core import ActionStatus, PolicyGroup
from app.text import Text


class Programme(Base):
    """A plan of several years, such as 2024-2026."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[Text]
    source: Mapped[Text]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]


class Policy(Base):
    __tablename__ = "policies"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Text]


class Roadmap(Base):
    """One policy in one programme, kept up to date by one ambassador."""

    __tablename__ = "roadmaps"
    __table_args__ = (UniqueConstraint("programme_id", "policy_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id"))
    group: Mapped[PolicyGroup]
    ambassador_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )

    programme: Mapped[Programme] = relationship()
    policy: Mapped[Policy] = relationship(lazy="joined")
    ambassador: Mapped[Person | None] = relationship(lazy="joined")
    objectives: Mapped[list[Objective]] = relationship(
        order_by="Objective.position", back_populates="roadmap", lazy="selectin"
    )

    @property
    def actions(self) -> list[Action]:
        return [action for objective in self.objectives for action in objective.actions]


class Objective(Base):
    __tablename__ = "objectives"

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    title: Mapped[Text]

    roadmap: Mapped[Roadmap] = relationship(back_populates="objectives")
    actions: Mapped[list[Action]] = relationship(
        order_by="Action.position", back_populates="objective", lazy="selectin"
    )


class Action(Base):
    __tablename__ = "actions"

    id: Mapped[int] = mapped_column(primary_key=True)
    objective_id: Mapped[int] = mapped_column(
        ForeignKey("objectives.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    title: Mapped[Text]
    status: Mapped[ActionStatus]
    due_on: Mapped[dt.date]

    objective: Mapped[Objective] = relationship(back_populates="actions")
    updates: Mapped[list[ProgressUpdate]] = relationship(
        order_by="ProgressUpdate.on.desc(), ProgressUpdate.id.desc()", lazy="selectin"
    )


class ProgressUpdate(Base):
    """What was said about an action, and changed, on a day: insert-only."""

    __tablename__ = "progress_updates"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    on: Mapped[dt.date]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    status: Mapped[ActionStatus]
    due_on: Mapped[dt.date]
    note: Mapped[str] = mapped_column(LongText, default="")
    language: Mapped[str] = mapped_column(String(2))

    author: Mapped[Person | None] = relationship()
