"""The agents' file: sent, read by a worker, asked about, checked, imported, undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.cells import LineProblem
from app.documents.spreadsheets import (
    XLSX,
    Refusal,
    RefusedFile,
    write_csv,
    write_template,
)
from app.extensions import db, utcnow
from app.indicators import service
from app.indicators.core import COLUMNS, REQUIRED, Confirmed, FileState, labels
from app.indicators.core.agents import PAID_RULE, STAFF_RULE
from app.indicators.core.columns import KEPT
from app.indicators.forms.agents_file import (
    AgentsFileForm,
    QuestionsForm,
    confirmed_words,
    remark_words,
    understood_words,
)
from app.indicators.instance import instance
from app.indicators.models import HrFile, HrImport
from app.indicators.service import files
from app.indicators.service.files import Findings
from app.permissions import Permission
from app.web import (
    after_post,
    attached,
    current_language,
    current_person,
    invalid,
    load,
    render,
    requires,
    takes_file,
)
from app.web.files import refusal_words
from app.web.problems import words as problem_words
from app.web.settings import settings

hr = Blueprint("hr", __name__, url_prefix="/agents-file", template_folder="../templates")


@hr.route("/", methods=["GET", "POST"], endpoint="index")
@takes_file
@requires(Permission.HR_IMPORT)
def agents_file() -> ResponseReturnValue:
    """Step 1, the file; and what was sent before."""
    form = AgentsFileForm()
    if request.method == "GET" or not form.validate():
        return _file_page(form)
    data = form.file.data.read()
    if not data or len(data) > files.SENT.size:
        refused = RefusedFile(Refusal.TOO_LARGE if data else Refusal.EMPTY)
        form.file.errors = [refusal_words(refused)]
        return _file_page(form)
    assert form.year.data is not None
    file = files.send_file(
        data,
        form.year.data,
        form.file.data.filename or "",
        current_person().id,
        utcnow(),
        settings().secret_key,
    )
    address = url_for(".show", file_id=file.id)
    db.session.commit()
    return after_post(address)


def _file_page(form: AgentsFileForm) -> Response:
    answer = invalid if form.errors or form.file.errors else render
    return answer(
        "indicators/file.html",
        form=form,
        waiting=files.waiting(),
        imports=service.imports(),
        redoable=service.redoable(),
        current=set(service.current_imports().values()),
        held=service.held(),
        months=settings().hr_months,
        required=[name for name in COLUMNS if name in REQUIRED],
        used=[name for name in COLUMNS if name not in REQUIRED and name not in KEPT],
        kept=sorted(KEPT),
        names=labels.COLUMN_NAMES,
    )


PAGES = {
    FileState.READING: "indicators/reading.html",
    FileState.ASKING: "indicators/questions.html",
    FileState.REFUSED: "indicators/refused.html",
    FileState.CHECKED: "indicators/check.html",
}


@hr.get("/<int:file_id>")
@requires(Permission.HR_IMPORT)
def show(file_id: int) -> Response:
    """Step 2: the file while it is read, what is asked of it, what is wrong, or what it holds."""
    file = db.session.get(HrFile, file_id)
    if file is None:  # a colleague's old link, or a step back after the import
        return render("indicators/ended.html")
    findings = files.findings_in(file, settings().secret_key)
    return _state_page(file, findings, QuestionsForm(findings.questions if findings else ()))


def _state_page(file: HrFile, findings: Findings | None, form: QuestionsForm) -> Response:
    answer = invalid if form.errors else render
    return answer(PAGES[file.state], file=file, form=form, **_words_of(file, findings))


def _words_of(file: HrFile, findings: Findings | None) -> dict[str, Any]:
    if findings is None:
        return {"findings": None}
    return {
        "findings": findings,
        "problems": [_named(each) for each in findings.problems],
        "refusal": refusal_words(RefusedFile(findings.refusal, findings.lines))
        if findings.refusal
        else "",
        "remarks": [(remark_words(each), each) for each in findings.remarks],
        "rules": (STAFF_RULE, PAID_RULE),
        "understood": understood_words(findings),
        "replaces": service.current_import(file.year),
    }


def _named(problem: LineProblem) -> LineProblem:
    """A problem by the name of its column, where that is no heading of the file."""
    name = labels.COLUMN_NAMES.get(problem.column)
    return replace(problem, column=name[current_language()]) if name else problem


def _refusal(findings: Findings) -> str:
    if findings.refusal is None:
        return ""
    return refusal_words(RefusedFile(findings.refusal, findings.lines), files.SENT)


def _waiting_file(file_id: int) -> tuple[HrFile | None, Findings | None]:
    """A file that was read and not imported; None where it is gone, or read anew."""
    file = db.session.get(HrFile, file_id)
    findings = files.findings_in(file, settings().secret_key) if file else None
    return (file, findings) if findings else (None, None)


@hr.get("/<int:file_id>/errors.csv")
@requires(Permission.HR_IMPORT)
def errors(file_id: int) -> Response:
    """The file as it was sent, with a column that says what is wrong with each line."""
    file, findings = _waiting_file(file_id)
    content = files.content_of(file, settings().secret_key) if file else None
    if file is None or findings is None or content is None or not findings.problems:
        abort(404)
    name = Path(file.filename).stem or "agents"
    db.session.rollback()  # the file is read anew, while no transaction is open
    header, rows = files.lines_with_errors(content, findings.problems, _said_of)
    return attached(write_csv([*header, _("To correct")], rows), f"{name}.csv", "text/csv")


def _said_of(problem: LineProblem) -> str:
    what, remedy = problem_words(problem)
    return f"{problem.column}: {what}. {remedy}"


@hr.post("/<int:file_id>/answers")
@requires(Permission.HR_IMPORT)
def answer(file_id: int) -> ResponseReturnValue:
    """What the headings and texts of a file mean; it is read again with that."""
    file, findings = _waiting_file(file_id)
    if file and findings and file.state is FileState.ASKING:
        form = QuestionsForm(findings.questions, request.form)
        if form.errors:
            return _state_page(file, findings, form)
        files.answer_questions(file, findings, form.answer_to, utcnow())
        db.session.commit()
    return after_post(url_for(".show", file_id=file_id))


@hr.post("/<int:file_id>/ask-again")
@requires(Permission.HR_IMPORT)
def ask_again(file_id: int) -> ResponseReturnValue:
    """Forget what was answered for files with these headings, and ask it anew."""
    file, findings = _waiting_file(file_id)
    if file and findings and findings.source:
        files.forget_answers(file, findings, utcnow())
        db.session.commit()
    return after_post(url_for(".show", file_id=file_id))


@hr.post("/<int:file_id>/confirm")
@requires(Permission.HR_IMPORT)
def confirm(file_id: int) -> ResponseReturnValue:
    """Step 3: import what was checked."""
    outcome, year, imported = files.confirm(file_id, utcnow(), instance())
    if imported is None or outcome in (Confirmed.UNDONE, Confirmed.OVERTAKEN):
        form = AgentsFileForm(formdata=None)
        form.file.errors = [confirmed_words(outcome, year)]
        return _file_page(form)
    count = imported.agents
    if outcome is Confirmed.SAVED:
        subject = f"hr_import:{imported.id}"
        record(current_person().id, "hr.import", subject, utcnow(), year=year, rows=count)
        flash(_("%(count)s agents imported for %(year)s.", count=count, year=year))
    else:
        flash(confirmed_words(outcome, year))
    db.session.commit()
    return after_post(url_for("indicators.show", year=year))


@hr.post("/<int:file_id>/cancel")
@requires(Permission.HR_IMPORT)
def cancel(file_id: int) -> ResponseReturnValue:
    """Give up a file that was not imported: nothing is kept of it."""
    files.give_up(file_id)
    db.session.commit()
    flash(_("This file is forgotten: nothing of it was kept."))
    return after_post(url_for(".index"))


@hr.post("/<int:import_id>/undo")
@requires(Permission.HR_IMPORT)
def undo(import_id: int) -> ResponseReturnValue:
    imported = load(HrImport, import_id)
    if service.current_import(imported.year) is not imported:
        form = AgentsFileForm(formdata=None)
        form.file.errors = [_("Only the current import of a year can be undone.")]
        return _file_page(form)
    before = service.undo_import(imported, utcnow())
    record(current_person().id, "hr.undo", f"hr_import:{import_id}", utcnow(), year=imported.year)
    db.session.commit()
    if before is None:
        flash(_("Import undone: there are no figures for %(year)s any more.", year=imported.year))
    else:
        flash(_("Import undone: the file before it counts again for %(year)s.", year=imported.year))
    return after_post(url_for(".index"))


@hr.post("/<int:import_id>/redo")
@requires(Permission.HR_IMPORT)
def redo(import_id: int) -> ResponseReturnValue:
    """Do again what was undone, while nothing else was imported for its year."""
    imported = load(HrImport, import_id)
    if imported.id not in service.redoable():
        form = AgentsFileForm(formdata=None)
        form.file.errors = [_("This import can no longer be done again: send its file.")]
        return _file_page(form)
    imported.undone_at = None
    record(current_person().id, "hr.redo", f"hr_import:{import_id}", utcnow(), year=imported.year)
    db.session.commit()
    flash(_("This import counts again for %(year)s.", year=imported.year))
    return after_post(url_for(".index"))


@hr.get("/template")
@requires(Permission.HR_IMPORT)
def template() -> Response:
    """An empty workbook with the names of the columns and the codes as lists."""
    columns = [(name, [*labels.CODES.get(name, ())]) for name in COLUMNS if name not in KEPT]
    return attached(write_template(columns), "agents.xlsx", XLSX)
