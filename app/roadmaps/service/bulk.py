"""What the mission does to several roadmaps at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Person
from app.extensions import db
from app.roadmaps.core.actions import OVER
from app.roadmaps.core.periods import code_of
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.models import Action, Roadmap
from app.roadmaps.service import mandates
from app.roadmaps.service.history import Author, record_changes


def chosen_roadmaps(numbers: Sequence[int]) -> list[Roadmap]:
    """These roadmaps, in the order of their programme; nobody else changes them meanwhile."""
    db.session.execute(
        select(Roadmap.id).where(Roadmap.id.in_(numbers)).order_by(Roadmap.id).with_for_update()
    )
    own = select(Roadmap).where(Roadmap.id.in_(numbers)).order_by(Roadmap.position, Roadmap.id)
    return list(db.session.scalars(own).unique())


def due_actions(roadmaps: Sequence[Roadmap]) -> list[Action]:
    """What is due in these roadmaps and is not over."""
    due = select(Action).where(
        Action.roadmap_id.in_([roadmap.id for roadmap in roadmaps]),
        Action.due_on.is_not(None),
        Action.status.not_in(OVER),
    )
    return list(db.session.scalars(due.order_by(Action.id)).unique())


def shift_dates(
    roadmaps: Sequence[Roadmap], months: int, author: Author, now: dt.datetime
) -> list[Action]:
    """Put off what is due in these roadmaps and is not over; before 0 months, bring it forward.
    Raises NotAPeriod when a date would come to be beyond 1990 to 2100."""
    actions = due_actions(roadmaps)
    for action in actions:
        assert action.due is not None
        before, action.due = code_of(action.due), action.due.later(months)
        record_changes(action, {"due": (before, code_of(action.due))}, author, now)
    db.session.flush()
    return actions


def reassign(roadmaps: Sequence[Roadmap], person: Person, on: dt.date) -> list[Roadmap]:
    """Let somebody be the ambassador of these roadmaps from a day on, in the place of whoever is.
    Raises TwoAmbassadors when somebody is appointed for later."""
    held = mandates.holders([roadmap.id for roadmap in roadmaps], on)
    changed = []
    for roadmap in roadmaps:
        own = [m for m in held.get(roadmap.id, []) if m.role is MandateRole.AMBASSADOR]
        if any(mandate.person_id == person.id for mandate in own):
            continue
        for mandate in own:
            mandates.end(mandate, on - dt.timedelta(days=1))
        mandates.appoint(roadmap, person, MandateRole.AMBASSADOR, on)
        changed.append(roadmap)
    return changed
