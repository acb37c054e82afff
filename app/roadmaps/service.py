"""Roadmaps: the board, one roadmap, its updates, its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.roadmaps import core
from app.roadmaps.core import ActionStatus, PolicyGroup
from app.roadmaps.models import Action, Objective, ProgressUpdate, Roadmap
from app.statistics.figures import Column, Row, Table, Unit, ratio
from app.text import Text


def roadmaps() -> list[Roadmap]:
    """Every roadmap, by group then in the order of the programme."""
    order = list(PolicyGroup)
    rows = db.session.scalars(select(Roadmap).order_by(Roadmap.id)).all()
    return sorted(rows, key=lambda roadmap: (order.index(PolicyGroup(roadmap.group)), roadmap.id))


def roadmaps_of(person_id: int) -> list[Roadmap]:
    """The roadmaps of which this person is the ambassador."""
    return list(
        db.session.scalars(
            select(Roadmap).where(Roadmap.ambassador_id == person_id).order_by(Roadmap.id)
        )
    )


def last_update(roadmap: Roadmap) -> dt.date | None:
    """The day of the latest progress update of any of its actions."""
    days = [update.on for action in roadmap.actions for update in action.updates]
    return max(days, default=None)


def silent_roadmaps(since: dt.date) -> int:
    """How many roadmaps have had no progress update since this day."""
    latest = (
        select(func.max(ProgressUpdate.on))
        .select_from(Roadmap)
        .outerjoin(Roadmap.objectives)
        .outerjoin(Objective.actions)
        .outerjoin(Action.updates)
        .group_by(Roadmap.id)
    )
    return sum(day is None or day < since for day in db.session.scalars(latest))


def update_action(
    action: Action,
    *,
    status: ActionStatus,
    due_on: dt.date,
    note: str,
    language: str,
    author_id: int | None,
    today: dt.date,
) -> bool:
    """Record a progress update; False when nothing changed and nothing was said."""
    if (status, due_on) == (action.status, action.due_on) and not note:
        return False
    action.status, action.due_on = status, due_on
    db.session.add(
        ProgressUpdate(
            action_id=action.id,
            on=today,
            author_id=author_id,
            status=status,
            due_on=due_on,
            note=note,
            language=language,
        )
    )
    db.session.flush()
    db.session.expire(action, ["updates"])
    return True


def add_action(objective: Objective, title: Text, due_on: dt.date) -> Action:
    """A new planned action at the end of an objective."""
    action = Action(
        objective=objective,
        position=len(objective.actions),
        title=title,
        status=ActionStatus.PLANNED,
        due_on=due_on,
    )
    db.session.add(action)
    db.session.flush()
    return action


def progress_table() -> Table | None:
    """Actions by group of policies and status; None without roadmaps."""
    all_roadmaps = roadmaps()
    if not all_roadmaps:
        return None
    rows = []
    for group, label in core.GROUP_LABELS.items():
        ours = [roadmap for roadmap in all_roadmaps if roadmap.group == group]
        if ours:
            rows.append(_row(group, label, ours))
    rows.append(_row("total", Text("Ensemble", "All"), all_roadmaps, total=True))
    programme = all_roadmaps[0].programme
    return Table(
        code="roadmaps",
        title=Text("Avancement des feuilles de route", "Progress of the roadmaps"),
        columns=(
            Column("roadmaps", Text("Feuilles de route", "Roadmaps"), Unit.COUNT),
            Column("actions", Text("Actions", "Actions"), Unit.COUNT),
            *(Column(s, label, Unit.COUNT) for s, label in core.STATUS_LABELS.items()),
            Column("share_done", Text("Part faite", "Share done"), Unit.SHARE),
        ),
        rows=tuple(rows),
        population=Text("actions des feuilles de route", "actions of the roadmaps"),
        source=programme.source,
        as_of=_as_of(all_roadmaps),
    )


def _row(code: str, label: Text, counted: Sequence[Roadmap], total: bool = False) -> Row:
    statuses = [action.status for roadmap in counted for action in roadmap.actions]
    by_status = core.counts(statuses)
    share = ratio(by_status[ActionStatus.DONE], len(statuses))
    return Row(code, label, (len(counted), len(statuses), *by_status.values(), share), total=total)


def policies_table() -> Table | None:
    """Actions by policy and status; None without roadmaps."""
    all_roadmaps = roadmaps()
    if not all_roadmaps:
        return None
    rows = [_row(roadmap.policy.code, roadmap.policy.name, [roadmap]) for roadmap in all_roadmaps]
    whole = progress_table()
    assert whole is not None
    return Table(
        code="policies",
        title=Text("Actions par politique publique", "Actions by policy"),
        columns=whole.columns[1:],
        rows=tuple(Row(row.code, row.label, row.cells[1:]) for row in rows),
        population=whole.population,
        source=whole.source,
        as_of=whole.as_of,
    )


def _as_of(counted: Sequence[Roadmap]) -> dt.date:
    latest = db.session.scalar(select(func.max(ProgressUpdate.on)))
    return latest or counted[0].programme.starts_on
