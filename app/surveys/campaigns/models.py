"""Campaigns, and the urn that keeps who answered apart from what was answered.

No row of an anonymous campaign joins a person to an answer, an order or an hour: participations
hold a day; ballots and responses are found by random keys only, in tables without hidden row
numbers on SQLite.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint, false
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base
from app.jobs.models import Mail
from app.links import new_nonce
from app.surveys.campaigns.core import (
    RETENTION_USUAL,
    VISITORS_USUAL,
    Audience,
    CampaignMode,
    CampaignState,
    Circle,
    TextState,
    link_token,
    minors,
    slip_code,
)
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.text import Text

WITHOUT_ROWID = {"sqlite_with_rowid": False}


def random_key() -> bytes:
    return secrets.token_bytes(16)


class Campaign(Base):
    """One fielding of a questionnaire."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_versions.id"))
    title: Mapped[Text]
    mode: Mapped[CampaignMode]
    audience: Mapped[Audience]
    # Those of the directory who are invited; empty for others, and where that was not kept.
    circle: Mapped[Circle | None]
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT)
    removed_on: Mapped[dt.date | None]
    opens_on: Mapped[dt.date | None]
    closes_on: Mapped[dt.date]
    # Days for which what joins people to the campaign is kept after it closes; then it is erased.
    retention_days: Mapped[int]
    erased_on: Mapped[dt.date | None]
    # Confidential campaigns: the one person who may read whose an answer is.
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    wave_of_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    # What readers of the results must know about who answered: a biased sample, a special day.
    caution: Mapped[Text | None]
    # Public links: how many people may begin in one day.
    visitors_a_day: Mapped[int] = mapped_column(default=VISITORS_USUAL)
    for_minors: Mapped[bool] = mapped_column(default=False)
    # What people under 18 read before they answer; empty for the usual words.
    minors_text: Mapped[Text | None]
    # Whether results will be on a page that anybody can read: fixed at the opening, and kept.
    public_results: Mapped[bool] = mapped_column(default=False)
    pilot: Mapped[bool] = mapped_column(default=False)
    # Words that replace the usual ones, by kind of message.
    letters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    opened_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]
    published_on: Mapped[dt.date | None]
    # Declared before opening: the profile questions by which results are crossed.
    crosses: Mapped[list[str]] = mapped_column(JSON)
    # Answers put together to compare by, before opening: by question, (code, label, values).
    areas: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    # The day on which somebody opened the recovery copy of its key with their passphrase.
    copy_checked_on: Mapped[dt.date | None]
    # People taken off the list while it is in preparation, so that they can be put back.
    people_removed: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # Frozen at opening: how many invited people share each profile.
    population: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    # Who was invited and who answered, counted by attribute when the list itself is erased.
    counted: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Ballots found at closing; None while open, and when too few were there to be opened.
    opened_ballots: Mapped[int | None]

    version: Mapped[QuestionnaireVersion] = relationship()
    keeper: Mapped[Person | None] = relationship()
    wave_of: Mapped[Campaign | None] = relationship(remote_side="Campaign.id")

    def __init__(self, **values: Any) -> None:
        usual = {
            "state": CampaignState.DRAFT,
            "audience": Audience.DIRECTORY,
            "population": [],
            "counted": {},
            "areas": {},
            "letters": {},
            "people_removed": [],
            "retention_days": RETENTION_USUAL,
            "visitors_a_day": VISITORS_USUAL,
            "for_minors": False,
            "public_results": values.get("audience") is Audience.PUBLIC,
            "pilot": False,
        }
        super().__init__(**{**usual, **values})

    @property
    def minors_words(self) -> Text:
        """What people under 18 read before they answer."""
        return self.minors_text or minors.USUAL

    @property
    def was_read(self) -> bool:
        """Whether its answers were opened: those of too few people never are."""
        return self.mode is not CampaignMode.ANONYMOUS or self.opened_ballots is not None

    @property
    def promised(self) -> bool:
        """Whether people were told that they would read the results without an account."""
        return self.public_results and self.opened_on is not None

    def takes_answers(self, today: dt.date) -> bool:
        begun = self.opens_on is None or self.opens_on <= today
        return self.state is CampaignState.OPEN and begun and today <= self.closes_on


class Invitation(Base):
    """Somebody who may answer once: a person of the directory or of a list, a named guest, or a
    browser that came by a public link (then without any name).

    `attributes` are those of the person when the campaign was opened.
    """

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
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    attributes: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    # What the personal link is derived from, with our key: numbers may be given out again.
    nonce: Mapped[str] = mapped_column(String(16), default=new_nonce)
    # The day on which a browser came by the public link.
    begun_on: Mapped[dt.date | None]
    mailed_on: Mapped[dt.date | None]
    reminded_on: Mapped[dt.date | None]
    # The latest message: the outbox knows whether it came back.
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))
    opted_out: Mapped[bool] = mapped_column(default=False)
    # Added once the campaign was open: in no group by which people were counted at the opening.
    late: Mapped[bool] = mapped_column(default=False, server_default=false())

    campaign: Mapped[Campaign] = relationship()
    person: Mapped[Person | None] = relationship()
    mail: Mapped[Mail | None] = relationship()

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.guest or self.email or ""

    @property
    def address(self) -> str:
        return self.person.email if self.person else self.email or ""

    def token(self, secret_key: str) -> str:
        """What the personal link carries."""
        return link_token(secret_key, self.id, self.nonce)

    def slip(self, secret_key: str) -> str:
        """The code of the paper slip."""
        return slip_code(secret_key, self.id, self.nonce)

    @property
    def spoken(self) -> str:
        """The language to write to them in."""
        return self.person.language if self.person else self.language


class Reminder(Base):
    """A day on which those who have not answered are reminded."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("campaign_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    on: Mapped[dt.date]
    sent_on: Mapped[dt.date | None]
    messages: Mapped[int | None]


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
    """The answers of one person, in a campaign closed when they were still kept joined: counted
    once more, then erased. Nothing writes here."""

    __tablename__ = "responses"
    __table_args__ = (WITHOUT_ROWID,)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True, default=random_key)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)


class FreeText(Base):
    """A text from an anonymous answer, kept apart from it: no profile, an order of its own."""

    __tablename__ = "free_texts"
    __table_args__ = (WITHOUT_ROWID,)

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True, default=random_key)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(String(90))
    text: Mapped[str] = mapped_column(LongText)
    state: Mapped[TextState] = mapped_column(default=TextState.WAITING)
    # What readers see once it is released: the text, or what the mission made of it.
    released: Mapped[str | None] = mapped_column(LongText)


class NamedResponse(Base):
    """An answer of a campaign that is not anonymous: such as a directorate's."""

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
    # How far the respondent got; kept in nominative campaigns and pilots only.
    page: Mapped[int | None]
