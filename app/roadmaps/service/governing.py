"""The bodies of a programme, their meetings, and what awaits their decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, lazyload, subqueryload

from app.extensions import db
from app.roadmaps.core.actions import Applicability
from app.roadmaps.core.governing import OUTCOMES, BodyKind, Outcome, Reason, Subject
from app.roadmaps.core.indicators import Pace, read_pace
from app.roadmaps.models import (
    Action,
    Body,
    Indicator,
    Meeting,
    Programme,
    Recommendation,
    Roadmap,
    Target,
)
from app.roadmaps.service.board import OPEN
from app.roadmaps.service.measures import follow
from app.roadmaps.service.paces import withheld
from app.roadmaps.service.reviews import recommendations_of
from app.text import Text


@dataclass(frozen=True)
class Item:
    """Something that awaits a decision: why, of which body, and since when; `where` is the roadmap
    or the review that it is of."""

    subject: Subject
    reason: Reason
    row: Recommendation | Action | Indicator
    where: Text
    body: Body | None
    since: dt.date | None = None
    words: str = ""
    target: Target | None = None

    @property
    def key(self) -> str:
        """What names it in a form: of a target, the indicator and its day."""
        day = f":{self.target.on.isoformat()}" if self.target is not None else ""
        return f"{self.subject}:{self.reason}:{self.row.id}{day}"

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What can be decided of it."""
        return OUTCOMES[self.subject, self.reason]


def bodies_of(programme_id: int) -> list[Body]:
    """The bodies of a programme, in their order."""
    own = select(Body).where(Body.programme_id == programme_id)
    return list(db.session.scalars(own.order_by(Body.position, Body.id)).unique())


def deciding(bodies: Sequence[Body]) -> Body | None:
    """The body that decides of what names none: the steering committee, or else the first one that
    is not the technical group."""
    going = [each for each in bodies if each.ended_on is None]
    steering = (each for each in going if each.kind is BodyKind.STEERING)
    others = (each for each in going if each.kind is not BodyKind.TECHNICAL)
    return next(steering, None) or next(others, None)


def meetings_of(programme_id: int) -> list[Meeting]:
    """The meetings of a programme's bodies, the latest first."""
    own = select(Meeting).join(Meeting.body).where(Body.programme_id == programme_id)
    return list(db.session.scalars(own.order_by(Meeting.on.desc(), Meeting.id.desc())).unique())


def next_meeting(programme_id: int, kind: BodyKind, today: dt.date) -> Meeting | None:
    """The next meeting of a kind of body of a programme."""
    own = select(Meeting).join(Meeting.body).where(Body.programme_id == programme_id)
    own = own.where(Meeting.on >= today, Meeting.cancelled_on.is_(None), Body.ended_on.is_(None))
    own = own.where(Body.kind == kind).order_by(Meeting.on, Meeting.id)
    return db.session.scalars(own.limit(1)).unique().first()


def coming(meetings: Sequence[Meeting], today: dt.date) -> dict[int, Meeting]:
    """The next meeting of each body, of meetings of which the latest comes first."""
    return {
        each.body_id: each
        for each in meetings
        if each.on >= today and each.cancelled_on is None and each.body.ended_on is None
    }


def next_to_decide(items: Sequence[Item], next_ones: Mapping[int, Meeting]) -> Meeting | None:
    """The next meeting of a body that something awaits."""
    bodies = {each.body.id for each in items if each.body is not None}
    own = (each for number, each in next_ones.items() if number in bodies)
    return min(own, key=lambda each: (each.on, each.id), default=None)


def last_council(programme_ids: Sequence[int], today: dt.date) -> dt.date | None:
    """The day of the last meeting of a council of these programmes, before today."""
    met = (
        select(func.max(Meeting.on))
        .join(Meeting.body)
        .where(Body.programme_id.in_(programme_ids), Body.kind == BodyKind.COUNCIL)
        .where(Meeting.on < today, Meeting.cancelled_on.is_(None))
    )
    return db.session.scalar(met)


def queue(programme: Programme, today: dt.date) -> list[Item]:
    """Everything of a programme that awaits a decision, by a number of queries that does not grow:
    recommendations and actions that depend on one, blocked actions, targets that are overdue."""
    default = deciding(bodies_of(programme.id))
    return [
        *_recommendations(programme.id, default),
        *_actions(programme.id, default),
        *_targets(programme.id, default, today),
    ]


def _recommendations(programme_id: int, default: Body | None) -> Iterator[Item]:
    rows = (
        each
        for each in recommendations_of(programme_id)
        if each.applicability is Applicability.DEPENDS
    )
    for row in sorted(rows, key=lambda each: (each.review.on, each.review.id)):
        body = _going(row.body) or default
        yield Item(Subject.RECOMMENDATION, Reason.DEPENDS, row, row.review.title, body)


def _going(body: Body | None) -> Body | None:
    """A body that has not ended."""
    return body if body is not None and body.ended_on is None else None


def _actions(programme_id: int, default: Body | None) -> Iterator[Item]:
    waits = or_(Action.blocked_on.is_not(None), Action.applicability == Applicability.DEPENDS)
    own = (
        select(Action)
        .join(Action.roadmap)
        .where(Roadmap.programme_id == programme_id, Roadmap.ended_on.is_(None), OPEN, waits)
        .options(lazyload("*"), joinedload(Action.body))
        .options(joinedload(Action.roadmap).joinedload(Roadmap.policy))
        .options(joinedload(Action.roadmap).joinedload(Roadmap.organisation))
        .order_by(Action.blocked_on.is_(None), Action.blocked_on, Action.id)
    )
    for row in db.session.scalars(own).unique():
        body, where = _going(row.body) or default, row.roadmap.title
        if row.blocked_on is not None:
            words = row.blocked_by
            yield Item(Subject.ACTION, Reason.BLOCKED, row, where, body, row.blocked_on, words)
        else:
            yield Item(Subject.ACTION, Reason.DEPENDS, row, where, body)


def _targets(programme_id: int, default: Body | None, today: dt.date) -> Iterator[Item]:
    own = (
        select(Indicator)
        .join(Indicator.roadmap)
        .where(Roadmap.programme_id == programme_id, Roadmap.ended_on.is_(None))
        .where(Indicator.ended_on.is_(None))
        .options(
            joinedload(Indicator.roadmap),
            subqueryload(Indicator.targets),
            subqueryload(Indicator.entries),
        )
        .order_by(Roadmap.position, Roadmap.id, Indicator.position, Indicator.id)
    )
    rows = list(db.session.scalars(own).unique())
    follow(rows)
    for row in rows:
        target = overdue_target(row, today)
        if target is not None:
            where = row.roadmap.title
            yield Item(Subject.TARGET, Reason.OVERDUE, row, where, default, target.on, "", target)


def overdue_target(indicator: Indicator, today: dt.date) -> Target | None:
    """The last target of an indicator where its day is past and it was not reached; None where that
    would tell of a count of few people."""
    aims = indicator.aims
    if not aims or aims[-1].on >= today or withheld(indicator, indicator.entries):
        return None
    points = indicator.points
    pace = read_pace(indicator.aim(points[-1].on if points else today), points, today).pace
    return aims[-1] if pace is not Pace.ACHIEVED else None


def agenda(meeting: Meeting, items: Sequence[Item]) -> list[Item]:
    """What awaits the decision of the body that meets."""
    return [each for each in items if each.body is not None and each.body.id == meeting.body_id]
