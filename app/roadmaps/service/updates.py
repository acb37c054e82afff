"""Progress updates: drafted, sent, confirmed, corrected; insert-only once sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from app.accounts.models import Person
from app.extensions import db
from app.roadmaps.core.actions import OVER, ActionStatus
from app.roadmaps.core.news import ActionNews, is_asked
from app.roadmaps.core.periods import code_of
from app.roadmaps.core.plans import RiskLevel
from app.roadmaps.models import (
    Action,
    Change,
    Indicator,
    MissionRequest,
    Note,
    Risk,
    RiskReview,
    Roadmap,
    Update,
    Value,
)
from app.roadmaps.service.history import Author, record_changes
from app.roadmaps.service.measures import add_value
from app.roadmaps.service.requests import open_requests


@dataclass(frozen=True)
class RiskNews:
    """A risk looked at again."""

    risk: Risk
    still_true: bool
    level: RiskLevel


@dataclass(frozen=True)
class News:
    """Everything that one update says."""

    actions: Sequence[ActionNews] = ()
    values: Sequence[Value] = ()
    risks: Sequence[RiskNews] = ()
    answers: Mapping[int, str] = field(default_factory=dict)
    note: str = ""
    internal: bool = False


@dataclass(frozen=True)
class Sender:
    """Who sends an update, in which language, for whom when the mission types it, and in which
    round where one is open."""

    author: Author
    language: str
    typed_for_id: int | None = None
    round_id: int | None = None


def actions_of(roadmap_id: int, partners: bool = False) -> list[Action]:
    """The actions of a roadmap, in the order of their first objective; with all their partners
    where somebody asks who they are."""
    own = select(Action).where(Action.roadmap_id == roadmap_id)
    own = own.options(joinedload(Action.pilot).lazyload(Person.role_rows))
    if not partners:
        own = own.options(lazyload(Action.partners))
    rows = db.session.scalars(own.order_by(Action.id)).unique().all()
    return in_order(rows)


def in_order(actions: Iterable[Action]) -> list[Action]:
    """Actions in the order of their first objective."""
    return sorted(actions, key=_order)


def _order(action: Action) -> tuple[int, int, int]:
    first = action.placements[0] if action.placements else None
    return (first.objective.position, first.position, action.id) if first else (10**6, 0, action.id)


def asked_actions(actions: Iterable[Action], today: dt.date) -> list[Action]:
    """Those that an update asks about."""
    return [a for a in actions if is_asked(a.state, a.blocked_on is not None, today)]


def send(roadmap: Roadmap, news: News, sender: Sender, now: dt.datetime) -> Update:
    """Keep an update, and what it changes; with nothing in it, it says that nothing is new."""
    update = Update(
        roadmap_id=roadmap.id,
        on=now.date(),
        author_id=sender.author.person_id,
        link_id=sender.author.link_id,
        typed_for_id=sender.typed_for_id,
        round_id=sender.round_id,
    )
    db.session.add(update)
    db.session.flush()
    said = [_say(each, update, sender, now) for each in news.actions]
    if news.note:
        _add_note(update, sender, news.note, news.internal)
    for value in news.values:
        value.update_id = update.id
        indicator = db.session.get_one(Indicator, value.indicator_id)
        add_value(indicator, value, sender.author, now)
    for risk in news.risks:
        _review(risk, update, sender, now)
    answered = _answer(news.answers, update, sender)
    update.nothing_new = not (any(said) or news.note or news.values or news.risks or answered)
    db.session.flush()
    return update


def _add_note(
    update: Update, sender: Sender, text: str, internal: bool, action_id: int | None = None
) -> None:
    own = {"update_id": update.id, "action_id": action_id, "language": sender.language}
    db.session.add(Note(text=text, internal=internal, **own))


def _say(news: ActionNews, update: Update, sender: Sender, now: dt.datetime) -> bool:
    """Change an action as an update says; whether there was anything to change or to keep."""
    action = db.session.get_one(Action, news.action_id)
    before = spoken_of(action)
    _apply(action, news, now.date())
    after = spoken_of(action)
    fields = {name: (before[name], after[name]) for name in before}
    record_changes(action, fields, sender.author, now, update.id)
    if news.note:
        _add_note(update, sender, news.note, news.internal, action.id)
    return before != after or bool(news.note)


def _apply(action: Action, news: ActionNews, today: dt.date) -> None:
    set_status(action, news.status)
    if news.due != action.due:
        action.due = news.due
    if news.blocked and news.status not in OVER:
        action.blocked_on = action.blocked_on or today
        action.blocked_by, action.unblocked_by = news.blocked_by, news.unblocked_by
    else:
        action.blocked_on, action.blocked_by, action.unblocked_by = None, "", ""


def set_status(action: Action, status: ActionStatus) -> None:
    """Change where an action stands; a pause remembers what it interrupts."""
    if status is action.status:
        return
    action.paused_from = action.status if status is ActionStatus.PAUSED else None
    action.status = status
    if status in OVER:
        action.blocked_on, action.blocked_by, action.unblocked_by = None, "", ""


def spoken_of(action: Action) -> dict[str, str]:
    """The fields of an action that updates change, as texts."""
    return {
        "status": action.status.value,
        "due": code_of(action.due) if action.due else "",
        **blocking_of(action),
    }


def blocking_of(action: Action) -> dict[str, str]:
    """Whether an action is blocked, and by what, as texts."""
    return {
        "blocked": "1" if action.blocked_on else "",
        "blocked_by": action.blocked_by,
        "unblocked_by": action.unblocked_by,
    }


def _review(news: RiskNews, update: Update, sender: Sender, now: dt.datetime) -> None:
    levels = {"level": (news.risk.level.value, news.level.value)}
    record_changes(news.risk, levels, sender.author, now, update.id)
    news.risk.level = news.level
    news.risk.reviews.append(
        RiskReview(
            on=update.on,
            level=news.level,
            still_true=news.still_true,
            update_id=update.id,
            author_id=sender.author.person_id,
        )
    )
    if not news.still_true:
        ended = {"ended_on": ("", update.on.isoformat())}
        record_changes(news.risk, ended, sender.author, now, update.id)
        news.risk.ended_on = update.on


def _answer(answers: Mapping[int, str], update: Update, sender: Sender) -> bool:
    requests = open_requests(update.roadmap_id) if any(answers.values()) else []
    for request in requests:
        if answers.get(request.id):
            request.answer, request.answer_language = answers[request.id], sender.language
            request.update_id = update.id
    return any(request.answer for request in requests)


def last_news(roadmap_ids: Sequence[int]) -> dict[int, dt.date]:
    """The day of the latest update of each roadmap that has one."""
    latest = select(Update.roadmap_id, func.max(Update.on)).where(
        Update.roadmap_id.in_(roadmap_ids)
    )
    return {row[0]: row[1] for row in db.session.execute(latest.group_by(Update.roadmap_id))}


def updates_of(roadmap_id: int, limit: int = 20) -> list[Update]:
    """The latest updates of a roadmap."""
    own = select(Update).where(Update.roadmap_id == roadmap_id)
    latest = own.order_by(Update.on.desc(), Update.id.desc()).limit(limit)
    return list(db.session.scalars(latest).unique())


def to_confirm(person_id: int) -> list[Update]:
    """Updates that the mission typed for somebody, and that they have not confirmed."""
    own = select(Update).where(Update.typed_for_id == person_id, Update.confirmed_on.is_(None))
    return list(db.session.scalars(own.order_by(Update.id)).unique())


def current_notes(notes: Iterable[Note]) -> list[Note]:
    """Notes without those that a later one corrects, nor those that a correction emptied."""
    rows = list(notes)
    corrected = {note.corrects_id for note in rows}
    return [note for note in rows if note.id not in corrected and note.text]


def correct(note: Note, text: str, language: str) -> Note:
    """Put another sentence in the place of a note, which stays in the history."""
    better = Note(
        update_id=note.update_id,
        action_id=note.action_id,
        corrects_id=note.id,
        text=text,
        language=language,
        internal=note.internal,
    )
    db.session.add(better)
    db.session.flush()
    return better


def notes_of_actions(roadmap_id: int, internal: bool) -> dict[int | None, list[Note]]:
    """The notes of a roadmap by action, the latest first; internal ones for its own people only."""
    own = select(Note).join(Note.update).where(Update.roadmap_id == roadmap_id)
    own = own.options(contains_eager(Note.update)).order_by(Note.update_id, Note.id)
    rows = db.session.scalars(own).unique().all()
    by_action: dict[int | None, list[Note]] = {}
    for note in reversed(current_notes(rows)):
        if internal or not note.internal:
            by_action.setdefault(note.action_id, []).append(note)
    return by_action


def latest_wording(note: Note) -> Note:
    """The note that stands in the place of this one: itself, or the last of its corrections."""
    while True:
        better = db.session.scalar(select(Note).where(Note.corrects_id == note.id))
        if better is None:
            return note
        note = better


def values_of(update: Update) -> list[Value]:
    """The values that came with an update."""
    own = select(Value).where(Value.update_id == update.id)
    own = own.options(joinedload(Value.indicator))
    return list(db.session.scalars(own.order_by(Value.id)))


def reviews_of(update: Update) -> list[RiskReview]:
    """The risks that were looked at again in an update."""
    own = select(RiskReview).where(RiskReview.update_id == update.id)
    own = own.options(joinedload(RiskReview.risk))
    return list(db.session.scalars(own.order_by(RiskReview.id)))


def answers_of(update: Update) -> list[MissionRequest]:
    """What the mission asked and an update answers."""
    own = select(MissionRequest).where(MissionRequest.update_id == update.id)
    return list(db.session.scalars(own.order_by(MissionRequest.id)))


def reported_changes(update: Update) -> list[Change]:
    """What an update changed in actions."""
    return [change for change in update.changes if change.part == "action"]
