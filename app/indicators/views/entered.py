"""Figures that are typed, or sent as a file, each with its source: subjects, lines, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.accounts.service.audit import record
from app.cells import CellError, small_number
from app.extensions import db, utcnow
from app.indicators.core.entered import GROUPS, SUBJECTS, Subject
from app.indicators.core.entered import lines as core
from app.indicators.core.entered.lines import Line, read_line, typed
from app.indicators.forms import entered as words
from app.indicators.models import EnteredLine, Entry
from app.indicators.service import entered as service
from app.permissions import Permission, allowed
from app.web import (
    after_post,
    conflict,
    current_language,
    current_person,
    invalid,
    load,
    render,
    requires,
)

bp = Blueprint("entered", __name__, url_prefix="/typed-figures", template_folder="../templates")


def subject_called(code: str) -> Subject:
    """The subject of an address, for those who may type it."""
    subject = SUBJECTS.get(code)
    if subject is None or not allowed(current_person().roles, subject.permission):
        abort(404)
    return subject


def year_in_reach(year: int) -> int:
    if not core.FIRST_YEAR <= year <= core.LAST_YEAR:
        abort(404)
    return year


@bp.get("/")
@requires(Permission.FIGURE_ENTER)
def index() -> Response:
    """What can be typed, and what there is of a year."""
    asked = small_number(request.args.get("year", "")) or 0
    known = core.FIRST_YEAR <= asked <= core.LAST_YEAR
    year = asked if known else utcnow().year - 1
    roles = current_person().roles
    groups = [
        (title, [each for each in subjects if allowed(roles, each.permission)])
        for title, subjects in GROUPS
    ]
    return render(
        "entered/index.html",
        year=year,
        themes=[(title, subjects) for title, subjects in groups if subjects],
        states=service.states(year),
    )


@bp.route("/<code>/<int:year>", methods=["GET", "POST"])
@requires(Permission.FIGURE_ENTER)
def subject(code: str, year: int) -> ResponseReturnValue:
    """The lines of a subject in one year; a new one is added here."""
    own, year = subject_called(code), year_in_reach(year)
    if request.method == "GET":
        return _subject_page(own, year, {"year": str(year)} | _like(own), {})
    cells = _typed(own)
    line, errors = read_line(own, cells, utcnow().date(), current_language())
    if line is None:
        return _subject_page(own, year, cells, errors)
    there = _row_like(own, line)
    if there is not None:
        return _subject_page(own, year, cells, {}, there=there)
    if not keep(own, [line]):
        return _subject_page(own, year, cells, {}, there=_row_like(own, line))
    flash(_("Line added."))
    added = _row_like(own, line)
    like = added.id if added else None
    return after_post(url_for(".subject", code=code, year=line.year, like=like))


def _like(own: Subject) -> dict[str, str]:
    """What the line just added says, but for its figures: the next one is often alike."""
    number = small_number(request.args.get("like", "")) or 0
    row = next((row for row in service.rows_of(own) if row.id == number), None)
    cells = typed(own, service.line_of(row)) if row else {}
    return {name: text for name, text in cells.items() if name not in own.figures}


def _typed(own: Subject) -> dict[str, str]:
    return {name: request.form.get(name, "")[:500] for name in own.columns}


def _row_like(own: Subject, line: Line) -> EnteredLine | None:
    """The row that counts and is about the same as a line."""
    key = core.key_of(own, line)
    return next((row for row in service.rows_of(own, line.year) if row.key == key), None)


def keep(
    own: Subject,
    lines: Sequence[Line],
    removed: Sequence[EnteredLine] = (),
    filename: str | None = None,
) -> bool:
    """Keep lines as one entry; False when somebody else entered one of them meanwhile."""
    person, now = current_person().id, utcnow()
    try:
        entry = service.enter(own, lines, person, now, removed=removed, filename=filename)
    except IntegrityError:
        db.session.rollback()
        return False
    if entry is not None:
        record(person, "figures.enter", f"entry:{entry.id}", now, about=own.code)
        db.session.commit()
    return True


def _subject_page(
    own: Subject,
    year: int,
    cells: Mapping[str, str],
    errors: Mapping[str, CellError],
    there: EnteredLine | None = None,
) -> Response:
    answer = conflict if there else invalid if errors else render
    rows = service.rows_of(own, year)
    return answer(
        "entered/subject.html",
        subject=own,
        year=year,
        rows=[(row, service.line_of(row)) for row in rows],
        fields=words.fields_of(own, cells, errors),
        there=there,
        about=words.about,
        figures_of=words.figures_of,
        known_measures=words.known_measures,
    )


@bp.route("/lines/<int:line_id>", methods=["GET", "POST"])
@requires(Permission.FIGURE_ENTER)
def line(line_id: int) -> ResponseReturnValue:
    """One line: corrected, or removed."""
    row = load(EnteredLine, line_id)
    own = subject_called(row.subject)
    present = _present(own, row)
    if request.method == "GET":
        shown = present or row
        return _line_page(own, shown, typed(own, service.line_of(shown)), {})
    cells = _typed(own)
    if present is not row:
        return _line_page(own, present or row, cells, {}, stale=True)
    if request.form.get("go") == "remove":
        return _removed(own, row, cells)
    changed, errors = read_line(own, cells, utcnow().date(), current_language())
    if changed is None:
        return _line_page(own, row, cells, errors)
    other = _row_like(own, changed)
    if other is not None and other is not row:
        return _line_page(own, row, cells, {}, there=other)
    if not keep(own, [changed], removed=[row] if other is None else []):
        return _line_page(own, row, cells, {}, stale=True)
    flash(_("Line saved."))
    return after_post(url_for(".subject", code=own.code, year=changed.year))


def _present(own: Subject, row: EnteredLine) -> EnteredLine | None:
    """The row that counts now where this one did; None when it is removed."""
    return next((each for each in service.rows_of(own) if each.key == row.key), None)


def _removed(own: Subject, row: EnteredLine, cells: Mapping[str, str]) -> ResponseReturnValue:
    if not keep(own, [], removed=[row]):
        return _line_page(own, row, cells, {}, stale=True)
    flash(_("Line removed. Its history can bring it back."))
    return after_post(url_for(".subject", code=own.code, year=row.year))


def _line_page(
    own: Subject,
    row: EnteredLine,
    cells: Mapping[str, str],
    errors: Mapping[str, CellError],
    *,
    there: EnteredLine | None = None,
    stale: bool = False,
) -> Response:
    answer = conflict if stale or there else invalid if errors else render
    return answer(
        "entered/line.html",
        subject=own,
        row=row,
        title=words.about(own, service.line_of(row)),
        gone=_present(own, row) is None,
        fields=words.fields_of(own, cells, errors),
        there=there,
        stale=stale,
    )


@bp.get("/<code>/history")
@requires(Permission.FIGURE_ENTER)
def history(code: str) -> Response:
    """Every entry of a subject, with what it says; each is undone and done again whole."""
    own = subject_called(code)
    return render(
        "entered/history.html",
        subject=own,
        entries=service.history(own),
        line_of=service.line_of,
        about=words.about,
        figures_of=words.figures_of,
        known_measures=words.known_measures,
    )


@bp.post("/entries/<int:entry_id>/<act>")
@requires(Permission.FIGURE_ENTER)
def turn(entry_id: int, act: str) -> ResponseReturnValue:
    """Undo an entry, or do it again."""
    entry = load(Entry, entry_id)
    own = subject_called(entry.subject)
    if act == "undo":
        service.undo(entry, utcnow())
        flash(_("Undone: what was there before counts again."))
    elif act == "redo":
        service.redo(entry)
        flash(_("Done again, but for what was typed since."))
    else:
        abort(404)
    record(current_person().id, f"figures.{act}", f"entry:{entry.id}", utcnow(), about=own.code)
    db.session.commit()
    return after_post(url_for(".history", code=own.code))
