"""A calendar and a matrix as grids, which one template shows on a page and on paper, and which a
workbook holds as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _

from app.documents.spreadsheets import Cell as SheetCell
from app.documents.spreadsheets import Page
from app.roadmaps.core.months import Mark
from app.roadmaps.core.reviews import Public
from app.roadmaps.forms import steering_words
from app.roadmaps.forms.words import applicability_words, due_words, status_words
from app.roadmaps.models import Action, Recommendation
from app.roadmaps.service.calendars import Calendar, Group, Line, Matrix, MatrixRow
from app.text import Text, both
from app.web.formats import month_short
from app.web.language import current_language


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `kind` draws it as well, and says nothing that its words do not."""

    text: Text | str = ""
    kind: str = ""
    address: str = ""
    before: str = ""


@dataclass(frozen=True)
class Rows:
    """Rows under one heading."""

    title: Text | str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Grid:
    """A table with a heading over each group of its rows; the first cell of a row names it."""

    title: str
    header: Sequence[str]
    groups: Sequence[Rows]
    #: How many of the first columns are words; the others are narrow marks.
    words: int = field(default=1)

    @property
    def empty(self) -> bool:
        return not any(group.rows for group in self.groups)


def recommendation_grid(calendar: Calendar) -> Grid:
    """The recommendations of a calendar: applicability in words, then the months."""
    return _months(
        calendar,
        _("Recommendations"),
        [_("Recommendation"), _("Applicability")],
        calendar.recommendations,
    )


def action_grid(calendar: Calendar) -> Grid:
    """The actions of a calendar: status and due date in words, then the months."""
    return _months(calendar, _("Actions"), [_("Action"), _("Status")], calendar.actions)


def undated_rows(calendar: Calendar) -> list[tuple[Cell, Text]]:
    """What no month holds, with the review or the roadmap that it is of."""
    return [
        (_named(row), row.roadmap.title if isinstance(row, Action) else row.review.title)
        for row in calendar.undated
    ]


def _months(calendar: Calendar, title: str, header: Sequence[str], groups: Sequence[Group]) -> Grid:
    said = {mark: steering_words.mark_words(mark) for mark in Mark}
    return Grid(
        title=title,
        header=[*header, *(month_short(each) for each in calendar.year.months)],
        groups=[Rows(group.title, [_line(line, said) for line in group.lines]) for group in groups],
        words=len(header),
    )


def _line(line: Line, said: Mapping[Mark, str]) -> list[Cell]:
    row = line.row
    words = _of_action(row) if isinstance(row, Action) else _of_recommendation(row, line)
    marks = [
        Cell(said[mark], mark.value if mark is not Mark.NOTHING else "") for mark in line.marks
    ]
    return [_named(row), *words, *marks]


def _named(row: Recommendation | Action) -> Cell:
    address = (
        url_for("roadmaps.action", action_id=row.id)
        if isinstance(row, Action)
        else url_for("roadmaps.recommendation", recommendation_id=row.id)
    )
    return Cell(row.title, address=address, before=row.code)


def _of_action(action: Action) -> list[Cell]:
    status, due = status_words(action.status)[0], due_words(action.due, action.not_before)
    if action.due is None:
        return [Cell(f"{status}, {due}")]
    return [Cell(_("%(status)s, due: %(due)s", status=status, due=due))]


def _of_recommendation(row: Recommendation, line: Line) -> list[Cell]:
    said = applicability_words(row.applicability)
    if all(mark is Mark.NOTHING for mark in line.marks):
        said = ", ".join([said, _("months of another year")])
    return [Cell(said)]


def matrix_grid(matrix: Matrix, roadmaps: bool) -> Grid:
    """The matrix: a heading for each objective of each axis, then its actions; with the roadmap where
    there are several."""
    header = [_("Action"), _("Pilot"), _("Status"), _("Due"), _("Also under")]
    publics = list(Public) if matrix.publics else []
    header += [steering_words.public_words(each) for each in publics]
    groups = []
    for cell in matrix.cells:
        named = [_coded(cell.objective.code, cell.objective.title)]
        if cell.axis:
            named.insert(0, cell.axis.title)
        elif roadmaps:
            named.insert(0, cell.objective.roadmap.title)
        groups.append(
            Rows(_joined(" – ", *named), [_matrix_row(row, publics) for row in cell.rows])
        )
    return Grid(_("Matrix"), header, groups, words=5)


def _coded(code: str, title: Text) -> Text:
    return _joined(" ", both(code), title) if code else title


def _joined(mark: str, *texts: Text) -> Text:
    """Texts as one, in the languages that all of them have; else as each can be read."""
    french, english = (
        mark.join(own) if all(own := [text.to_dict()[code] for text in texts]) else ""
        for code in ("fr", "en")
    )
    return Text(french, english) if french or english else both(mark.join(t["fr"] for t in texts))


def _matrix_row(row: MatrixRow, publics: Sequence[Public]) -> list[Cell]:
    action = row.action
    address = url_for("roadmaps.action", action_id=action.id)
    cells = [
        Cell(action.title, address=address, before=row.code),
        Cell(row.pilot or "–"),
        Cell(status_words(action.status)[0]),
        Cell(due_words(action.due, action.not_before)),
        Cell(", ".join(row.others)),
    ]
    return cells + [
        Cell(_("yes"), "planned") if each in action.publics else Cell() for each in publics
    ]


def sheet_of(grid: Grid, first: str) -> Page:
    """A grid as the page of a workbook; the headings of groups are a column, `first`."""
    language = current_language()

    def words(text: Text | str) -> str:
        return text[language] if isinstance(text, Text) else text

    rows: list[list[SheetCell]] = []
    for group in grid.groups:
        for row in group.rows:
            cells: list[SheetCell] = [words(group.title)]
            for cell in row:
                cells.append(" ".join(filter(None, (cell.before, words(cell.text)))))
            rows.append(cells)
    return Page(grid.title, [first, *grid.header], rows)
