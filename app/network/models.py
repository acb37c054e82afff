"""Figures about the territory and its elected bodies, entered with their source."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.text import Text


class BodyMembers(Base):
    """Women and men of an elected body during one term; None when unknown."""

    __tablename__ = "body_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[Text]
    term: Mapped[str] = mapped_column(String(20))
    women: Mapped[int | None]
    men: Mapped[int | None]


class TerritoryFigure(Base):
    """A figure of the territory beside the same one elsewhere: shares, from 0 to 1."""

    __tablename__ = "territory_figures"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[Text]
    share: Mapped[float | None]
    reference_share: Mapped[float | None]
    change: Mapped[float | None]
    reference_change: Mapped[float | None]
    as_of: Mapped[dt.date]
