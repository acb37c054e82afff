"""Figures that are typed, as files: out, and in once they are checked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.cells import LineProblem
from app.documents.sealing import seal, unseal
from app.documents.spreadsheets import write_csv
from app.extensions import utcnow
from app.indicators.core.entered import Subject
from app.indicators.core.entered.lines import Line, column_called, read_lines, typed
from app.indicators.forms import entered as words
from app.indicators.forms.entered import FiguresFileForm
from app.indicators.service import entered as service
from app.indicators.views.entered import bp, keep, subject_called, year_in_reach
from app.permissions import Permission
from app.statistics.plain_values import from_plain, to_plain
from app.web import (
    after_post,
    attached,
    conflict,
    current_language,
    invalid,
    only_checks,
    render,
    requires,
    takes_file,
    unwritten,
)
from app.web.files import read_upload
from app.web.settings import settings

_PURPOSE = "a file of figures"


@bp.get("/<code>/<int:year>.csv")
@requires(Permission.FIGURE_ENTER)
def export(code: str, year: int) -> Response:
    """The lines of a year, under the headings that are taken back; those alone where it has none."""
    own, language = subject_called(code), current_language()
    options = {axis.code: axis.options for axis in own.axes if axis.options}
    rows = []
    for each in service.lines_of(own, year_in_reach(year)):
        cells = typed(own, each)
        cells |= {name: options[name][cells[name]][language] for name in options}
        rows.append([_cell(cells[name]) for name in own.columns])
    header = [label[language] for label in own.columns.values()]
    return attached(write_csv(header, rows), f"{code}-{year}.csv", "text/csv")


def _cell(text: str) -> str | float:
    """A figure below zero as a number: as a text, it would be made inert."""
    return float(text.replace(",", ".")) if re.fullmatch(r"-[0-9]+(,[0-9]+)?", text) else text


@bp.route("/<code>/<int:year>/file", methods=["GET", "POST"])
@takes_file
@unwritten
@only_checks
@requires(Permission.FIGURE_ENTER)
def file(code: str, year: int) -> ResponseReturnValue:
    """A file of lines: what is wrong with it, or what it would change."""
    own, year, form = subject_called(code), year_in_reach(year), FiguresFileForm()
    if request.method == "GET" or not form.validate():
        return _file_page(own, year, form)
    sheet = read_upload(form.file, lambda row: sum(bool(column_called(own, c)) for c in row))
    if sheet is None:
        return _file_page(own, year, form)
    today = utcnow().date()
    lines, problems = read_lines(own, sheet.header, sheet.rows, sheet.line, year, today)
    if problems:
        return _file_page(own, year, form, problems)
    return _check_page(own, year, lines, (form.file.data.filename or "")[:120])


def _file_page(
    own: Subject, year: int, form: FiguresFileForm, problems: Sequence[LineProblem] = ()
) -> Response:
    answer = invalid if form.errors or form.file.errors or problems else render
    return answer(
        "entered/file.html",
        subject=own,
        year=year,
        form=form,
        problems=[words.named(own, each) for each in problems],
        words=words.problem_words(own),
    )


def _check_page(
    own: Subject, year: int, lines: Sequence[Line], filename: str, stale: bool = False
) -> Response:
    """What a file would add and change; `stale` when that is not what its last check showed."""
    change = service.change_of(own, lines)
    content = {
        "subject": own.code,
        "filename": filename,
        "lines": to_plain(lines),
        "change": [len(change.added), len(change.changed), change.same],
    }
    return (conflict if stale else render)(
        "entered/check.html",
        subject=own,
        year=year,
        filename=filename,
        change=change,
        stale=stale,
        about=words.about,
        figures_of=words.figures_of,
        known_measures=words.known_measures,
        sealed=seal(content, _PURPOSE, settings().secret_key, utcnow()),
    )


@bp.post("/<code>/<int:year>/file/confirm")
@takes_file
@requires(Permission.FIGURE_ENTER)
def confirm(code: str, year: int) -> ResponseReturnValue:
    """Keep the lines of a file that was checked, if they still do what the check showed."""
    own, now = subject_called(code), utcnow()
    content = unseal(request.form.get("sealed", ""), _PURPOSE, settings().secret_key, now)
    if content is None or content["subject"] != own.code:
        form = FiguresFileForm(formdata=None)
        form.file.errors = [_("This check is too old: send the file again.")]
        return _file_page(own, year_in_reach(year), form)
    lines, filename = [from_plain(Line, each) for each in content["lines"]], content["filename"]
    change = service.change_of(own, lines)
    done = [len(change.added), len(change.changed), change.same]
    if done != content["change"] or not keep(own, lines, filename=filename):
        return _check_page(own, year_in_reach(year), lines, filename, stale=True)
    count = done[0] + done[1]
    flash(ngettext("%(num)s line saved.", "%(num)s lines saved.", count))
    return after_post(url_for(".subject", code=code, year=year))
