"""Decisions: recorded with their effect on what they decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.governing import APPLICABILITY_OF, OUTCOMES, Outcome, Reason, Subject
from app.roadmaps.core.indicators import can_aim_at
from app.roadmaps.core.periods import Period, code_of
from app.roadmaps.models import Action, Decision, Indicator, Meeting, Recommendation
from app.roadmaps.service import governing
from app.roadmaps.service.belonging import lock
from app.roadmaps.service.history import Author, record_changes
from app.roadmaps.service.measures import set_target, withdraw_target
from app.roadmaps.service.removals import plain_value
from app.roadmaps.service.updates import set_status, spoken_of
from app.text import Text

Decidable = Recommendation | Action | Indicator


class NotYet(Exception):
    """A meeting that has not taken place decides nothing."""


class Gone(LookupError):
    """What is decided of is no longer there."""


class NotOffered(ValueError):
    """This cannot be decided of that."""


class NoDate(ValueError):
    """A new date is decided, and none is given."""


class NoShare(ValueError):
    """A new target is decided that is no share, of an indicator that is one; with whether the product
    counts it."""


class BeforeStart(ValueError):
    """A new date is decided that is before the day on which the action starts."""


@dataclass(frozen=True)
class Deciding:
    """What is decided of one thing; `title` where it is none of the queue, `due` and `value` where a
    new date is given: of an action, or of a target with its new value. `target_on` is the day of
    the target."""

    subject: Subject
    reason: Reason | None
    number: int | None
    outcome: Outcome
    text: str
    language: str
    title: Text = field(default_factory=Text)
    due: Period | None = None
    value: float | None = None
    target_on: dt.date | None = None


MODELS: dict[Subject, Any] = {
    Subject.RECOMMENDATION: Recommendation,
    Subject.ACTION: Action,
    Subject.TARGET: Indicator,
}
_COLUMNS = {
    Subject.RECOMMENDATION: "recommendation_id",
    Subject.ACTION: "action_id",
    Subject.TARGET: "indicator_id",
}


def decide(meeting: Meeting, said: Deciding, author: Author, now: dt.datetime) -> Decision:
    """Record what a meeting decided, and do it. Raises NotYet, Gone, NoDate, BeforeStart,
    NoShare; NotOffered for what does not await this body, or was decided here already. Nothing is
    kept then."""
    if meeting.on > now.date() or meeting.cancelled_on is not None:
        raise NotYet
    if said.outcome not in OUTCOMES.get((said.subject, said.reason), ()):
        raise NotOffered(said.outcome)
    row = _row(meeting, said)
    if row is not None:
        _to_decide(meeting, row, said, now.date())
    if said.outcome is Outcome.NEW_DATE:
        _to_be_by(row, said.due, said.value)
    decision = _recorded(meeting, said, row, author, now)
    if row is not None:
        decision.before = kept_of(row)
        _act(row, said, decision, author, now)
        decision.after = kept_of(row)
    db.session.flush()
    return decision


def _to_be_by(row: Decidable | None, due: Period | None, value: float | None) -> None:
    if due is None:
        raise NoDate
    if isinstance(row, Action) and row.starts is not None and due.before(row.starts):
        raise BeforeStart
    computed = isinstance(row, Indicator) and bool(row.computed_from)
    if (
        isinstance(row, Indicator)
        and value is not None
        and not can_aim_at(row.unit, computed, value)
    ):
        raise NoShare(computed)


def _recorded(
    meeting: Meeting, said: Deciding, row: Decidable | None, author: Author, now: dt.datetime
) -> Decision:
    own = {_COLUMNS[said.subject]: row.id} if row is not None else {}
    moved = said.outcome is Outcome.NEW_DATE and said.due is not None
    decision = Decision(
        meeting_id=meeting.id,
        subject=said.subject,
        title=row.title if row is not None else said.title,
        outcome=said.outcome,
        due=code_of(said.due) if moved and said.due else "",
        text=said.text,
        language=said.language,
        author_id=author.person_id,
        at=now,
        **own,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def _to_decide(meeting: Meeting, row: Decidable, said: Deciding, today: dt.date) -> None:
    """Raise NotOffered unless a row awaits the body that meets, for this reason, still."""
    items = governing.agenda(meeting, governing.queue(meeting.body.programme, today))
    awaited = any(
        (each.subject, each.reason, each.row.id) == (said.subject, said.reason, row.id)
        and (each.target is None or each.target.on == said.target_on)
        for each in items
    )
    here = any(each.meeting_id == meeting.id for each in decisions_about(row))
    if here or not awaited:
        raise NotOffered(said.outcome)


def _row(meeting: Meeting, said: Deciding) -> Decidable | None:
    """What is decided of, in the programme of the body; nobody else changes it meanwhile."""
    if said.subject is Subject.OTHER:
        return None
    model = MODELS[said.subject]
    row: Decidable | None = db.session.get(model, said.number) if said.number else None
    if row is None or _programme_id(row) != meeting.body.programme_id:
        raise Gone
    lock(row)
    if isinstance(row, Recommendation | Indicator) and row.ended_on is not None:
        raise Gone
    return row


def _programme_id(row: Decidable) -> int:
    if isinstance(row, Recommendation):
        return row.review.programme_id
    return row.roadmap.programme_id


def _act(
    row: Decidable, said: Deciding, decision: Decision, author: Author, now: dt.datetime
) -> None:
    if isinstance(row, Indicator):
        _act_on_target(row, said, decision, author, now)
        return
    before = fields_of(row)
    if said.outcome in APPLICABILITY_OF:
        row.applicability = APPLICABILITY_OF[said.outcome]
    if isinstance(row, Action):
        _act_on_action(row, said)
    after = fields_of(row)
    changed = {name: (before[name], after[name]) for name in before}
    record_changes(row, changed, author, now, decision_id=decision.id)


def _act_on_action(action: Action, said: Deciding) -> None:
    if said.outcome is Outcome.UNBLOCKED:
        action.blocked_on, action.blocked_by, action.unblocked_by = None, "", ""
    elif said.outcome is Outcome.ABANDONED:
        set_status(action, ActionStatus.ABANDONED)
    elif said.outcome is Outcome.NEW_DATE:
        action.due = said.due


def _act_on_target(
    indicator: Indicator, said: Deciding, decision: Decision, author: Author, now: dt.datetime
) -> None:
    target = next(aim for aim in indicator.aims if aim.on == said.target_on)
    if said.outcome in (Outcome.NEW_DATE, Outcome.ABANDONED):
        withdraw_target(indicator, target, author, now, decision.id)
    if said.outcome is Outcome.NEW_DATE and said.due is not None:
        value = target.value if said.value is None else said.value
        set_target(indicator, said.due.last, value, author, now, decision.id)


def fields_of(row: Recommendation | Action) -> dict[str, str]:
    """The fields that a decision can change, as the history has them."""
    own = spoken_of(row) if isinstance(row, Action) else {}
    return {**own, "applicability": row.applicability.value}


def decisions_of(meeting_id: int) -> list[Decision]:
    """What a meeting decided, in the order in which it was recorded."""
    own = select(Decision).where(Decision.meeting_id == meeting_id)
    return list(db.session.scalars(own.order_by(Decision.id)).unique())


def decisions_about(row: Decidable) -> list[Decision]:
    """What was decided of one thing, the latest first; not what was taken back."""
    column = next(_COLUMNS[subject] for subject, model in MODELS.items() if isinstance(row, model))
    own = select(Decision).where(getattr(Decision, column) == row.id)
    own = own.where(Decision.withdrawn_at.is_(None))
    return list(db.session.scalars(own.order_by(Decision.id.desc())).unique())


#: The columns of an action that go together: one is not put back without the others.
TOGETHER = (
    ("applicability",),
    ("due_on", "due_precision"),
    ("status", "paused_from", "blocked_on", "blocked_by", "unblocked_by"),
)


def kept_of(row: Decidable) -> dict[str, Any]:
    """What a decision can change of a row, as JSON has it; of an indicator, the targets that hold."""
    if isinstance(row, Indicator):
        return {"targets": [[aim.on.isoformat(), aim.value] for aim in row.aims]}
    names: tuple[str, ...] = ("applicability",)
    if isinstance(row, Action):
        names = tuple(name for group in TOGETHER for name in group)
    return {name: plain_value(getattr(row, name)) for name in names}
