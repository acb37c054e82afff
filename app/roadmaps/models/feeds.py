"""Calendar feeds: secret addresses that a calendar reads by itself, until they are revoked."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import links
from app.accounts.models import Person
from app.extensions import Base, Numbered
from app.roadmaps.models.plans import Programme


class CalendarFeed(Numbered, Base):
    """The dates of somebody's own roadmaps, or those of a whole programme where one is named."""

    __tablename__ = "calendar_feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    programme_id: Mapped[int | None] = mapped_column(
        ForeignKey("programmes.id", ondelete="CASCADE"), index=True
    )
    language: Mapped[str] = mapped_column(String(2))
    # What the address is derived from, with our key.
    nonce: Mapped[str] = mapped_column(String(16), default=links.new_nonce)
    made_on: Mapped[dt.date]
    revoked_on: Mapped[dt.date | None]

    person: Mapped[Person] = relationship(lazy="joined")
    programme: Mapped[Programme | None] = relationship(lazy="joined")

    def token(self, secret_key: str) -> str:
        """What its address carries."""
        return links.token(secret_key, "calendar", self.id, self.nonce)
