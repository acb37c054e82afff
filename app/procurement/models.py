"""Tenders, the firms that answer them, what these fill in, what is decided and committed to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, TypeDecorator
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Directorate, Person
from app.extensions import Base, Numbered
from app.links import new_nonce, token
from app.procurement.core.firms import Identifier
from app.procurement.core.keeping import Keeping, Outcome
from app.procurement.core.levels import Level, Procedure, Purchase
from app.procurement.core.steps import Step, step_of
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.text import Text


class LevelType(TypeDecorator[Level]):
    """A level, stored as its number."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Level | None, dialect: Any) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Any) -> Level | None:
        return None if value is None else Level(value)


class Tender(Numbered, Base):
    """A call for tenders, at its level of equality."""

    __tablename__ = "tenders"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[Text]
    procedure: Mapped[Procedure]
    purchase: Mapped[Purchase]
    lots: Mapped[int] = mapped_column(default=1)
    amount: Mapped[int | None]  # estimated, euros without tax
    level: Mapped[Level] = mapped_column(LevelType)
    skill_asked: Mapped[bool] = mapped_column(default=False)
    skill_obtained: Mapped[bool | None]
    awarded_amount: Mapped[int | None]  # euros without tax
    launched_on: Mapped[dt.date]
    deadline_at: Mapped[dt.datetime]
    directorate_id: Mapped[int | None] = mapped_column(
        ForeignKey("directorates.id", ondelete="SET NULL")
    )
    buyer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("questionnaire_versions.id"))
    # What its public link carries, with our key.
    nonce: Mapped[str] = mapped_column(String(16), default=new_nonce)
    # Years for which annexes are kept, as bidders were told.
    keeps_unsuccessful: Mapped[int]
    keeps_winner: Mapped[int]
    keeps_undecided: Mapped[int]
    opened_at: Mapped[dt.datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    contract_ends_on: Mapped[dt.date | None]
    # Raised by each change: a form of an older one is told.
    row_version: Mapped[int] = mapped_column(default=1)

    directorate: Mapped[Directorate | None] = relationship()
    buyer: Mapped[Person | None] = relationship(foreign_keys=[buyer_id])
    opened_by: Mapped[Person | None] = relationship(foreign_keys=[opened_by_id])
    version: Mapped[QuestionnaireVersion | None] = relationship()
    bidders: Mapped[list[Bidder]] = relationship(
        order_by="Bidder.id", back_populates="tender", cascade="all, delete-orphan"
    )

    @property
    def has_annex(self) -> bool:
        return self.level >= Level.ANNEX

    @property
    def keeping(self) -> Keeping:
        return Keeping(self.keeps_unsuccessful, self.keeps_winner, self.keeps_undecided)

    def step(self, decided: bool, now: dt.datetime) -> Step:
        """Where it stands."""
        return step_of(
            self.launched_on,
            self.deadline_at,
            self.opened_at,
            self.has_annex,
            decided,
            self.contract_ends_on,
            now,
        )

    def public_token(self, secret_key: str) -> str:
        """What its public link carries."""
        return token(secret_key, "tender", self.id, self.nonce)


class Bidder(Numbered, Base):
    """A firm in one tender. Once erased, what is left says no more than the notice of the award: that
    there was a bid, an annex, a winner; what it declared is counted apart (`Declared`)."""

    __tablename__ = "bidders"
    __table_args__ = (
        Index("ix_bidders_tender_id_identifier", "tender_id", "identifier"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tender_id: Mapped[int] = mapped_column(ForeignKey("tenders.id", ondelete="CASCADE"))
    # SIREN or VAT number, without spaces; empty once erased.
    identifier: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(160))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    nonce: Mapped[str] = mapped_column(String(16), default=new_nonce)
    # When it came in by itself; none for a firm that the list of the opening alone names.
    begun_at: Mapped[dt.datetime | None]
    # Whether it sent its annex; was asked to complete it; whether a commitment of it was checked.
    sent: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[bool] = mapped_column(default=False)
    controlled: Mapped[bool] = mapped_column(default=False)
    # Whether the list of the opening of bids names it.
    bid: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.WAITING)
    decided_on: Mapped[dt.date | None]
    # Its corrective measures were accepted.
    cleared: Mapped[bool] = mapped_column(default=False)
    revoked_at: Mapped[dt.datetime | None]
    # What is counted of its annex, from the opening on, and of its reviews, by year.
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reviews: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    erased_on: Mapped[dt.date | None]

    tender: Mapped[Tender] = relationship(back_populates="bidders")
    sheets: Mapped[list[Sheet]] = relationship(
        order_by="Sheet.id", back_populates="bidder", cascade="all, delete-orphan"
    )
    acts: Mapped[list[Act]] = relationship(
        order_by="Act.id", back_populates="bidder", cascade="all, delete-orphan"
    )
    commitments: Mapped[list[Commitment]] = relationship(
        order_by="Commitment.due_on", back_populates="bidder", cascade="all, delete-orphan"
    )
    proofs: Mapped[list[AskedProof]] = relationship(
        order_by="AskedProof.id", back_populates="bidder", cascade="all, delete-orphan"
    )

    @property
    def number(self) -> str:
        """Its SIREN or VAT number, as people read it."""
        return str(Identifier(self.identifier))

    def token(self, secret_key: str) -> str:
        """What its own link carries."""
        return token(secret_key, "bidder", self.id, self.nonce)


class Sheet(Numbered, Base):
    """A questionnaire that a firm fills in: the annex (`year` 0), or the review of one year of the
    contract. Answers are sealed with the key of this instance."""

    __tablename__ = "bidder_sheets"

    id: Mapped[int] = mapped_column(primary_key=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidders.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_versions.id"))
    year: Mapped[int] = mapped_column(default=0)
    draft: Mapped[bytes | None] = mapped_column(deferred=True)
    sent: Mapped[bytes | None] = mapped_column(deferred=True)
    sent_at: Mapped[dt.datetime | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    # Until when it can be filled in, beyond the deadline of the tender; what was asked then.
    open_until: Mapped[dt.datetime | None]
    asked: Mapped[str] = mapped_column(LongText, default="")
    reminded_on: Mapped[dt.date | None]

    bidder: Mapped[Bidder] = relationship(back_populates="sheets")
    version: Mapped[QuestionnaireVersion] = relationship()


class Act(Base):
    """Something that an officer did about a firm: kept, never changed."""

    __tablename__ = "bidder_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidders.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[dt.datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(LongText, default="")

    bidder: Mapped[Bidder] = relationship(back_populates="acts")
    person: Mapped[Person | None] = relationship()


class AskedProof(Base):
    """A proof asked of the intended winner; received, and valid until."""

    __tablename__ = "bidder_proofs"

    id: Mapped[int] = mapped_column(primary_key=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidders.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    asked_on: Mapped[dt.date]
    received_on: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]

    bidder: Mapped[Bidder] = relationship(back_populates="proofs")


class Commitment(Numbered, Base):
    """What the contract holder committed itself to, by when, and how it was controlled."""

    __tablename__ = "commitments"

    id: Mapped[int] = mapped_column(primary_key=True)
    bidder_id: Mapped[int] = mapped_column(ForeignKey("bidders.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(LongText)
    due_on: Mapped[dt.date]
    controlled_on: Mapped[dt.date | None]
    kept: Mapped[bool | None]
    control: Mapped[str] = mapped_column(LongText, default="")

    bidder: Mapped[Bidder] = relationship(back_populates="commitments")


class Declared(Base):
    """What is counted of an annex or of a review that is erased: by year, and of no firm or tender."""

    __tablename__ = "declared"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # "annex" or "review"
    year: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class KeepingYears(Base):
    """The years that the mission set for tenders to come: one row."""

    __tablename__ = "annex_keeping"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unsuccessful: Mapped[int]
    winner: Mapped[int]
    undecided: Mapped[int]
