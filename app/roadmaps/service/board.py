"""All roadmaps on one board: counted by the database, judged by the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.roadmaps.core.actions import OVER, ActionStatus, Applicability
from app.roadmaps.core.frequencies import missing
from app.roadmaps.core.indicators import WEAK
from app.roadmaps.core.lights import (
    BLOCKED_LONG,
    Health,
    Judgement,
    Situation,
    health,
)
from app.roadmaps.core.plans import Category
from app.roadmaps.models import Action, Mandate, Policy, Programme, Roadmap, Step, Update
from app.roadmaps.service.mandates import ambassador_of, holders
from app.roadmaps.service.paces import paces_of
from app.roadmaps.service.updates import last_news


@dataclass(frozen=True)
class Counted:
    """The actions of a roadmap, counted; all but the last two within its base."""

    base: int = 0
    done: int = 0
    in_progress: int = 0
    late: int = 0
    blocked: int = 0
    blocked_long: int = 0
    abandoned: int = 0
    not_applicable: int = 0
    next_due: dt.date | None = None

    @property
    def waiting(self) -> int:
        """Neither done nor in progress."""
        return self.base - self.done - self.in_progress


def together(rows: Sequence[BoardRow]) -> Counted:
    """The actions of several roadmaps, counted together."""
    names = [f.name for f in fields(Counted) if f.name != "next_due"]
    sums = {name: sum(getattr(row.counted, name) for row in rows) for name in names}
    dates = [row.counted.next_due for row in rows if row.counted.next_due]
    return Counted(**sums, next_due=min(dates, default=None))


@dataclass(frozen=True)
class BoardRow:
    """One roadmap as the board shows it."""

    roadmap: Roadmap
    category: Category | None
    held: list[Mandate]
    counted: Counted
    health: Health
    last_news: dt.date | None
    silent: bool
    indicators: int

    @property
    def ambassador(self) -> Mandate | None:
        return ambassador_of(self.held)


_BASE = and_(Action.status != ActionStatus.ABANDONED, Action.applicability != Applicability.NOT_NOW)
OPEN = and_(_BASE, Action.status.not_in(OVER))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _counts(today: dt.date) -> list[ColumnElement[Any]]:
    dated = and_(OPEN, Action.due_on.is_not(None), Action.not_before.is_(False))
    blocked = and_(OPEN, Action.blocked_on.is_not(None))
    return [
        _count(_BASE),
        _count(and_(_BASE, Action.status == ActionStatus.DONE)),
        _count(and_(_BASE, Action.status == ActionStatus.IN_PROGRESS)),
        _count(and_(dated, Action.due_on < today)),
        _count(blocked),
        _count(and_(blocked, Action.blocked_on <= today - BLOCKED_LONG)),
        _count(Action.status == ActionStatus.ABANDONED),
        _count(
            and_(
                Action.applicability == Applicability.NOT_NOW,
                Action.status != ActionStatus.ABANDONED,
            )
        ),
        func.min(case((and_(dated, Action.due_on >= today), Action.due_on))),
    ]


def counted_actions(roadmap_ids: Sequence[int], today: dt.date) -> dict[int, Counted]:
    """The actions of each roadmap, counted by one query whatever their number."""
    query = select(Action.roadmap_id, *_counts(today)).where(Action.roadmap_id.in_(roadmap_ids))
    rows = db.session.execute(query.group_by(Action.roadmap_id))
    return {row[0]: Counted(*row[1:]) for row in rows}


def _late_starred_steps(roadmap_ids: Sequence[int], today: dt.date) -> dict[int, int]:
    late = (
        select(Action.roadmap_id, func.count())
        .join(Step.action)
        .where(Action.roadmap_id.in_(roadmap_ids), OPEN)
        .where(Step.starred, Step.done_on.is_(None), Step.due_on < today)
        .group_by(Action.roadmap_id)
    )
    return {row[0]: row[1] for row in db.session.execute(late)}


def board(roadmaps: Sequence[Roadmap], today: dt.date) -> list[BoardRow]:
    """Roadmaps with what the board says of each, by a number of queries that does not grow."""
    ids = [roadmap.id for roadmap in roadmaps]
    counted, news = counted_actions(ids, today), last_news(ids)
    starred, held = _late_starred_steps(ids, today), holders(ids, today) | _coming(roadmaps, today)
    measured = paces_of(ids, today)
    rows = []
    for roadmap in roadmaps:
        own = counted.get(roadmap.id, Counted())
        paces = measured.get(roadmap.id, [])
        latest = news.get(roadmap.id)
        situation = Situation(
            actions=own.base + own.abandoned + own.not_applicable,
            late=own.late,
            late_starred_steps=starred.get(roadmap.id, 0),
            blocked_long=own.blocked_long,
            weak_indicators=sum(pace in WEAK for pace in paces),
            last_news=latest or roadmap.news_since,
            rhythm=roadmap.programme.rhythm,
            ended=roadmap.over(today),
            judgement=_judgement(roadmap),
        )
        rows.append(
            BoardRow(
                roadmap=roadmap,
                category=roadmap.policy.category(min(today, roadmap.programme.ends_on)),
                held=held.get(roadmap.id, []),
                counted=own,
                health=health(situation, today),
                last_news=latest,
                silent=is_silent(roadmap, latest, today),
                indicators=len(paces),
            )
        )
    return rows


def _coming(roadmaps: Sequence[Roadmap], today: dt.date) -> dict[int, list[Mandate]]:
    """Who will keep the roadmaps of programmes that have not begun, on their first day."""
    held: dict[int, list[Mandate]] = {}
    for day in {r.programme.starts_on for r in roadmaps if r.programme.starts_on > today}:
        held |= holders([r.id for r in roadmaps if r.programme.starts_on == day], day)
    return held


def _judgement(roadmap: Roadmap) -> Judgement | None:
    if roadmap.judged_light is None or roadmap.judged_until is None:
        return None
    return Judgement(roadmap.judged_light, roadmap.judged_until)


def roadmaps_of_programmes(programmes: Sequence[Programme]) -> list[Roadmap]:
    """The roadmaps of these programmes, in their order."""
    ids = [programme.id for programme in programmes]
    own = select(Roadmap).where(Roadmap.programme_id.in_(ids))
    own = own.order_by(Roadmap.programme_id.desc(), Roadmap.position, Roadmap.id)
    own = own.options(joinedload(Roadmap.policy).selectinload(Policy.categories))
    return list(db.session.scalars(own).unique())


def roadmaps_led_by(organisation_id: int) -> set[int]:
    """The roadmaps in which an organisation leads an action."""
    led = select(Action.roadmap_id).where(Action.pilot_organisation_id == organisation_id)
    return set(db.session.scalars(led.distinct()))


def is_silent(roadmap: Roadmap, latest: dt.date | None, today: dt.date) -> bool:
    """Whether a roadmap that goes on has had no news for more than a round and a half."""
    since = latest or roadmap.news_since
    return not roadmap.over(today) and missing(since, roadmap.programme.rhythm, today)


def count_silent(today: dt.date) -> int:
    """How many of the roadmaps that go on have had no news for more than a round and a half."""
    going = (
        select(Programme.starts_on, Roadmap.begun_on, Programme.rhythm, func.max(Update.on))
        .select_from(Roadmap)
        .join(Roadmap.programme)
        .outerjoin(Update, Update.roadmap_id == Roadmap.id)
        .where(Roadmap.ended_on.is_(None))
        .where(Programme.ended_on.is_(None), Programme.ends_on >= today)
        .where(Programme.starts_on <= today)
        .group_by(Roadmap.id, Roadmap.begun_on, Programme.starts_on, Programme.rhythm)
    )
    rows = db.session.execute(going)
    return sum(
        missing(latest or max(begun or starts, starts), rhythm, today)
        for starts, begun, rhythm, latest in rows
    )
