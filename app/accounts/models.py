"""People, what lets them in, and the organisations that they work with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.core import OrganisationKind, organisation_key
from app.extensions import Base
from app.fingerprint import fingerprint
from app.permissions import Role
from app.text import Text


class Directorate(Base):
    __tablename__ = "directorates"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[Text]


class Person(Base):
    """Somebody with an account. `sex` and `category` are those of the survey's population."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    directorate_id: Mapped[int | None] = mapped_column(ForeignKey("directorates.id"))
    heads_directorate: Mapped[bool] = mapped_column(default=False)
    sex: Mapped[str | None] = mapped_column(String(10))
    category: Mapped[str | None] = mapped_column(String(10))

    directorate: Mapped[Directorate | None] = relationship()
    role_rows: Mapped[list[PersonRole]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    # What Flask-Login asks of the person it keeps signed in.
    is_authenticated = True
    is_anonymous = False
    sign_in_token = ""

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        """The browser keeps the sign-in's token, which can be revoked, not the person's number."""
        return self.sign_in_token

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(row.role) for row in self.role_rows)

    @property
    def fingerprint(self) -> str:
        """Of what their page edits, to see whether it was changed after the page was opened."""
        mine = (self.name, self.email, self.language, self.directorate_id)
        return fingerprint([*mine, self.heads_directorate, sorted(self.roles), self.active])

    def set_roles(self, roles: frozenset[Role]) -> None:
        kept = [row for row in self.role_rows if Role(row.role) in roles]
        added = roles - {Role(row.role) for row in kept}
        self.role_rows = kept + [PersonRole(role=role.value) for role in sorted(added)]


class PersonRole(Base):
    __tablename__ = "person_roles"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class SignIn(Base):
    """A sign-in in one browser. Only the day of its use is kept: no hour can point to an answer."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[dt.datetime]
    last_day: Mapped[dt.date]


class PasswordLink(Base):
    """A link to choose a password: it works once, for a limited time."""

    __tablename__ = "password_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class Attempt(Base):
    """A failed attempt to enter, counted by hashed account and hashed network address."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime]


class AuditEntry(Base):
    """Who did what to which thing: insert-only."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    act: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Organisation(Base):
    """Whom roadmaps, tenders and calls for projects name. One that has ended is proposed no longer,
    and still named where it was."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    #: In small letters a name may be three times as long.
    key: Mapped[str] = mapped_column(String(480), unique=True)
    acronym: Mapped[str] = mapped_column(String(30), default="")
    kind: Mapped[OrganisationKind]
    municipality: Mapped[str] = mapped_column(String(80), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    ended_on: Mapped[dt.date | None]

    @property
    def fingerprint(self) -> str:
        """Of what its page edits, to see whether it was changed after the page was opened."""
        mine = (self.name, self.acronym, self.kind, self.municipality, self.email, self.language)
        return fingerprint(mine)

    def rename(self, name: str) -> None:
        self.name, self.key = " ".join(name.split()), organisation_key(name)
