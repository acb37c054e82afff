"""Tenders from a file, and the file to fill in."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.service.audit import record
from app.accounts.service.people import directorates, people_with_role
from app.cells import LineProblem
from app.documents.spreadsheets import XLSX, Page, Sheet, write_workbook
from app.extensions import begin_writing, db, utcnow
from app.permissions import Permission, Role
from app.procurement.core.importing import (
    COLUMNS,
    REQUIRED,
    column_of,
    known_headings,
    read_tenders,
)
from app.procurement.forms.importing import (
    TendersFileForm,
    column_hints,
    tender_problem_words,
    values_of,
)
from app.procurement.service import tenders
from app.procurement.views.blueprints import bp
from app.web import (
    after_post,
    attached,
    current_person,
    invalid,
    reads_first,
    render,
    requires,
    takes_file,
)
from app.web.files import read_upload


@bp.route("/import", methods=["GET", "POST"])
@takes_file
@reads_first
@requires(Permission.TENDER_MANAGE)
def import_file() -> ResponseReturnValue:
    """Tenders from a spreadsheet: all of its lines, or none and what to correct in each."""
    form = TendersFileForm()
    if request.method == "GET":
        return _page(form)
    sheet = read_upload(form.file, known_headings) if form.validate() else None
    if sheet is None:
        return _page(form)
    begin_writing()
    units = {name: each.id for each in directorates() for name in (each.code, each.name.fr)}
    buyers = {each.email: each.id for each in people_with_role(Role.PROCUREMENT)}
    lines, problems = read_tenders(sheet.header, sheet.rows, sheet.line, units, buyers)
    if problems:
        return _page(form, problems, _left_aside(sheet))
    me, now = current_person(), utcnow()
    mine = me.id if me.id in buyers.values() else None
    new, known = tenders.take_tenders([values_of(line, mine) for line in lines], now.date())
    record(me.id, "tenders.import", "tenders", now, created=new, known=len(known))
    db.session.commit()
    if new:
        flash(ngettext("%(num)s tender created.", "%(num)s tenders created.", new))
    if known:
        flash(_("Known already, left as they are: %(numbers)s.", numbers=", ".join(known[:20])))
    if left := _left_aside(sheet):
        flash(left)
    return after_post(url_for(".index"))


def _left_aside(sheet: Sheet) -> str:
    """The headings that name no column, in words; empty without any."""
    left = [heading for heading in sheet.header if heading and not column_of(heading)]
    return _("Columns left aside: %(names)s.", names=", ".join(left)) if left else ""


def _page(
    form: TendersFileForm, problems: Sequence[LineProblem] = (), left_aside: str = ""
) -> Response:
    return (invalid if form.errors or problems else render)(
        "procurement/import.html",
        form=form,
        problems=problems,
        left_aside=left_aside,
        words=tender_problem_words,
        columns=COLUMNS,
        required=REQUIRED,
        hints=column_hints(),
    )


@bp.get("/import/model.xlsx")
@requires(Permission.TENDER_MANAGE)
def model() -> Response:
    """The file to fill in: its headings, then a page that says what to write under each."""
    hints = column_hints()
    pages = [
        Page("consultations", list(COLUMNS), []),
        Page(
            _("What to write"),
            [_("Column"), _("What to write")],
            [[name, hints.get(name, _("text"))] for name in COLUMNS],
        ),
    ]
    return attached(write_workbook(pages), "consultations.xlsx", XLSX)
