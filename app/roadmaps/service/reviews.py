"""Reviews of a programme, what they recommend, and the actions that are made of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from app.extensions import db
from app.roadmaps.core.actions import Applicability
from app.roadmaps.core.months import Year
from app.roadmaps.core.periods import Period, Precision
from app.roadmaps.models import Action, Objective, Recommendation, Review
from app.roadmaps.service import parts
from app.roadmaps.service.parts import PARTS


def reviews_of(programme_id: int) -> list[Review]:
    """The reviews of a programme with what they recommend, the latest first."""
    own = select(Review).where(Review.programme_id == programme_id)
    whole = own.options(selectinload(Review.recommendations), selectinload(Review.participants))
    return list(db.session.scalars(whole.order_by(Review.on.desc(), Review.id.desc())).unique())


def recommendations_of(programme_id: int) -> list[Recommendation]:
    """What the reviews of a programme recommend and was not given up, by one query."""
    own = (
        select(Recommendation)
        .join(Recommendation.review)
        .where(Review.programme_id == programme_id, Review.ended_on.is_(None))
        .where(Recommendation.ended_on.is_(None))
        .options(contains_eager(Recommendation.review), lazyload(Recommendation.advisers))
        .order_by(Review.on.desc(), Review.id.desc())
        .order_by(Recommendation.position, Recommendation.id)
    )
    return list(db.session.scalars(own).unique())


def actions_of(recommendations: Sequence[Recommendation]) -> dict[int, Action]:
    """The action that was made of each recommendation that has one."""
    origins = {each.origin: each.id for each in recommendations}
    own = select(Action).where(Action.origin.in_(origins))
    own = own.options(lazyload("*"), joinedload(Action.roadmap))
    return {origins[a.origin]: a for a in db.session.scalars(own).unique() if a.origin}


def recommendation_of(action: Action) -> Recommendation | None:
    """The recommendation that an action was made of."""
    kind, _colon, number = (action.origin or "").partition(":")
    if kind != "recommendation" or not number.isdigit():
        return None
    return db.session.get(Recommendation, int(number))


def make_action(recommendation: Recommendation, objective: Objective) -> Action:
    """An action that carries out a recommendation, from the first to the last of its months; the one
    that is there already."""
    there = actions_of([recommendation]).get(recommendation.id)
    if there is not None:
        return there
    values = {
        "title": recommendation.title,
        "purpose": recommendation.comment,
        "applicability": Applicability.VERY_LIKELY,
        "origin": recommendation.origin,
    }
    months = sorted(recommendation.months)
    if months:
        calendar = Year(recommendation.review.calendar_from).months
        starts, due = (
            Period.holding(calendar[n - 1], Precision.MONTH) for n in (months[0], months[-1])
        )
        values |= {"starts": starts, "due": due}
    action: Action = parts.add_part(PARTS["action"], objective, values)
    recommendation.applicability = Applicability.VERY_LIKELY
    return action
