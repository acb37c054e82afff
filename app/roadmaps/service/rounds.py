"""Rounds of updates: opened, changed, closed with a snapshot, reopened, taken away."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.roadmaps.core.rounds import RECEIVED, Answer, RoundKind, Stage, answer
from app.roadmaps.core.snapshots import ProgrammeState
from app.roadmaps.models import Programme, Reminder, Roadmap, Round, Snapshot, Update
from app.roadmaps.service.belonging import lock
from app.roadmaps.service.board import roadmaps_of_programmes
from app.roadmaps.service.reminding import forget_unsent
from app.roadmaps.service.snapshots import state_of
from app.statistics.plain_values import from_plain, to_plain


class RoundOpen(Exception):
    """Another round of the programme is open."""


class RoundClosed(Exception):
    """A round that was closed is not closed nor changed again."""


class RoundUsed(Exception):
    """A round with updates is not taken away; a closed one that another followed not reopened."""


@dataclass(frozen=True)
class Awaited:
    """A roadmap in a round: when its update came, and where it stands."""

    roadmap: Roadmap
    received_on: dt.date | None
    answer: Answer


def rounds_of(programme_id: int) -> list[Round]:
    """The rounds of a programme, the latest first."""
    own = select(Round).where(Round.programme_id == programme_id)
    own = own.options(selectinload(Round.snapshot))
    return list(db.session.scalars(own.order_by(Round.opens_on.desc(), Round.id.desc())).unique())


def open_round(programme_id: int) -> Round | None:
    """The round of a programme that is open."""
    own = select(Round).where(Round.programme_id == programme_id, Round.closed_at.is_(None))
    return db.session.scalars(own.limit(1)).unique().first()


def open_rounds(today: dt.date) -> list[Round]:
    """Every round that is open, of programmes that go on."""
    own = select(Round).where(Round.closed_at.is_(None), Round.opens_on <= today)
    rows = db.session.scalars(own.order_by(Round.due_on, Round.id)).unique()
    return [each for each in rows if each.programme.goes_on(today)]


def begin(
    programme: Programme,
    kind: RoundKind,
    opens_on: dt.date,
    due_on: dt.date,
    opener_id: int | None,
) -> Round:
    """Ask every roadmap of a programme for its update. Raises RoundOpen."""
    lock(programme)  # one round at a time, whoever else begins one at this moment
    if open_round(programme.id) is not None:
        raise RoundOpen
    row = Round(
        programme=programme, kind=kind, opens_on=opens_on, due_on=due_on, opener_id=opener_id
    )
    db.session.add(row)
    db.session.flush()
    return row


def change(row: Round, due_on: dt.date) -> None:
    """Put off, or bring forward, the day by which updates are asked. Raises RoundClosed."""
    _to_act_on(row)
    if due_on > row.due_on:  # what was said of the former day is said anew of this one
        late = (Stage.THREE_DAYS, Stage.LATE, Stage.VERY_LATE)
        forget_unsent(row.id, late)
        own = delete(Reminder).where(Reminder.round_id == row.id, Reminder.stage.in_(late))
        db.session.execute(own)
    row.due_on = due_on
    db.session.flush()


def _to_act_on(row: Round) -> None:
    """Let nobody else act on a round meanwhile. Raises RoundClosed."""
    lock(row.programme)
    db.session.refresh(row)
    if not row.open:
        raise RoundClosed


def close(row: Round, now: dt.datetime) -> Snapshot:
    """End a round: what every row of its programme says now is kept; messages that have not left
    yet do not. Raises RoundClosed."""
    _to_act_on(row)
    forget_unsent(row.id)
    row.snapshot = take_snapshot(row.programme, now.date(), now)
    row.closed_at = now
    db.session.flush()
    return row.snapshot


def reopen(row: Round) -> None:
    """Take the closing of the latest round back, with its snapshot. Raises RoundOpen when another
    one is open, RoundUsed when another one followed."""
    lock(row.programme)
    db.session.refresh(row)
    every = rounds_of(row.programme_id)
    if any(each.open for each in every):
        raise RoundOpen
    if every[0].id != row.id:
        raise RoundUsed
    snapshot, closed_at = row.snapshot, row.closed_at
    row.snapshot, row.closed_at = None, None
    db.session.flush()
    if closed_at is not None:
        _take_in(row, closed_at.date())
    if snapshot is not None:
        db.session.delete(snapshot)
        db.session.flush()


def _take_in(row: Round, since: dt.date) -> None:
    """Let the updates that came since a day, while no round was open, count for this one."""
    ids = select(Roadmap.id).where(Roadmap.programme_id == row.programme_id)
    came = update(Update).where(Update.roadmap_id.in_(ids), Update.round_id.is_(None))
    db.session.execute(came.where(Update.on >= since).values(round_id=row.id))


def take_away(row: Round) -> None:
    """Take away a round that was opened by mistake. Raises RoundUsed once an update has come."""
    _to_act_on(row)
    if db.session.scalar(select(Update.id).where(Update.round_id == row.id).limit(1)):
        raise RoundUsed
    forget_unsent(row.id)
    db.session.execute(delete(Reminder).where(Reminder.round_id == row.id))
    db.session.execute(update(Update).where(Update.round_id == row.id).values(round_id=None))
    db.session.delete(row)
    db.session.flush()


def _expected(row: Round, every: Sequence[Roadmap]) -> list[Roadmap]:
    """The roadmaps that a round asks, of all those of its programme: those that have begun and go
    on; once it is closed, those that its snapshot keeps, whatever becomes of them."""
    own = [each for each in every if each.programme_id == row.programme_id]
    if row.snapshot is not None:
        stood = {kept["id"] for kept in row.snapshot.content["roadmaps"]}
        return [each for each in own if each.id in stood]
    return [
        each
        for each in own
        if each.ended_on is None and (each.begun_on is None or each.begun_on <= row.due_on)
    ]


def came_in(rows: Sequence[Round]) -> dict[tuple[int | None, int], dt.date]:
    """When the first update of each roadmap came in each of some rounds."""
    first = select(Update.round_id, Update.roadmap_id, func.min(Update.on))
    first = first.where(Update.round_id.in_([row.id for row in rows]))
    came = db.session.execute(first.group_by(Update.round_id, Update.roadmap_id))
    return {(round_id, roadmap_id): on for round_id, roadmap_id, on in came}


def awaited_in(rows: Sequence[Round], today: dt.date) -> dict[int, list[Awaited]]:
    """Every roadmap of some rounds, with the day on which its first update came, by a number of
    queries that does not grow."""
    programmes = list({row.programme_id: row.programme for row in rows}.values())
    every = roadmaps_of_programmes(programmes)
    came = came_in(rows)
    return {
        row.id: [
            Awaited(each, on, answer(row.due_on, on, not row.open, today))
            for each in _expected(row, every)
            for on in (came.get((row.id, each.id)),)
        ]
        for row in rows
    }


def awaited(row: Round, today: dt.date) -> list[Awaited]:
    """Every roadmap of a round, with the day on which its first update came."""
    return awaited_in([row], today)[row.id]


def missing(row: Round, today: dt.date) -> list[Roadmap]:
    """The roadmaps of a round whose update has not come."""
    return [each.roadmap for each in awaited(row, today) if each.answer not in RECEIVED]


def counted(rows: Sequence[Awaited]) -> Counter[Answer]:
    """How many roadmaps stand where."""
    return Counter(each.answer for each in rows)


def take_snapshot(programme: Programme, day: dt.date, now: dt.datetime) -> Snapshot:
    """Keep what every row of a programme said at the end of a day."""
    row = Snapshot(
        programme=programme,
        as_of=day,
        taken_at=now,
        content=to_plain(state_of(programme, day)),
    )
    db.session.add(row)
    db.session.flush()
    return row


def state_in(snapshot: Snapshot) -> ProgrammeState:
    """What a snapshot keeps."""
    state: ProgrammeState = from_plain(ProgrammeState, snapshot.content)
    return state
