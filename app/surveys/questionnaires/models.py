"""Published questionnaires, and those that are being written."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.text import Text


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
    # Of the latest version: since when nobody is offered the questionnaire any more.
    archived_on: Mapped[dt.date | None]


class WorkingCopy(Base):
    """A questionnaire being written; publishing makes a version of it."""

    __tablename__ = "working_copies"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_on: Mapped[dt.date]
    # What an imported file said that could not be carried: where, what, which words.
    losses: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    # Questions and pages taken out, whole, so that they can be put back until it is published.
    removed: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"losses": [], "removed": [], **values})


class DiscardedCopy(Base):
    """A questionnaire that was being written, kept for a time after it was discarded."""

    __tablename__ = "discarded_copies"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    losses: Mapped[list[list[str]]] = mapped_column(JSON)
    removed: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    discarded_on: Mapped[dt.date]
