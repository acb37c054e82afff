"""Questionnaires, campaigns, and the urn that keeps who answered apart from what was answered.

No row of an anonymous campaign joins a person to an answer, an order or an hour: participations
hold a day, ballots and responses are found by random keys only, in tables without hidden row
numbers on SQLite.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base
from app.surveys.core import CampaignMode, CampaignState
from app.text import Text

WITHOUT_ROWID = {"sqlite_with_rowid": False}


def random_key() -> bytes:
    return secrets.token_bytes(16)


class QuestionnaireVersion(Base):
    """A published questionnaire; an edit makes a new version."""

    __tablename__ = "questionnaire_versions"
    __table_args__ = (UniqueConstraint("code", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    title: Mapped[Text]
    source: Mapped[str] = mapped_column(LongText)  # the YAML file as it was sent
    document: Mapped[str] = mapped_column(LongText)  # the same as JSON
    published_on: Mapped[dt.date]


class Campaign(Base):
    """One fielding of a questionnaire."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_versions.id"))
    title: Mapped[Text]
    mode: Mapped[CampaignMode]
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT)
    closes_on: Mapped[dt.date]
    opened_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]
    published_on: Mapped[dt.date | None]
    # Declared before opening: the profile questions by which results are crossed.
    crosses: Mapped[list[str]] = mapped_column(JSON)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    # Frozen at opening: how many invited people share each profile.
    population: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    # Ballots found at closing; None while open, and when too few were there to be opened.
    opened_ballots: Mapped[int | None]

    version: Mapped[QuestionnaireVersion] = relationship()

    def takes_answers(self, today: dt.date) -> bool:
        return self.state is CampaignState.OPEN and today <= self.closes_on

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"state": CampaignState.DRAFT, "population": [], **values})


class Invitation(Base):
    """Somebody who may answer once: a person of the directory, or a named guest."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("campaign_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    guest: Mapped[str | None] = mapped_column(String(160))
    mailed_on: Mapped[dt.date | None]

    campaign: Mapped[Campaign] = relationship()
    person: Mapped[Person | None] = relationship()


class Participation(Base):
    """Who answered, and on which day. Never what."""

    __tablename__ = "participations"
    __table_args__ = (WITHOUT_ROWID,)

    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    day: Mapped[dt.date]


class Ballot(Base):
    """A sealed answer in the urn of an open campaign, under a random key, all of one size."""

    __tablename__ = "ballots"
    __table_args__ = (WITHOUT_ROWID,)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True, default=random_key)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Response(Base):
    """An opened answer after mixing, under a new random key: nobody's in particular."""

    __tablename__ = "responses"
    __table_args__ = (WITHOUT_ROWID,)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True, default=random_key)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)


class NamedResponse(Base):
    """An answer of a campaign that is not anonymous: a bidder's annex."""

    __tablename__ = "named_responses"

    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    received_on: Mapped[dt.date]


class Draft(Base):
    """Answers in progress, under a key that only the respondent holds."""

    __tablename__ = "drafts"
    __table_args__ = (WITHOUT_ROWID,)

    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
