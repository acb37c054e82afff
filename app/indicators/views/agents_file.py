"""The agents' file: sent, read by a worker, asked about, checked, imported, undone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.cells import LineProblem, small_number
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
from app.indicators.core.agents import OTHERS_RULE, STAFF_RULE
from app.indicators.core.columns import KEPT
from app.indicators.core.joining import placed
from app.indicators.forms.agents_file import (
    AgentsFileForm,
    QuestionsForm,
    confirmed_words,
    expected_words,
    place_of,
    remark_words,
    understood_words,
)
from app.indicators.forms.meaning import MeaningForm
from app.indicators.instance import instance
from app.indicators.models import HrFile
from app.indicators.service import files
from app.indicators.service.files import SentFile
from app.indicators.service.findings import Findings
from app.permissions import Permission
from app.web import (
    after_post,
    attached,
    current_language,
    current_person,
    invalid,
    render,
    requires,
    takes_file,
)
from app.web.files import refusal_words
from app.web.problems import words as problem_words
from app.web.settings import settings

#: Files of one year that can be sent together: its months, and one more.
MOST_FILES = 13
hr = Blueprint("hr", __name__, url_prefix="/agents-file", template_folder="../templates")


@hr.route("/", methods=["GET", "POST"], endpoint="index")
@takes_file
@requires(Permission.HR_IMPORT)
def agents_file() -> ResponseReturnValue:
    """Step 1, the file; and what was sent before."""
    form = AgentsFileForm()
    if request.method == "GET":
        form.year.data = small_number(request.args.get("year", ""))
        return file_page(form)
    if not form.validate():
        return file_page(form)
    sent = [SentFile(each.filename or "", each.read()) for each in form.file.data]
    if error := _size_error(sent):
        form.file.errors = [error]
        return file_page(form)
    assert form.year.data is not None
    person, now = current_person().id, utcnow()
    file = files.send_files(sent, form.year.data, person, now, settings().secret_key)
    address = url_for(".show", file_id=file.id)
    db.session.commit()
    return after_post(address)


def _size_error(sent: list[SentFile]) -> str:
    """What is wrong with the size or the number of files, before any is read."""
    if len(sent) > MOST_FILES:
        return _("Send %(count)s files at most: those of one year.", count=MOST_FILES)
    empty = [each.name for each in sent if not each.content]
    if empty:
        words = refusal_words(RefusedFile(Refusal.EMPTY))
        return words if len(sent) == 1 else f"{empty[0]}{_(':')} {words}"
    too_large = sum(len(each.content) for each in sent) > files.SENT.size
    return refusal_words(RefusedFile(Refusal.TOO_LARGE)) if too_large else ""


def file_page(form: AgentsFileForm) -> Response:
    answer = invalid if form.errors or form.file.errors else render
    return answer(
        "indicators/file.html",
        form=form,
        waiting=files.waiting(),
        imports=service.imports(),
        redoable=service.redoable(),
        current=set(service.current_imports().values()),
        waiting_years=service.held_years(),
        held=service.held(),
        months=settings().hr_months,
        sent=files.SENT,
        large=files.LARGE,
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
        "problems": [_named(findings, each) for each in findings.problems],
        "refusal": _refusal(findings),
        "remarks": [
            (remark_words(each), each, [place_of(findings, line) for line in each.lines])
            for each in findings.remarks
        ],
        "rules": (STAFF_RULE, OTHERS_RULE),
        "understood": understood_words(findings),
        "replaces": service.current_import(file.year),
    }


def _named(findings: Findings, problem: LineProblem) -> LineProblem:
    """A problem by the name of its column, where that is no heading of the file, and by its place
    in the file that it is of."""
    name = labels.COLUMN_NAMES.get(problem.column)
    file, line = placed(problem.line, findings.places)
    column = name[current_language()] if name else problem.column
    expected = expected_words(problem, findings)
    return replace(problem, column=column, file=file, line=line, expected=expected)


def _refusal(findings: Findings) -> str:
    if findings.refusal is None:
        return ""
    words = refusal_words(RefusedFile(findings.refusal, findings.lines), files.SENT)
    return f"{findings.refused}{_(':')} {words}" if findings.refused else words


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
    sent = files.content_of(file, settings().secret_key) if file else []
    if file is None or findings is None or not sent or not findings.problems:
        abort(404)
    name = Path(file.filename).stem or "agents"
    db.session.rollback()  # the file is read anew, while no transaction is open
    said = partial(_said_of, findings)
    header, rows = files.lines_with_errors(sent, file, findings, said)
    first = [_("File")] if findings.places else []
    content = write_csv([*first, *header, _("To correct")], rows)
    return attached(content, f"{name}.csv", "text/csv")


def _said_of(findings: Findings, problem: LineProblem) -> str:
    named = _named(findings, problem)
    what, remedy = problem_words(named)
    return f"{named.column}{_(':')} {what}. {remedy}"


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


@hr.route("/<int:file_id>/columns", methods=["GET", "POST"])
@requires(Permission.HR_IMPORT)
def columns(file_id: int) -> ResponseReturnValue:
    """What each heading and each text means, changed one by one; the file is read again with it."""
    file, findings = _waiting_file(file_id)
    if file is None or findings is None or not findings.examples:
        return after_post(url_for(".show", file_id=file_id))
    form = MeaningForm(findings, request.form if request.method == "POST" else None)
    if request.method == "GET" or form.errors:
        answer = invalid if form.errors else render
        return answer("indicators/columns.html", file=file, form=form, findings=findings)
    files.keep_meaning(file, findings, form.meaning(), utcnow())
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
        return file_page(form)
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


@hr.get("/template")
@requires(Permission.HR_IMPORT)
def template() -> Response:
    """An empty workbook with the names of the columns and the codes as lists."""
    columns = [(name, [*labels.CODES.get(name, ())]) for name in COLUMNS if name not in KEPT]
    return attached(write_template(columns), "agents.xlsx", XLSX)
