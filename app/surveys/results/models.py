"""What is published of the results of a campaign."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.surveys.campaigns.models import Campaign, random_key
from app.text import Text


class StoredResults(Base):
    """What the disclosure gate let out of the answers of a campaign, once, when it was closed.

    Nothing else is kept of coded answers: no row joins two of one person.
    """

    __tablename__ = "results"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # Random: what names these results in the memory of a server.
    key: Mapped[bytes] = mapped_column(LargeBinary(16), default=random_key)
    content: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)


class Publication(Base):
    """What the mission chose to publish of a campaign, on a day; a correction is a new one."""

    __tablename__ = "publications"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    number: Mapped[int]
    published_on: Mapped[dt.date]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    # Whether anybody may read it by its address, without account.
    public: Mapped[bool] = mapped_column(default=False)
    lead: Mapped[Text]
    # Of a new version: what was corrected.
    correction: Mapped[Text]
    # Questions kept back, `code`, and crosses of one question kept back, `code/cross`.
    left_out: Mapped[list[str]] = mapped_column(JSON)
    # Results of the summary, `code/cross`; empty for those that are proposed.
    put_first: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    # The sentence under each cross, `code/cross` to its words in both languages, and `code/~battery`
    # above the questions of one scale.
    sentences: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    # Keys of the words that the mission wrote itself; None where that was not kept.
    own_words: Mapped[list[str] | None] = mapped_column(JSON)
    # Figures from elsewhere beside a question: `code` to share, option and source.
    benchmarks: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    # Whether each PDF is there: the files themselves are read when they are asked for.
    printed_fr: Mapped[bool] = mapped_column(default=False)
    printed_en: Mapped[bool] = mapped_column(default=False)
    pdf_fr: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pdf_en: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    campaign: Mapped[Campaign] = relationship()

    def printed(self, language: str) -> bool:
        """Whether the PDF in this language was made."""
        return bool(self.printed_fr if language == "fr" else self.printed_en)
