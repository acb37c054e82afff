"""What a roadmap is measured by, and what threatens it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base, Numbered
from app.roadmaps.core.frequencies import Frequency
from app.roadmaps.core.indicators import (
    Aim,
    Counts,
    Direction,
    IndicatorKind,
    IndicatorUnit,
    Point,
)
from app.roadmaps.core.plans import RiskKind, RiskLevel
from app.roadmaps.core.publishing import counts_people
from app.roadmaps.models.plans import Ending, Roadmap
from app.text import Text


class Indicator(Numbered, Ending, Base):
    """A figure that says whether a roadmap was carried out, or whether that was useful."""

    __tablename__ = "roadmap_indicators"
    __allow_unmapped__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[IndicatorKind]
    title: Mapped[Text]
    question: Mapped[Text] = mapped_column(default=Text())
    unit: Mapped[IndicatorUnit]
    direction: Mapped[Direction]
    frequency: Mapped[Frequency] = mapped_column(default=Frequency.YEARLY)
    headline: Mapped[bool] = mapped_column(default=False)
    # Base, range and targets are as they are read: in percent for a share.
    base_value: Mapped[float | None]
    base_on: Mapped[dt.date | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    source: Mapped[Text] = mapped_column(default=Text())
    # The figure of the product that it follows, in place of values typed.
    computed_from: Mapped[str] = mapped_column(String(120), default="")

    #: What it follows, brought from where it is counted.
    followed: tuple[Point, ...] = ()
    followed_source: Text = Text()

    roadmap: Mapped[Roadmap] = relationship()
    targets: Mapped[list[Target]] = relationship(
        order_by="Target.on, Target.id", lazy="selectin", cascade="all, delete-orphan"
    )
    entries: Mapped[list[Value]] = relationship(
        order_by="Value.on, Value.id",
        back_populates="indicator",
        lazy="selectin",
        cascade="all, delete-orphan",
    )

    @property
    def range(self) -> tuple[float, float] | None:
        """The numbers between which it is to stay, where that is what it aims at."""
        if self.direction is not Direction.RANGE or self.low is None or self.high is None:
            return None
        return self.low, self.high

    @property
    def values(self) -> list[Value]:
        """Its values by day: of each day the last that was given, unless it was taken back."""
        return standing_entries(self.entries)

    def value_on(self, day: dt.date) -> Value | None:
        """Its value of a day, if it has one."""
        return next((value for value in self.values if value.on == day), None)

    @property
    def counts_people(self) -> bool:
        """Whether its values are counts of people, which leave its roadmap through the gate."""
        return counts_people(self.unit, (entry.counts for entry in self.entries))

    @property
    def points(self) -> list[Point]:
        """Its values as they are read: in percent for a share. Of one that follows a figure of the
        product, those that `service.measures.follow` has brought."""
        if self.computed_from:
            return list(self.followed)
        return points_of(self.unit, self.entries)

    @property
    def aims(self) -> list[Target]:
        """Its targets by day: of each day the last that was set, unless it was taken back."""
        return aims_of(self.targets)

    def aim(self, on: dt.date) -> Aim:
        """What it aims at on a day: the first target from then on, or the last one."""
        return aim_of(self, self.targets, on)


def standing_entries(entries: Iterable[Any]) -> list[Any]:
    """Of each day the value that was given last, unless it was taken back; or their plain rows."""
    latest = {entry.on: entry for entry in entries}
    return [entry for entry in latest.values() if not entry.withdrawn]


def points_of(unit: IndicatorUnit, entries: Iterable[Any]) -> list[Point]:
    """The values of an indicator as they are read, from all its entries or their plain rows."""
    scale = 100 if unit is IndicatorUnit.SHARE else 1
    return [
        Point(each.on, Counts(each.numerator, each.denominator).value * scale)
        for each in standing_entries(entries)
    ]


def aims_of(targets: Iterable[Any]) -> list[Any]:
    """The targets that hold, from all those that were set or their plain rows."""
    latest = {target.on: target for target in targets}
    return [target for target in latest.values() if not target.withdrawn]


def aim_of(indicator: Any, targets: Iterable[Any], on: dt.date) -> Aim:
    """What an indicator aims at on a day, from it and its targets or their plain rows."""
    aims = aims_of(targets)
    target = next((each for each in aims if each.on >= on), aims[-1] if aims else None)
    has_base = indicator.base_value is not None and indicator.base_on is not None
    return Aim(
        direction=indicator.direction,
        frequency=indicator.frequency,
        base=Point(indicator.base_on, indicator.base_value) if has_base else None,
        target=Point(target.on, target.value) if target else None,
        low=indicator.low,
        high=indicator.high,
    )


class Target(Base):
    """What an indicator is to reach by a day. Another target of that day, or one that is taken back,
    is a new row. Insert-only."""

    __tablename__ = "indicator_targets"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(
        ForeignKey("roadmap_indicators.id", ondelete="CASCADE"), index=True
    )
    on: Mapped[dt.date]
    value: Mapped[float]
    set_on: Mapped[dt.date]
    withdrawn: Mapped[bool] = mapped_column(default=False)


class Value(Base):
    """What was counted on a day. A correction is a new row of the same day. Insert-only."""

    __tablename__ = "indicator_values"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(
        ForeignKey("roadmap_indicators.id", ondelete="CASCADE"), index=True
    )
    update_id: Mapped[int | None] = mapped_column(ForeignKey("roadmap_updates.id"), index=True)
    on: Mapped[dt.date]
    numerator: Mapped[float]
    denominator: Mapped[float | None]
    women: Mapped[int | None]
    men: Mapped[int | None]
    other: Mapped[int | None]
    comment: Mapped[str] = mapped_column(String(300), default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)

    indicator: Mapped[Indicator] = relationship(back_populates="entries")

    @property
    def counts(self) -> Counts:
        return Counts(self.numerator, self.denominator, self.women, self.men, self.other)


class Risk(Numbered, Ending, Base):
    """What may keep a roadmap from its aims, at the level that was chosen last."""

    __tablename__ = "risks"

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(
        ForeignKey("roadmaps.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[Text]
    kind: Mapped[RiskKind]
    level: Mapped[RiskLevel]
    mitigation: Mapped[Text] = mapped_column(default=Text())
    owner: Mapped[str] = mapped_column(String(120), default="")

    roadmap: Mapped[Roadmap] = relationship()
    reviews: Mapped[list[RiskReview]] = relationship(
        order_by="RiskReview.on, RiskReview.id",
        back_populates="risk",
        lazy="selectin",
        cascade="all, delete-orphan",
    )


class RiskReview(Base):
    """A risk looked at again on a day: still true or not, and at which level. Insert-only."""

    __tablename__ = "risk_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    risk_id: Mapped[int] = mapped_column(ForeignKey("risks.id", ondelete="CASCADE"), index=True)
    update_id: Mapped[int | None] = mapped_column(ForeignKey("roadmap_updates.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    on: Mapped[dt.date]
    level: Mapped[RiskLevel]
    still_true: Mapped[bool]
    comment: Mapped[str] = mapped_column(String(300), default="")

    risk: Mapped[Risk] = relationship(back_populates="reviews")
    author: Mapped[Person | None] = relationship()
