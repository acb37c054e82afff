"""Reviews of a programme by others: who took part, and what they recommend."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base, Numbered
from app.roadmaps.core.actions import Applicability
from app.roadmaps.core.reviews import ReviewKind
from app.roadmaps.models.governing import Body
from app.roadmaps.models.plans import Ending, Programme
from app.text import Text


class Review(Numbered, Ending, Base):
    """A peer review or an audit of a programme, with the calendar of what it recommends."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(
        ForeignKey("programmes.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[ReviewKind]
    title: Mapped[Text]
    source: Mapped[Text] = mapped_column(default=Text())
    on: Mapped[dt.date]
    # The first day of the first month of its calendar.
    calendar_from: Mapped[dt.date]

    programme: Mapped[Programme] = relationship(lazy="joined")
    participants: Mapped[list[Participant]] = relationship(
        order_by="Participant.position, Participant.id", viewonly=True
    )
    recommendations: Mapped[list[Recommendation]] = relationship(
        order_by="Recommendation.position, Recommendation.id", viewonly=True
    )


class Participant(Numbered, Base):
    """Who took part in a review, titled by function or organisation, and what they advised."""

    __tablename__ = "participants"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[Text]
    advice: Mapped[Text] = mapped_column(default=Text())

    review: Mapped[Review] = relationship(back_populates="participants")

    @property
    def programme(self) -> Programme:
        return self.review.programme


class Recommendation(Numbered, Ending, Base):
    """What a review recommends. The action that is made of it names it as its origin."""

    __tablename__ = "recommendations"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    code: Mapped[str] = mapped_column(String(20), default="")
    theme: Mapped[Text] = mapped_column(default=Text())
    title: Mapped[Text]
    applicability: Mapped[Applicability] = mapped_column(default=Applicability.UNRATED)
    # The body whose decision it awaits, where it depends on one.
    body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"), index=True)
    # The numbers of its months in the calendar of the review, from 1 to 12.
    months: Mapped[list[int]] = mapped_column(JSON, default=list)
    comment: Mapped[Text] = mapped_column(default=Text())

    review: Mapped[Review] = relationship(lazy="joined", back_populates="recommendations")
    body: Mapped[Body | None] = relationship(lazy="joined")
    advisers: Mapped[list[Participant]] = relationship(
        secondary="recommendation_advisers", order_by="Participant.position", lazy="selectin"
    )

    @property
    def origin(self) -> str:
        """What the action that is made of it says that it comes from."""
        return f"recommendation:{self.id}"

    @property
    def programme(self) -> Programme:
        return self.review.programme


class Adviser(Base):
    """A participant who advised a recommendation."""

    __tablename__ = "recommendation_advisers"

    recommendation_id: Mapped[int] = mapped_column(
        ForeignKey("recommendations.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True, index=True
    )
