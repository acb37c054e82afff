"""A plan from a file, in three steps; every plan as a file."""

from __future__ import annotations

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.cells import small_number
from app.documents.spreadsheets import (
    XLSX,
    write_csv,
    write_template,
    write_workbook,
)
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.core.headings import known_headings, unread_headings
from app.roadmaps.forms import sheets as words
from app.roadmaps.forms.exports import actions_page, pages_of
from app.roadmaps.forms.sheet_problems import problem_words
from app.roadmaps.forms.sheets import PlanFileForm
from app.roadmaps.models import Programme
from app.roadmaps.service import importing, plans
from app.roadmaps.service.board import roadmaps_of_programmes
from app.roadmaps.service.exporting import Exported, everything_of
from app.roadmaps.service.importing import Check, CheckedPlan
from app.roadmaps.service.planting import plant
from app.roadmaps.views.board import shown_programmes
from app.roadmaps.views.rights import author, steers
from app.web import (
    after_post,
    attached,
    conflict,
    current_person,
    invalid,
    load,
    only_checks,
    render,
    requires,
    takes_file,
    unwritten,
)
from app.web.files import read_upload
from app.web.settings import settings


@bp.route("/programmes/<int:programme_id>/import", methods=["GET", "POST"])
@takes_file
@unwritten
@only_checks
@requires(Permission.ROADMAP_STEER)
def import_plan(programme_id: int) -> ResponseReturnValue:
    """Step 1, the file; step 2, what it would make, or what is wrong with it."""
    programme = load(Programme, programme_id)
    form = PlanFileForm()
    if request.method == "GET" or not form.validate():
        return _file_page(programme, form)
    sheet = read_upload(form.file, known_headings, long_cells=True)
    programme = load(Programme, programme_id)
    if sheet is None:
        return _file_page(programme, form)
    check = importing.check(programme, sheet, utcnow().date())
    if check.problems:
        return _file_page(programme, form, check)
    filename = (form.file.data.filename or "")[:120]
    return _check_page(programme, check, CheckedPlan(sheet, filename, check.digest))


def _file_page(programme: Programme, form: PlanFileForm, check: Check | None = None) -> Response:
    problems = check.problems if check else []
    answer = invalid if form.errors or form.file.errors or problems else render
    return answer(
        "roadmaps/import.html",
        programme=programme,
        form=form,
        problems=problems,
        words=problem_words,
        columns=words.columns_help(),
    )


def _check_page(
    programme: Programme, check: Check, plan: CheckedPlan, stale: bool = False
) -> Response:
    """What would be made of a file; `stale` when that is not what its last check showed."""
    answer = conflict if stale else render
    return answer(
        "roadmaps/import_check.html",
        programme=programme,
        filename=plan.filename,
        check=check,
        counts=words.count_words(check.counts),
        rows=check.roadmaps,
        actions=[a for roadmap in check.woven.roadmaps for a in roadmap.actions if a.id is None],
        unread=unread_headings(plan.sheet.header),
        stale=stale,
        sealed=importing.seal_checked_plan(programme, plan, settings().secret_key, utcnow()),
    )


@bp.post("/programmes/<int:programme_id>/import/confirm")
@takes_file
@requires(Permission.ROADMAP_STEER)
def confirm_plan(programme_id: int) -> ResponseReturnValue:
    """Step 3: save what was checked, if it is still what would be made."""
    programme, now = load(Programme, programme_id), utcnow()
    sealed = request.form.get("sealed", "")
    plan = importing.open_checked_plan(programme, sealed, settings().secret_key, now)
    if plan is None:
        form = PlanFileForm(formdata=None)
        form.file.errors = [_("This check is too old: send the file again.")]
        return _file_page(programme, form)
    importing.lock(programme)
    check = importing.check(programme, plan.sheet, now.date())
    if check.problems:
        return _file_page(programme, PlanFileForm(formdata=None), check)
    if check.digest != plan.digest:
        plan = CheckedPlan(plan.sheet, plan.filename, check.digest)
        return _check_page(programme, check, plan, stale=True)
    first_day = importing.first_day(programme, now.date())
    plant(programme, check.woven, first_day, author(), now)
    new = {kind: count.new for kind, count in check.counts.items()}
    subject = f"programme:{programme.id}"
    record(current_person().id, "roadmap.import", subject, now, **new)
    db.session.commit()
    flash(words.saved_words(check.counts))
    return after_post(url_for(".programme", programme_id=programme.id))


@bp.get("/programmes/template")
@requires(Permission.ROADMAP_STEER)
def plan_template() -> Response:
    """An empty workbook with the columns of a plan, and its lists of choices."""
    content = write_template(words.template_columns(), as_text=words.AS_TYPED)
    return attached(content, "plan.xlsx", XLSX)


def _everything() -> list[Exported]:
    """The roadmaps of the programme of the address, or of those that go on, as the board has it."""
    today = utcnow().date()
    chosen = small_number(request.args.get("programme", ""))
    shown = shown_programmes(plans.programmes(), chosen, today)
    return everything_of(roadmaps_of_programmes(shown), today)


@bp.get("/export.xlsx")
@requires(Permission.ROADMAP_READ)
def export_workbook() -> Response:
    """Actions, indicators, risks, mandates and notes, a page each."""
    pages = pages_of(_everything(), addresses=steers(current_person()))
    return attached(write_workbook(pages), "roadmaps.xlsx", XLSX)


@bp.get("/export.csv")
@requires(Permission.ROADMAP_READ)
def export_actions() -> Response:
    """The actions, under the columns that can be imported again."""
    page = actions_page(_everything(), addresses=steers(current_person()))
    return attached(write_csv(page.header, page.rows), "actions.csv", "text/csv")
