"""Calendar feeds: made, revoked, and the dates that each tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from app import links
from app.accounts.models import Person
from app.extensions import db
from app.permissions import Permission, allowed
from app.roadmaps.core.periods import Period, Precision
from app.roadmaps.models import (
    Action,
    Body,
    CalendarFeed,
    Change,
    Meeting,
    Programme,
    Roadmap,
    Round,
    Step,
)
from app.roadmaps.service.board import OPEN, roadmaps_of_programmes
from app.roadmaps.service.mandates import held_roadmaps
from app.text import Text, both


class Kind(StrEnum):
    """What a date is of."""

    ACTION = "action"
    STEP = "step"
    MEETING = "meeting"
    ROUND = "round"


@dataclass(frozen=True)
class Dated:
    """A date of a feed: `from_then` where it can only begin then. `sequence` counts its changes."""

    kind: Kind
    number: int
    title: Text
    where: Text
    period: Period
    from_then: bool = False
    sequence: int = 0

    @property
    def on(self) -> dt.date:
        """The day on which it stands: the last of its period, or the first where it can begin."""
        return self.period.first if self.from_then else self.period.last


def feeds_of(person_id: int) -> list[CalendarFeed]:
    """The feeds that somebody made, the latest first."""
    own = select(CalendarFeed).where(CalendarFeed.person_id == person_id)
    return list(db.session.scalars(own.order_by(CalendarFeed.id.desc())).unique())


def make_feed(
    person: Person, programme: Programme | None, language: str, today: dt.date
) -> CalendarFeed:
    """A new feed, with an address of its own."""
    row = CalendarFeed(person=person, programme=programme, language=language, made_on=today)
    db.session.add(row)
    db.session.flush()
    return row


def revoke(row: CalendarFeed, today: dt.date) -> None:
    """Let the address of a feed tell nothing any more."""
    row.revoked_on = row.revoked_on or today
    db.session.flush()


def feed_by_token(secret_key: str, token: str) -> CalendarFeed | None:
    """The feed that an address names, revoked or not; None for a wrong one."""
    number = links.number_in(token)
    row = db.session.get(CalendarFeed, number) if number is not None else None
    if row is None or not links.same_code(row.token(secret_key), token):
        return None
    return row


def tells(row: CalendarFeed) -> bool:
    """Whether a feed still tells anything: it is not revoked, and who made it may read roadmaps."""
    person = row.person
    may = person.active and allowed(person.roles, Permission.ROADMAP_READ)
    return row.revoked_on is None and may


def dates_of(row: CalendarFeed, today: dt.date) -> list[Dated]:
    """The dates of a feed: of the roadmaps of which who made it has a mandate today, or of all those
    of its programme."""
    if row.programme is not None:
        every = roadmaps_of_programmes([row.programme])
        roadmaps = [each for each in every if not each.over(today)]
        programmes = set() if row.programme.over(today) else {row.programme.id}
    else:
        roadmaps = held_roadmaps(row.person_id, today)
        programmes = {roadmap.programme_id for roadmap in roadmaps}
    titles = {roadmap.id: roadmap.title for roadmap in roadmaps}
    moved = _moved(titles)
    dates = [
        *_actions(titles, moved),
        *_steps(titles, moved),
        *_meetings(programmes, moved),
        *_rounds(programmes, roadmaps),
    ]
    return sorted(dates, key=lambda each: (each.on, each.kind, each.number))


#: How many times the date of something was changed.
Moved = Mapping[tuple[str, int], int]


def _moved(roadmap_ids: Iterable[int]) -> Moved:
    """How many times the date of each action, step and meeting was changed."""
    rows = db.session.execute(
        select(Change.part, Change.part_id, func.count())
        .where(Change.part.in_((Kind.ACTION, Kind.STEP, Kind.MEETING)))
        .where(Change.field.in_(("due", "not_before", "on")))
        .where(Change.roadmap_id.in_(roadmap_ids) | (Change.part == Kind.MEETING))
        .group_by(Change.part, Change.part_id)
    )
    return {(part, number): count for part, number, count in rows}


def _actions(titles: Mapping[int, Text], moved: Moved) -> list[Dated]:
    own = select(
        Action.id,
        Action.title,
        Action.roadmap_id,
        Action.due_on,
        Action.due_precision,
        Action.not_before,
    ).where(Action.roadmap_id.in_(titles), OPEN, Action.due_on.is_not(None))
    return [
        Dated(
            Kind.ACTION,
            number,
            title,
            titles[roadmap_id],
            _period(due_on, precision),
            not_before,
            moved.get((Kind.ACTION, number), 0),
        )
        for number, title, roadmap_id, due_on, precision, not_before in db.session.execute(own)
    ]


def _period(day: dt.date | None, precision: Precision | None) -> Period:
    assert day is not None
    return Period(day, precision or Precision.DAY)


def _steps(titles: Mapping[int, Text], moved: Moved) -> list[Dated]:
    own = (
        select(Step.id, Step.title, Action.roadmap_id, Step.due_on, Step.due_precision)
        .join(Step.action)
        .where(Action.roadmap_id.in_(titles), OPEN)
        .where(Step.due_on.is_not(None), Step.done_on.is_(None))
    )
    return [
        Dated(
            Kind.STEP,
            number,
            title,
            titles[roadmap_id],
            _period(due_on, precision),
            sequence=moved.get((Kind.STEP, number), 0),
        )
        for number, title, roadmap_id, due_on, precision in db.session.execute(own)
    ]


def _meetings(programme_ids: set[int], moved: Moved) -> list[Dated]:
    own = select(Meeting).join(Meeting.body).where(Body.programme_id.in_(programme_ids))
    own = own.where(Meeting.cancelled_on.is_(None), Body.ended_on.is_(None))
    return [
        Dated(
            Kind.MEETING,
            each.id,
            each.title,
            both(each.place),
            Period(each.on),
            sequence=moved.get((Kind.MEETING, each.id), 0),
        )
        for each in db.session.scalars(own).unique()
    ]


def _rounds(programme_ids: set[int], roadmaps: Sequence[Roadmap]) -> list[Dated]:
    """The rounds that are open, which ask the roadmaps of the feed."""
    if not roadmaps:
        return []
    own = select(Round).where(Round.programme_id.in_(programme_ids), Round.closed_at.is_(None))
    return [
        Dated(Kind.ROUND, each.id, each.programme.title, Text(), Period(each.due_on))
        for each in db.session.scalars(own).unique()
    ]
