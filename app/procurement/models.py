"""Tenders and annexes."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.extensions import Base
from app.surveys.campaigns.models import Campaign, Invitation, NamedResponse
from app.text import Text


class Tender(Base):
    """A call for tenders; with the equality clause, it asks bidders for the annex."""

    __tablename__ = "tenders"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[Text]
    launched_on: Mapped[dt.date]
    deadline: Mapped[dt.date]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))

    campaign: Mapped[Campaign | None] = relationship(lazy="selectin")
    annexes: Mapped[list[Annex]] = relationship(
        order_by="Annex.id", back_populates="tender", lazy="selectin"
    )

    @property
    def has_clause(self) -> bool:
        return self.campaign_id is not None


class Annex(Base):
    """The equality annex asked of one bidder, returned through a personal link."""

    __tablename__ = "annexes"

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tenders.id"), index=True)
    bidder: Mapped[str] = mapped_column(String(160))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), unique=True)

    tender: Mapped[Tender] = relationship(back_populates="annexes")
    invitation: Mapped[Invitation] = relationship(lazy="selectin")
    response: Mapped[NamedResponse | None] = relationship(
        primaryjoin=NamedResponse.invitation_id == foreign(invitation_id),
        viewonly=True,
        lazy="selectin",
    )
