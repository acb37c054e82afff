"""What a calendar of twelve months and a matrix hold, by a number of queries that does not grow."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, subqueryload

from app.accounts.models import Person
from app.extensions import db
from app.roadmaps.core.actions import ActionStatus, Applicability
from app.roadmaps.core.months import Mark, Year, marks_of_action, marks_of_months, planned_months
from app.roadmaps.models import (
    Action,
    Axis,
    Objective,
    Placement,
    Programme,
    Recommendation,
    Roadmap,
)
from app.roadmaps.service.board import OPEN
from app.roadmaps.service.pilots import pilot_name
from app.roadmaps.service.reviews import recommendations_of
from app.text import Text


@dataclass(frozen=True)
class Line:
    """A recommendation or an action in a calendar, with what happens in each month."""

    row: Recommendation | Action
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Group:
    """The lines of a group of recommendations, or of a roadmap."""

    title: Text
    lines: Sequence[Line]


@dataclass(frozen=True)
class Calendar:
    """Twelve months of a programme; `undated` is what nothing puts into any month: recommendations
    whose months are not chosen, actions without a date."""

    year: Year
    recommendations: Sequence[Group]
    actions: Sequence[Group]
    undated: Sequence[Recommendation | Action]


@dataclass(frozen=True)
class CalendarFilter:
    """What a calendar shows: everything, but for what is asked."""

    what: str = ""
    applicability: Applicability | None = None
    roadmap: int | None = None


def calendar_of(
    programme: Programme, year: Year, asked: CalendarFilter, today: dt.date
) -> Calendar:
    """The recommendations of a programme, and its actions that are not over or were due in a year."""
    recommendations = [] if asked.what == "actions" else _recommendations(programme, asked)
    actions = [] if asked.what == "recommendations" else _actions(programme, asked)
    undated: list[Recommendation | Action] = [each for each in recommendations if not each.months]
    undated += [each for each in actions if each.due is None and each.starts is None]
    return Calendar(
        year,
        _recommended(recommendations, year),
        _to_carry_out(actions, year, today),
        undated,
    )


def _to_carry_out(actions: Sequence[Action], year: Year, today: dt.date) -> list[Group]:
    """The actions that do something in a year, by roadmap."""
    groups: dict[int, tuple[Text, list[Line]]] = {}
    for action in actions:
        aside = action.applicability is Applicability.NOT_NOW  # it is as little late as given up
        status = ActionStatus.ABANDONED if aside else action.status
        marks = marks_of_action(action.starts, action.due, action.not_before, status, year, today)
        if any(mark is not Mark.NOTHING for mark in marks):
            group = groups.setdefault(action.roadmap_id, (action.roadmap.title, []))
            group[1].append(Line(action, marks))
    return [Group(title, lines) for title, lines in groups.values()]


def _recommended(recommendations: Sequence[Recommendation], year: Year) -> list[Group]:
    """The recommendations whose months are chosen, by group."""
    groups: dict[Text, list[Line]] = {}
    for row in recommendations:
        if row.months:
            planned = planned_months(row.review.calendar_from, row.months)
            line = Line(row, marks_of_months(planned, year))
            groups.setdefault(row.theme or row.review.title, []).append(line)
    return [Group(title, lines) for title, lines in groups.items()]


def _recommendations(programme: Programme, asked: CalendarFilter) -> list[Recommendation]:
    rows = recommendations_of(programme.id) if asked.roadmap is None else ()
    return [row for row in rows if asked.applicability in (None, row.applicability)]


def _actions(programme: Programme, asked: CalendarFilter) -> list[Action]:
    own = (
        select(Action)
        .join(Action.roadmap)
        .where(Roadmap.programme_id == programme.id, Roadmap.ended_on.is_(None))
        .where(OPEN | Action.due_on.is_not(None))
        .options(lazyload("*"), subqueryload(Action.placements), joinedload(Action.roadmap))
        .order_by(Roadmap.position, Roadmap.id, Action.due_on, Action.id)
    )
    if asked.roadmap is not None:
        own = own.where(Action.roadmap_id == asked.roadmap)
    if asked.applicability is not None:
        own = own.where(Action.applicability == asked.applicability)
    return list(db.session.scalars(own).unique())


@dataclass(frozen=True)
class MatrixRow:
    """An action under the first of its objectives; `others` are the codes that it has under others."""

    action: Action
    code: str
    pilot: str
    others: Sequence[str]


@dataclass(frozen=True)
class MatrixCell:
    """An objective of an axis, with the actions that are shown under it."""

    axis: Axis | None
    objective: Objective
    rows: Sequence[MatrixRow]


@dataclass(frozen=True)
class Matrix:
    """The axes of a programme crossed with their objectives and actions; each action once."""

    cells: Sequence[MatrixCell]
    pilots: Sequence[str]

    @property
    def publics(self) -> bool:
        """Whether an action says whom it is for."""
        return any(row.action.publics for cell in self.cells for row in cell.rows)


def matrix_of(programme: Programme, pilot: str = "") -> Matrix:
    """The matrix of a programme; the actions of one pilot where one is asked for."""
    objectives = (
        select(Objective)
        .join(Objective.roadmap)
        .outerjoin(Axis, Axis.id == Objective.axis_id)
        .where(Roadmap.programme_id == programme.id, Roadmap.ended_on.is_(None))
        .where(Objective.ended_on.is_(None))
        .options(joinedload(Objective.axis), joinedload(Objective.roadmap))
        .order_by(Axis.position, Axis.id, Roadmap.position, Objective.position, Objective.id)
    )
    actions = (
        select(Action)
        .join(Action.roadmap)
        .where(Roadmap.programme_id == programme.id, Roadmap.ended_on.is_(None))
        .options(
            lazyload("*"),
            joinedload(Action.pilot).lazyload(Person.role_rows),
            joinedload(Action.pilot_organisation),
            subqueryload(Action.placements).lazyload(Placement.objective),
        )
    )
    rows = list(db.session.scalars(actions).unique())
    shown = [each for each in rows if not pilot or pilot_name(each) == pilot]
    own = list(db.session.scalars(objectives).unique())
    under = _by_first_objective(shown, {each.id for each in own})
    cells = [MatrixCell(each.axis, each, under[each.id]) for each in own]
    pilots = sorted({name for each in rows if (name := pilot_name(each))})
    return Matrix([cell for cell in cells if cell.rows or not pilot], pilots)


def _by_first_objective(
    actions: Sequence[Action], in_use: Collection[int]
) -> defaultdict[int, list[MatrixRow]]:
    """The actions under the first of their objectives that are in use, each in its order."""
    placed: defaultdict[int, list[tuple[int, int, MatrixRow]]] = defaultdict(list)
    for action in actions:
        own = [each for each in action.placements if each.objective_id in in_use]
        if own:
            first, codes = own[0], [each.code or "…" for each in own[1:]]
            row = MatrixRow(action, first.code, pilot_name(action), codes)
            placed[first.objective_id].append((first.position, first.id, row))
    under: defaultdict[int, list[MatrixRow]] = defaultdict(list)
    for objective_id, rows in placed.items():
        under[objective_id] = [row for *_place, row in sorted(rows, key=lambda each: each[:2])]
    return under
