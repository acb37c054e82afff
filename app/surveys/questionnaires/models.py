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


class WorkingCopy(Base):
    """A questionnaire being written; publishing makes a version of it."""

    __tablename__ = "working_copies"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed_on: Mapped[dt.date]
    # What an imported file said that could not be carried: where, what, which words.
    losses: Mapped[list[list[str]]] = mapped_column(JSON, default=list)

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"losses": [], **values})
