"""Objectives, and the actions that serve them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, Person
from app.extensions import Base, Numbered
from app.roadmaps.core.actions import ActionStatus, Applicability, Place, State
from app.roadmaps.core.periods import Period, Precision
from app.roadmaps.models.governing import Body
from app.roadmaps.models.plans import Axis, Ending, Roadmap
from app.text import Text


class Due:
    """What has a date in a plan: the last day of the period in which it is due."""

    due_on: Mapped[dt.date | None]
    due_precision: Mapped[Precision | None]

    @property
    def due(self) -> Period | None:
        """By when it is to be done; of an action that is `not_before`, from when it can begin."""
        if self.due_on is None or self.due_precision is None:
            return None
        return Period(self.due_on, self.due_precision)

    @due.setter
    def due(self, period: Period | None) -> None:
        self.due_on = period.last if period else None
        self.due_precision = period.precision if period else None


class Objective(Numbered, Ending, Base):
    __tablename__ = "objectives"

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    axis_id: Mapped[int | None] = mapped_column(ForeignKey("axes.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[Text]

    roadmap: Mapped[Roadmap] = relationship()
    axis: Mapped[Axis | None] = relationship(lazy="joined")


class Action(Numbered, Due, Base):
    """What is done for one objective or several. Its end without success is a status."""

    __tablename__ = "actions"

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[Text]
    # Why it serves the strategy, how it is financed, with what means.
    purpose: Mapped[Text] = mapped_column(default=Text())
    finance: Mapped[Text] = mapped_column(default=Text())
    means: Mapped[Text] = mapped_column(default=Text())
    at_no_cost: Mapped[bool] = mapped_column(default=False)
    planned_euros: Mapped[int | None]
    spent_euros: Mapped[int | None]
    pilot_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    pilot_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    place: Mapped[Place | None]
    status: Mapped[ActionStatus] = mapped_column(default=ActionStatus.PLANNED)
    paused_from: Mapped[ActionStatus | None]
    applicability: Mapped[Applicability] = mapped_column(default=Applicability.UNRATED)
    blocked_on: Mapped[dt.date | None]
    blocked_by: Mapped[str] = mapped_column(String(300), default="")
    unblocked_by: Mapped[str] = mapped_column(String(300), default="")
    # The body whose decision it awaits, where one is named.
    body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"), index=True)
    # The publics that it is for, by the codes of `Public`.
    publics: Mapped[list[str]] = mapped_column(JSON, default=list)
    # The first day of the period in which it starts.
    starts_on: Mapped[dt.date | None]
    starts_precision: Mapped[Precision | None]
    not_before: Mapped[bool] = mapped_column(default=False)
    # What it was made from, so that it is made once: an answer, a recommendation.
    origin: Mapped[str | None] = mapped_column(String(120), unique=True)

    roadmap: Mapped[Roadmap] = relationship()
    pilot: Mapped[Person | None] = relationship(lazy="joined")
    pilot_organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    placements: Mapped[list[Placement]] = relationship(
        order_by="Placement.id",
        back_populates="action",
        lazy="selectin",
        cascade="all, delete-orphan",
    )
    steps: Mapped[list[Step]] = relationship(
        order_by="Step.position, Step.id",
        back_populates="action",
        lazy="selectin",
        cascade="all, delete-orphan",
    )
    body: Mapped[Body | None] = relationship()
    partners: Mapped[list[Organisation]] = relationship(
        secondary="action_partners", order_by="Organisation.name", lazy="selectin"
    )

    @property
    def code(self) -> str:
        """The code that it has under its first objective."""
        return self.placements[0].code if self.placements else ""

    @property
    def starts(self) -> Period | None:
        """When it starts."""
        if self.starts_on is None or self.starts_precision is None:
            return None
        return Period.holding(self.starts_on, self.starts_precision)

    @starts.setter
    def starts(self, period: Period | None) -> None:
        self.starts_on = period.first if period else None
        self.starts_precision = period.precision if period else None

    @property
    def state(self) -> State:
        """What its progress and its timeliness are computed from."""
        return State(
            status=self.status,
            applicability=self.applicability,
            starts=self.starts,
            due=self.due,
            not_before=self.not_before,
            steps=len(self.steps),
            steps_done=sum(step.done_on is not None for step in self.steps),
            paused_from=self.paused_from,
        )


class Placement(Base):
    """An action under one of its objectives, with the code that it has there."""

    __tablename__ = "placements"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    objective_id: Mapped[int] = mapped_column(
        ForeignKey("objectives.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20), default="")

    action: Mapped[Action] = relationship(back_populates="placements")
    objective: Mapped[Objective] = relationship(lazy="joined")


class Partner(Base):
    """An organisation that takes part in an action without leading it."""

    __tablename__ = "action_partners"

    action_id: Mapped[int] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True, index=True
    )


class Step(Numbered, Due, Base):
    """A part of an action; a starred one is a milestone, whose delay reddens the roadmap."""

    __tablename__ = "steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[Text]
    starred: Mapped[bool] = mapped_column(default=False)
    done_on: Mapped[dt.date | None]

    action: Mapped[Action] = relationship(back_populates="steps")

    def late(self, today: dt.date) -> bool:
        """Whether it should be done and is not."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


class Cause(Base):
    """The published figure of a survey because of which an action was opened, as it was then: the
    next wave is set against it. Insert-only."""

    __tablename__ = "action_causes"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    # The figure among those that can be followed, by its code.
    figure: Mapped[str] = mapped_column(String(120), index=True)
    label: Mapped[Text]
    source: Mapped[Text]
    on: Mapped[dt.date]
    value: Mapped[float]

    action: Mapped[Action] = relationship()
