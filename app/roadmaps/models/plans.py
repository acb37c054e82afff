"""Programmes, policies and their roadmaps; who keeps each."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import links
from app.accounts.models import Organisation, Person
from app.extensions import Base, Numbered
from app.roadmaps.core.frequencies import Frequency
from app.roadmaps.core.lights import Light
from app.roadmaps.core.plans import Category, MandateRole, category_on
from app.text import Text, both, dashed


class Ending:
    """What can be ended with a reason, and put back."""

    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[str] = mapped_column(String(300), default="")

    def ended_by(self, day: dt.date) -> bool:
        """Whether it had ended at the end of a day."""
        return self.ended_on is not None and self.ended_on <= day


class Programme(Numbered, Ending, Base):
    """A plan of several years, such as 2024-2026."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[Text]
    source: Mapped[Text] = mapped_column(default=Text())
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    rhythm: Mapped[Frequency] = mapped_column(default=Frequency.QUARTERLY)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"))

    previous: Mapped[Programme | None] = relationship(remote_side="Programme.id")
    axes: Mapped[list[Axis]] = relationship(order_by="Axis.position, Axis.id", viewonly=True)
    roadmaps: Mapped[list[Roadmap]] = relationship(
        order_by="Roadmap.position, Roadmap.id", viewonly=True
    )

    def goes_on(self, today: dt.date) -> bool:
        """Whether it has begun and is not over."""
        return self.starts_on <= today and not self.over(today)

    def over(self, today: dt.date) -> bool:
        """Whether it was ended, or its last day is past."""
        return self.ended_by(today) or self.ends_on < today


class Axis(Numbered, Ending, Base):
    """A strategic direction of a programme, under which objectives of its roadmaps are put."""

    __tablename__ = "axes"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    position: Mapped[int]
    title: Mapped[Text]

    programme: Mapped[Programme] = relationship()


class Policy(Numbered, Ending, Base):
    """A public policy of the authority: it survives the programmes that take it up."""

    __tablename__ = "policies"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Text]

    categories: Mapped[list[PolicyCategory]] = relationship(
        order_by="PolicyCategory.since", cascade="all, delete-orphan"
    )

    def category(self, day: dt.date) -> Category | None:
        """The category that it has on a day."""
        return category_on(((each.since, each.category) for each in self.categories), day)


class PolicyCategory(Base):
    """What a policy became on a day: a priority, to sustain, to launch. Insert-only."""

    __tablename__ = "policy_categories"
    __table_args__ = (UniqueConstraint("policy_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id", ondelete="CASCADE"))
    since: Mapped[dt.date]
    category: Mapped[Category]


class Roadmap(Numbered, Ending, Base):
    """One policy in one programme: of the authority, or of an organisation that owns it."""

    __tablename__ = "roadmaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    ambition: Mapped[Text] = mapped_column(default=Text())
    # When it was made, where that is later than its programme begins.
    begun_on: Mapped[dt.date | None]
    # A light that somebody set in place of the computed one.
    judged_light: Mapped[Light | None]
    judged_reason: Mapped[str] = mapped_column(String(300), default="")
    judged_until: Mapped[dt.date | None]

    programme: Mapped[Programme] = relationship(lazy="joined")
    policy: Mapped[Policy] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def title(self) -> Text:
        """The policy, and the organisation when it is not the authority's own."""
        if self.organisation is None:
            return self.policy.name
        return dashed(self.policy.name, both(self.organisation.name))

    @property
    def news_since(self) -> dt.date:
        """From when news of it can be expected."""
        return max(self.begun_on or self.programme.starts_on, self.programme.starts_on)

    def over(self, today: dt.date) -> bool:
        """Whether nobody keeps it up to date any more."""
        return self.ended_by(today) or self.programme.over(today)


class Mandate(Base):
    """Who keeps a roadmap, or follows it as an elected member, from a day to a day."""

    __tablename__ = "mandates"

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    role: Mapped[MandateRole]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    # What the next one has to know.
    handover: Mapped[str] = mapped_column(String(1000), default="")

    roadmap: Mapped[Roadmap] = relationship()
    person: Mapped[Person] = relationship(lazy="joined")


class OrganisationLink(Base):
    """The personal link by which an organisation without account keeps its roadmap."""

    __tablename__ = "organisation_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    # Who holds it, by function, and where messages go.
    holder: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    # What the address is derived from, with our key.
    nonce: Mapped[str] = mapped_column(String(16), default=links.new_nonce)
    made_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]

    roadmap: Mapped[Roadmap] = relationship()
    organisation: Mapped[Organisation] = relationship()

    def token(self, secret_key: str) -> str:
        """What the link carries."""
        return links.token(secret_key, "roadmap", self.id, self.nonce)
