"""The versions of a report: frozen, approved, commented, withdrawn; their files."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.permissions import Permission, allowed
from app.reports.core.approval import ORDER, TAKERS, Step, next_step
from app.reports.core.chapters import CHAPTERS, Chapter
from app.reports.core.files import FILES, Kind
from app.reports.core.layouts import LAYOUTS
from app.reports.forms.versions import CommentForm, FreezeForm, StepForm, WithdrawForm
from app.reports.forms.words import TAKING
from app.reports.models import ReportVersion
from app.reports.service import choosing, comparing, texts, versions
from app.reports.views.blueprint import bp, known_year, layout_of
from app.reports.views.outline import common, show_outline
from app.text import LANGUAGES, Text
from app.web import after_post, attached, current_language, current_person, load, render, requires
from app.web.formats import local_day
from app.web.settings import hr_thresholds, settings


def _record(act: str, version: ReportVersion) -> None:
    report = version.report
    subject = f"report:{report.year}:{report.layout}:{version.number}"
    record(current_person().id, f"report.{act}", subject, utcnow())


@bp.post("/<int:year>/<layout>/freeze")
@requires(Permission.REPORT_WRITE)
def freeze(year: int, layout: str) -> ResponseReturnValue:
    """Have a version made of what is there now."""
    known_year(year)
    own, form = layout_of(layout), FreezeForm()
    outline = url_for(".outline", year=year, layout=own, _anchor="versions")
    if texts.half_written(year, LAYOUTS[own].chapters):
        flash(_("Nothing was frozen: some chapters are written in one language alone."))
        return after_post(outline)
    report = choosing.report_of(year, own)
    if report is not None and versions.on_its_way(report):
        flash(_("Nothing was frozen: a version is being approved. Withdraw it first."))
        return after_post(outline)
    valid = form.validate()
    if report is not None and versions.published(report):
        valid = form.ask_what_changes() and valid
    if not valid:
        return show_outline(year, own, form, 422)
    changes = Text(form.changes_fr.data or "", form.changes_en.data or "")
    version = versions.freeze(year, own, changes, current_person().id, utcnow())
    if version is None:
        flash(_("A version of this report is being made already: wait for it, or stop it."))
        return after_post(outline)
    _record("freeze", version)
    db.session.commit()
    flash(_("Version %(number)s is being made.", number=version.number))
    return after_post(outline)


@bp.get("/versions/<int:version_id>")
@requires(Permission.REPORT_WRITE)
def version(version_id: int) -> Response:
    """One version: its files, the steps that it took, what is said of it."""
    return _show(load(ReportVersion, version_id))


def _show(own: ReportVersion, status: int = 200, **forms: Any) -> Response:
    following = next_step(own.step)
    report = own.report
    return render(
        "reports/version.html",
        "reports/_version.html",
        status,
        version=own,
        failed_form=status == 422,
        following=following if versions.rests(own) else None,
        may_take=following is not None and _may(following),
        may_go_back=versions.rests(own) and own.step not in (Step.DRAFT, Step.PUBLISHED),
        taking=TAKING,
        few=_few(own),
        due=versions.due(own),
        step_form=forms.get("step_form") or StepForm(data={"on": local_day(utcnow())}),
        decided=DECIDED,
        lacking=bool(versions.to_make(own)),
        readable=bool(versions.with_content([own])),
        unready=_unready(own) if following is Step.PUBLISHED else [],
        withdraw_form=forms.get("withdraw_form") or WithdrawForm(formdata=None),
        comment_form=forms.get("comment_form") or CommentForm(formdata=None).offer(report.layout),
        titles=CHAPTERS,
        **common(report.year, report.layout, own),
    )


#: The steps at which the mission decides of a version that tells of few agents.
DECIDED = (Step.MISSION, Step.PUBLISHED)


def _unready(own: ReportVersion) -> list[str]:
    """The chapters of a version that nobody validated."""
    checks = texts.checks(own.report.year)
    return [
        CHAPTERS[chapter].title[current_language()]
        for chapter in LAYOUTS[own.report.layout].chapters
        if not (check := checks.get(chapter)) or not check.valid
    ]


def _may(step: Step) -> bool:
    return allowed(current_person().roles, TAKERS[step])


def _few(own: ReportVersion) -> int | None:
    """Of how few agents a version tells beside those given out; None when of enough, or none."""
    return comparing.told_beside_others(own, hr_thresholds().group, settings().secret_key)


def _to_change(version_id: int) -> ReportVersion:
    """A version that is acted on; 404 when there is none."""
    own = versions.to_change(version_id)
    if own is None:
        abort(404)
    return own


@bp.post("/versions/<int:version_id>/step")
@requires(Permission.REPORT_WRITE)
def take(version_id: int) -> ResponseReturnValue:
    """Go on to the next step."""
    own, form = _to_change(version_id), StepForm()
    step = next_step(own.step)
    address = url_for(".version", version_id=own.id)
    if step is None or not versions.rests(own) or request.form.get("step") != step:
        flash(_("Nothing was changed: this version is not at that step any more."))
        return after_post(address)
    if not _may(step):
        abort(403)
    form.since = own.steps[-1].on if own.steps else local_day(own.frozen_at)
    few = _few(own) if step in DECIDED else None
    if not form.complete(step, few is not None):
        return _show(own, 422, step_form=form)
    if few is not None and not _may(Step.MISSION):
        flash(_("Nothing was changed: it tells of few agents, the mission says that it goes on."))
        return after_post(address)
    if step is Step.PUBLISHED and versions.to_make(own):
        flash(_("Nothing was changed: files of this version are missing. Make them first."))
        return after_post(address)
    if step is Step.OPINION:
        own.opinion = form.opinion.data
    versions.take(own, step, form.on.data, current_person().id, utcnow())
    _record(f"step.{step}", own)
    db.session.commit()
    flash(_said(own, step))
    return after_post(address)


def _said(own: ReportVersion, step: Step) -> str:
    if step is Step.PUBLISHED:
        return _(
            "Version %(number)s is published. The agents of %(year)s are being deleted.",
            number=own.number,
            year=own.report.year,
        )
    return _("Saved. The documents are being made again with this step.")


@bp.post("/versions/<int:version_id>/back")
@requires(Permission.REPORT_WRITE)
def back(version_id: int) -> ResponseReturnValue:
    """Take the last step back; whoever may take it may."""
    own = _to_change(version_id)
    if own.step in (Step.DRAFT, Step.PUBLISHED) or not versions.rests(own):
        abort(409)
    if not _may(own.step):
        abort(403)
    before = ORDER[ORDER.index(own.step) - 1]
    on = versions.taken_on(own, before) or local_day(own.frozen_at)
    if own.step is Step.OPINION:
        own.opinion = ""
    versions.take(own, before, on, current_person().id, utcnow())
    _record(f"back.{before}", own)
    db.session.commit()
    flash(_("The last step was taken back."))
    return after_post(url_for(".version", version_id=own.id))


@bp.post("/versions/<int:version_id>/withdraw")
@requires(Permission.REPORT_WRITE)
def withdraw(version_id: int) -> ResponseReturnValue:
    """Take a version away from readers, with a reason."""
    own, form = _to_change(version_id), WithdrawForm()
    if own.withdrawn_at is not None:
        return after_post(url_for(".version", version_id=own.id))
    if not form.validate():
        return _show(own, 422, withdraw_form=form)
    versions.withdraw(own, form.why.data, utcnow())
    _record("withdraw", own)
    db.session.commit()
    flash(_("Version %(number)s is withdrawn.", number=own.number))
    return after_post(url_for(".version", version_id=own.id))


@bp.post("/versions/<int:version_id>/comment")
@requires(Permission.REPORT_WRITE)
def comment(version_id: int) -> ResponseReturnValue:
    own = _to_change(version_id)
    form = CommentForm().offer(own.report.layout)
    if not form.validate():
        return _show(own, 422, comment_form=form)
    about = Chapter(form.chapter.data) if form.chapter.data else None
    person = current_person()
    versions.comment(own, form.text.data, about, current_language(), person.id, utcnow())
    db.session.commit()
    flash(_("Comment added."))
    return after_post(url_for(".version", version_id=own.id, _anchor="comments"))


@bp.post("/versions/<int:version_id>/stop")
@requires(Permission.REPORT_WRITE)
def stop(version_id: int) -> ResponseReturnValue:
    """Have no more made of it."""
    own = _to_change(version_id)
    if versions.being_made(own) and own.step is not Step.PUBLISHED:
        versions.stop(own, utcnow())
        _record("stop", own)
        db.session.commit()
        flash(_("Stopped. What is made stays."))
    return after_post(url_for(".version", version_id=own.id))


@bp.post("/versions/<int:version_id>/again")
@requires(Permission.REPORT_WRITE)
def again(version_id: int) -> ResponseReturnValue:
    """Ask again for what could not be made, or was stopped."""
    own = _to_change(version_id)
    whole = versions.with_content([own]) or own.step is Step.DRAFT
    if own.withdrawn_at is None and whole and not versions.being_made(own):
        versions.make_again(own, utcnow())
        db.session.commit()
    return after_post(url_for(".version", version_id=own.id))


@bp.get("/versions/<int:version_id>/<language>/<kind>")
@requires(Permission.REPORT_READ)
def download(version_id: int, language: str, kind: str) -> Response:
    """A file of a version: for readers, of the published one alone."""
    own = load(ReportVersion, version_id)
    if language not in LANGUAGES or kind not in list(Kind):
        abort(404)
    if not allowed(current_person().roles, Permission.REPORT_WRITE):
        shown = versions.published(own.report)
        if shown is None or shown.id != own.id:
            abort(404)
    file = versions.file_of(own, language, Kind(kind))
    if file is None:
        abort(404)
    declared = FILES[Kind(kind)]
    word = "rapport" if language == "fr" else "report"
    name = f"{word}-{own.report.year}-{own.report.layout}-v{own.number}-{language}{declared.ending}"
    return attached(file.content, name, declared.mimetype)
