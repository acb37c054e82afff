"""Where the whole policy stands, for those who answer for it and keep no roadmap."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload

from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.lights import Light
from app.roadmaps.core.plans import Category
from app.roadmaps.models import Action, Change, Indicator, Roadmap
from app.roadmaps.service import plans
from app.roadmaps.service.board import OPEN, BoardRow, board, roadmaps_of_programmes
from app.roadmaps.service.governing import last_council
from app.roadmaps.service.measures import follow

#: A council meets once a quarter at least: where none of its meetings is kept, what was done since
#: the last one is what was done in as many days.
SINCE_COUNCIL = dt.timedelta(days=90)
HEADLINES = 5


@dataclass(frozen=True)
class CategoryStanding:
    """The roadmaps of one category that go on."""

    category: Category | None
    rows: Sequence[BoardRow]

    @property
    def lights(self) -> Counter[Light]:
        """How many have each light."""
        return Counter(row.health.light for row in self.rows)

    @property
    def done(self) -> int:
        return sum(row.counted.done for row in self.rows)

    @property
    def base(self) -> int:
        return sum(row.counted.base for row in self.rows)


@dataclass(frozen=True)
class Standing:
    """Where the policy stands: by category, in a few figures, what was done and what is blocked."""

    categories: Sequence[CategoryStanding]
    headlines: Sequence[Indicator]
    since: dt.date
    council: bool
    achieved: Sequence[tuple[Action, dt.datetime]]
    blocked: Sequence[Action]


def standing(now: dt.datetime) -> Standing:
    """Where the roadmaps that go on stand, by a number of queries that does not grow."""
    today, programmes = now.date(), plans.current_programmes(now.date())
    met = last_council([programme.id for programme in programmes], today)
    since = dt.datetime.combine(met, dt.time(), dt.UTC) if met else now - SINCE_COUNCIL
    every = roadmaps_of_programmes(programmes)
    rows = board([each for each in every if not each.over(today)], today)
    ids = [row.roadmap.id for row in rows]
    by_category = [
        CategoryStanding(category, [row for row in rows if row.category is category])
        for category in (*Category, None)
    ]
    return Standing(
        categories=[each for each in by_category if each.rows],
        headlines=headlines(ids),
        since=since.date(),
        council=met is not None,
        achieved=achieved(ids, since),
        blocked=blocked(ids),
    )


def headlines(roadmap_ids: Sequence[int]) -> list[Indicator]:
    """The first indicators that speak for the policy, in the order of the programme."""
    own = (
        select(Indicator)
        .join(Indicator.roadmap)
        .where(Indicator.roadmap_id.in_(roadmap_ids))
        .where(Indicator.headline, Indicator.ended_on.is_(None))
        .order_by(Roadmap.programme_id.desc(), Roadmap.position, Roadmap.id)
        .order_by(Indicator.position, Indicator.id)
    )
    indicators = list(db.session.scalars(own.limit(HEADLINES)))
    follow(indicators)
    return indicators


def achieved(roadmap_ids: Sequence[int], since: dt.datetime) -> list[tuple[Action, dt.datetime]]:
    """The actions that were said to be done since a moment and still are, the latest first."""
    said = (
        select(Change.part_id, func.max(Change.at).label("at"))
        .where(Change.roadmap_id.in_(roadmap_ids), Change.at >= since)
        .where(Change.part == "action", Change.field == "status")
        .where(Change.new == ActionStatus.DONE.value)
        .group_by(Change.part_id)
        .subquery()
    )
    own = select(Action, said.c.at).join(said, said.c.part_id == Action.id)
    own = own.where(Action.status == ActionStatus.DONE).options(lazyload("*"))
    rows = db.session.execute(own.order_by(said.c.at.desc(), Action.id))
    return [(action, at) for action, at in rows]


def blocked(roadmap_ids: Sequence[int]) -> list[Action]:
    """The actions that are blocked, the longest first."""
    own = select(Action).where(Action.roadmap_id.in_(roadmap_ids), OPEN)
    own = own.where(Action.blocked_on.is_not(None)).options(lazyload("*"))
    return list(db.session.scalars(own.order_by(Action.blocked_on, Action.id)))
