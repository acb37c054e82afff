"""Decisions: recorded with their effect on what they decide, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.roadmaps.core.actions import ActionStatus, Applicability
from app.roadmaps.core.governing import APPLICABILITY_OF, OUTCOMES, Outcome, Reason, Subject
from app.roadmaps.core.periods import Period, read_period
from app.roadmaps.models import Action, Change, Decision, Indicator, Meeting, Recommendation
from app.roadmaps.service.belonging import lock
from app.roadmaps.service.history import Author, record_changes
from app.roadmaps.service.measures import set_target, withdraw_target
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


@dataclass(frozen=True)
class Deciding:
    """What is decided of one thing; `title` where it is none of the queue, `due` and `value` where a
    new date is given: of an action, or of a target with its new value."""

    subject: Subject
    reason: Reason | None
    number: int | None
    outcome: Outcome
    text: str
    language: str
    title: Text = field(default_factory=Text)
    due: Period | None = None
    value: float | None = None


_MODELS: dict[Subject, Any] = {
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
    """Record what a meeting decided, and do it. Raises NotYet, Gone, NotOffered, NoDate; nothing is
    kept then."""
    if meeting.on > now.date() or meeting.cancelled_on is not None:
        raise NotYet
    if said.outcome not in OUTCOMES.get((said.subject, said.reason), ()):
        raise NotOffered(said.outcome)
    row = _row(meeting, said)
    if said.outcome is Outcome.NEW_DATE and said.due is None:
        raise NoDate
    own = {_COLUMNS[said.subject]: row.id} if row is not None else {}
    decision = Decision(
        meeting_id=meeting.id,
        subject=said.subject,
        title=row.title if row is not None else said.title,
        outcome=said.outcome,
        text=said.text,
        language=said.language,
        author_id=author.person_id,
        at=now,
        **own,
    )
    db.session.add(decision)
    db.session.flush()
    if row is not None:
        _act(row, said, decision, author, now)
    db.session.flush()
    return decision


def _row(meeting: Meeting, said: Deciding) -> Decidable | None:
    """What is decided of, in the programme of the body; nobody else changes it meanwhile."""
    if said.subject is Subject.OTHER:
        return None
    model = _MODELS[said.subject]
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
    before = _fields(row)
    if said.outcome in APPLICABILITY_OF:
        row.applicability = APPLICABILITY_OF[said.outcome]
    if isinstance(row, Action):
        _act_on_action(row, said)
    after = _fields(row)
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
    aims = indicator.aims
    if not aims:
        raise Gone
    last = aims[-1]
    if said.outcome in (Outcome.NEW_DATE, Outcome.ABANDONED):
        withdraw_target(indicator, last, author, now, decision.id)
    if said.outcome is Outcome.NEW_DATE and said.due is not None:
        value = last.value if said.value is None else said.value
        set_target(indicator, said.due.last, value, author, now, decision.id)


def _fields(row: Recommendation | Action) -> dict[str, str]:
    own = spoken_of(row) if isinstance(row, Action) else {}
    return {**own, "applicability": row.applicability.value}


def decisions_of(meeting_id: int) -> list[Decision]:
    """What a meeting decided, in the order in which it was recorded."""
    own = select(Decision).where(Decision.meeting_id == meeting_id)
    return list(db.session.scalars(own.order_by(Decision.id)).unique())


def decisions_about(row: Decidable) -> list[Decision]:
    """What was decided of one thing, the latest first; not what was taken back."""
    column = {Recommendation: "recommendation_id", Action: "action_id", Indicator: "indicator_id"}
    own = select(Decision).where(getattr(Decision, column[type(row)]) == row.id)
    own = own.where(Decision.withdrawn_at.is_(None))
    return list(db.session.scalars(own.order_by(Decision.id.desc())).unique())


def take_back(decision: Decision, author: Author, now: dt.datetime) -> list[str]:
    """Take back a decision that was recorded by mistake: what it changed is as it was, but for the
    fields that somebody has changed since, which are named."""
    if decision.withdrawn_at is not None:
        return []
    decision.withdrawn_at, decision.withdrawer_id = now, author.person_id
    row = _decided(decision)
    if row is not None:
        lock(row)
    own = select(Change).where(Change.decision_id == decision.id).order_by(Change.id.desc())
    changes = list(db.session.scalars(own).unique())
    if row is None:
        return sorted({change.field for change in changes})
    if isinstance(row, Indicator):
        return _restore_targets(row, changes, author, now)
    return _restore(row, changes, author, now)


def _decided(decision: Decision) -> Decidable | None:
    for subject, column in _COLUMNS.items():
        number = getattr(decision, column)
        if number is not None:
            row: Decidable | None = db.session.get(_MODELS[subject], number)
            return row
    return None


def _restore(
    row: Recommendation | Action, changes: list[Change], author: Author, now: dt.datetime
) -> list[str]:
    kept, before = [], _fields(row)
    for change in changes:
        if before.get(change.field) != change.new:
            kept.append(change.field)
        else:
            _SETTERS[change.field](row, change.old, change.at)
    after = _fields(row)
    record_changes(row, {name: (before[name], after[name]) for name in before}, author, now)
    db.session.flush()
    return kept


def _set_blocked(action: Action, old: str, at: dt.datetime) -> None:
    action.blocked_on = at.date() if old else None


def _set_due(action: Action, old: str, _at: dt.datetime) -> None:
    action.due = read_period(old) if old else None


_SETTERS: dict[str, Callable[..., None]] = {
    "applicability": lambda row, old, _at: setattr(row, "applicability", Applicability(old)),
    "status": lambda row, old, _at: set_status(row, ActionStatus(old)),
    "due": _set_due,
    "blocked": _set_blocked,
    "blocked_by": lambda row, old, _at: setattr(row, "blocked_by", old),
    "unblocked_by": lambda row, old, _at: setattr(row, "unblocked_by", old),
}


def _restore_targets(
    indicator: Indicator, changes: list[Change], author: Author, now: dt.datetime
) -> list[str]:
    """The targets that a decision set, or took back, as they were; one that was set again since
    stays."""
    kept = []
    for change in changes:
        day, value = (change.new or change.old).split(": ")
        on = dt.date.fromisoformat(day)
        present = next((aim for aim in indicator.aims if aim.on == on), None)
        if change.new and present is not None and present.value == float(value):
            withdraw_target(indicator, present, author, now)
        elif not change.new and present is None:
            set_target(indicator, on, float(value), author, now)
        else:
            kept.append(change.field)
    return kept
