"""Actions that were opened because of what a survey showed, and what its next wave shows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.indicators.following import Followed, figures
from app.roadmaps.models import Action, Cause, Objective
from app.roadmaps.service import parts
from app.roadmaps.service.parts import PARTS
from app.text import Text


@dataclass(frozen=True)
class Shown:
    """A cause, with the last value that its figure has had since, where it has one."""

    cause: Cause
    later: tuple[dt.date, float] | None


def open_action(figure: Followed, title: Text, objective: Objective) -> Action:
    """An action because of a figure, which keeps what it is now."""
    action: Action = parts.add_part(PARTS["action"], objective, {"title": title})
    add_cause(action, figure)
    return action


def add_cause(action: Action, figure: Followed) -> Cause:
    """Say that an action is there because of a figure."""
    on, value = figure.points[-1]
    cause = Cause(
        action_id=action.id,
        figure=figure.code,
        label=figure.label,
        source=figure.source,
        on=on,
        value=value,
    )
    db.session.add(cause)
    db.session.flush()
    return cause


def because_of(action_ids: Sequence[int], day: dt.date) -> dict[int, list[Shown]]:
    """The causes of these actions, with what their figures have become by a day."""
    own = select(Cause).where(Cause.action_id.in_(action_ids)).order_by(Cause.id)
    causes = list(db.session.scalars(own))
    given = figures({each.figure for each in causes}) if causes else {}
    by_action: defaultdict[int, list[Shown]] = defaultdict(list)
    for each in causes:
        by_action[each.action_id].append(Shown(each, _later(each, given.get(each.figure), day)))
    return by_action


def _later(cause: Cause, figure: Followed | None, day: dt.date) -> tuple[dt.date, float] | None:
    points = figure.points if figure is not None else ()
    since = [point for point in points if cause.on < point[0] <= day]
    return since[-1] if since else None


def opened_because_of(prefix: str) -> list[Cause]:
    """The actions that were opened because of the figures of a survey, by the first words of their
    codes."""
    own = select(Cause).where(Cause.figure.startswith(prefix, autoescape=True))
    own = own.options(joinedload(Cause.action).joinedload(Action.roadmap))
    return list(db.session.scalars(own.order_by(Cause.id)).unique())
