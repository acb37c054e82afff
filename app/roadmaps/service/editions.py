"""What a November report is composed of, from what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.roadmaps.core.governing import Reason, Subject
from app.roadmaps.core.monitoring import Awaited, Because, Decided, Edition, Recommended
from app.roadmaps.core.snapshots import ProgrammeState
from app.roadmaps.models import (
    Body,
    Decision,
    Meeting,
    Monitoring,
    MonitoringWords,
    Recommendation,
    Snapshot,
)
from app.roadmaps.service import governing, reviews
from app.roadmaps.service.causes import because_of
from app.roadmaps.service.rounds import state_in
from app.roadmaps.service.snapshots import state_of
from app.text import Text


def compose(
    row: Monitoring, words: Mapping[int, MonitoringWords], before: Snapshot | None
) -> Edition:
    """The report of a version as it would be frozen now, beside what the year before kept."""
    state = state_of(row.programme, row.as_of)
    return Edition(
        year=row.year,
        number=row.number,
        as_of=row.as_of,
        opening=row.opening,
        changes=row.changes,
        state=state,
        before=state_in(before) if before is not None else None,
        words={number: own.text for number, own in words.items() if own.text},
        awaited=tuple(_awaited(row, state)),
        decided=tuple(_decided(row, before)),
        recommended=tuple(_recommended(row, state)),
        because=tuple(_because(state)),
    )


def _awaited(row: Monitoring, state: ProgrammeState) -> Iterator[Awaited]:
    """What awaits a decision, of what awaited one on the day of the figures already, as it did then."""
    stood = {each.id: each for roadmap in state.roadmaps for each in roadmap.actions}
    for item in governing.queue(row.programme, row.as_of):
        since, words, reason = item.since, item.words, item.reason
        if item.subject is Subject.ACTION:
            action = stood.get(item.row.id)
            if action is None or not (action.blocked or action.depends):
                continue
            since, words = action.blocked_since, action.blocked_by
            reason = Reason.BLOCKED if action.blocked else Reason.DEPENDS
        elif not _awaited_then(item, row.as_of):
            continue
        body = item.body.title if item.body else Text()
        yield Awaited(item.subject, reason, item.row.title, item.where, body, since, words)


def _awaited_then(item: governing.Item, day: dt.date) -> bool:
    """Whether a recommendation had been made, or a target set, by a day."""
    if isinstance(item.row, Recommendation):
        return item.row.review.on <= day
    return item.target is not None and item.target.set_on <= day


def _decided(row: Monitoring, before: Snapshot | None) -> Iterator[Decided]:
    """What was decided since the year before, or in the year where nothing was frozen then."""
    since = before.as_of if before is not None else dt.date(row.year - 1, 12, 31)
    own = (
        select(Decision)
        .join(Decision.meeting)
        .join(Meeting.body)
        .where(Body.programme_id == row.programme_id, Decision.withdrawn_at.is_(None))
        .where(Meeting.on > since, Meeting.on <= row.as_of)
        .options(contains_eager(Decision.meeting).contains_eager(Meeting.body))
        .order_by(Meeting.on, Decision.id)
    )
    for each in db.session.scalars(own).unique():
        yield Decided(
            each.meeting.on,
            each.meeting.title,
            each.title,
            each.outcome,
            each.text,
            each.language,
            each.due,
        )


def _recommended(row: Monitoring, state: ProgrammeState) -> Iterator[Recommended]:
    """What had been recommended by the day of the figures, and where its action stood then."""
    every = [
        each for each in reviews.recommendations_of(row.programme_id) if each.review.on <= row.as_of
    ]
    actions = reviews.actions_of(every)
    stood = {each.id: each for roadmap in state.roadmaps for each in roadmap.actions}
    for each in every:
        own = actions.get(each.id)
        action = stood.get(own.id) if own else None
        yield Recommended(
            each.code,
            each.theme,
            each.title,
            each.applicability,
            action.title if action else Text(),
            action.status if action else None,
            each.review.title,
        )


def _because(state: ProgrammeState) -> Iterator[Because]:
    numbers = [action.id for roadmap in state.roadmaps for action in roadmap.actions]
    for number, causes in because_of(numbers, state.as_of).items():
        for each in causes:
            yield Because(
                action=number,
                label=each.cause.label,
                source=each.cause.source,
                on=each.cause.on,
                value=each.cause.value,
                later_on=each.later[0] if each.later else None,
                later=each.later[1] if each.later else None,
            )
