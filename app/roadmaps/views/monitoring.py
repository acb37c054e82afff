"""The November report of a programme: prepared, reviewed, frozen, printed, reopened."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.cells import small_number
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.forms.edition import context_of
from app.roadmaps.forms.monitoring import PrepareForm, WholeForm, WordsForm, usual_day
from app.roadmaps.models import Monitoring, Programme, Roadmap
from app.roadmaps.service import monitoring as service
from app.roadmaps.service import rounds
from app.roadmaps.service.figures import frozen_figures
from app.roadmaps.service.monitoring import Frozen, NotLatest, Stale
from app.roadmaps.views.rights import steers
from app.roadmaps.views.steering import steering
from app.text import LANGUAGES
from app.web import (
    after_post,
    attached,
    conflict,
    current_person,
    invalid,
    load,
    render,
    requires,
)


@bp.get("/programmes/<int:programme_id>/november")
@requires(Permission.ROADMAP_READ)
def novembers(programme_id: int) -> Response:
    """Every version of the November reports of a programme."""
    form = PrepareForm(formdata=None, data={"as_of": usual_day(utcnow().date())})
    return _list(load(Programme, programme_id), form)


@bp.post("/programmes/<int:programme_id>/november")
@requires(Permission.ROADMAP_STEER)
def prepare_november(programme_id: int) -> ResponseReturnValue:
    """Prepare the report of the year of a day."""
    programme, form = load(Programme, programme_id), PrepareForm()
    if not form.validate():
        return _list(programme, form, 422)
    assert form.as_of.data is not None
    if not programme.starts_on <= form.as_of.data <= programme.ends_on:
        form.as_of.errors = [_("This programme did not go on that day.")]
        return _list(programme, form, 422)
    row = service.prepare(programme, form.as_of.data, utcnow())
    db.session.commit()
    if row.frozen_at is not None:
        flash(_("The report of that year is frozen: reopen it to make a new version."))
    return after_post(url_for(".monitoring", monitoring_id=row.id))


def _list(programme: Programme, form: PrepareForm, status: int = 200) -> Response:
    mine = steers(current_person())
    every = service.versions_of(programme.id)
    shown = [row for row in every if mine or row.frozen_at is not None]
    context: dict[str, Any] = {
        "form": form,
        "versions": shown,
        "printed": service.languages_printed(shown),
        "steers": mine,
        **steering(programme, "novembers"),
    }
    page = "roadmaps/novembers.html"
    return render(page, **context) if status == 200 else invalid(page, **context)


@bp.get("/november/<int:monitoring_id>")
@requires(Permission.ROADMAP_READ)
def monitoring(monitoring_id: int) -> Response:
    """One version: as it was frozen; or, for the mission, as it is being prepared."""
    row = load(Monitoring, monitoring_id, may=_may_read)
    return _frozen(row) if row.frozen_at is not None else _prepared(row)


def _may_read(person: Any, row: Monitoring) -> bool:
    return row.frozen_at is not None or steers(person)


def _frozen(row: Monitoring) -> Response:
    edition = service.edition_of(row)
    return render(
        "roadmaps/november.html",
        monitoring=row,
        figures=frozen_figures(row),
        printed=service.languages_printed([row])[row.id],
        printing=service.being_printed(row),
        latest=service.latest_of(row.programme_id, row.year),
        steers=steers(current_person()),
        languages=LANGUAGES,
        screen=True,
        **(context_of(edition) if edition else {"edition": None}),
        **steering(row.programme, "novembers"),
    )


def _prepared(row: Monitoring, form: WholeForm | None = None, **more: Any) -> Response:
    if form is None:
        form = WholeForm(formdata=None)
        form.show(row.as_of, row.opening, row.changes, row.revision)
    words = service.words_of(row)
    edition = service.draft(row, words)
    roadmap = small_number(request.args.get("roadmap", ""))
    open_round = rounds.open_round(row.programme_id)
    came = rounds.came_in([open_round]) if open_round else {}
    context: dict[str, Any] = {
        "monitoring": row,
        "form": form,
        "words": words,
        "chosen": next((each for each in edition.state.roadmaps if each.id == roadmap), None),
        "checked": sum(each.checked for each in words.values()),
        "round": open_round,
        "received": len(came),
        "screen": True,
        "words_form": more.pop("words_form", None),
        **context_of(edition),
        **steering(row.programme, "novembers"),
    }
    answer = more.pop("answer", render)
    response: Response = answer("roadmaps/november_edit.html", **context, **more)
    return response


@bp.post("/november/<int:monitoring_id>")
@requires(Permission.ROADMAP_STEER)
def write_monitoring(monitoring_id: int) -> ResponseReturnValue:
    """Keep the words of the whole; freeze the version where that is asked."""
    row, go = load(Monitoring, monitoring_id), request.form.get("go", "save")
    if row.frozen_at is not None:
        return _frozen_meanwhile(row)
    form = WholeForm()
    if not form.validate() or not _in_programme(row, form):
        return _prepared(row, form, answer=invalid)
    if go == "freeze" and row.number > 1 and not form.changes:
        form.changes_fr.errors = [_("Say what this version changes of the one before.")]
        return _prepared(row, form, answer=invalid)
    assert form.as_of.data is not None
    base = small_number(form.revision.data or "0") or 0
    try:
        service.write(row, form.as_of.data, form.opening, form.changes, base)
        if go == "freeze":
            service.freeze(row, current_person().id, utcnow())
    except Frozen:
        db.session.rollback()
        return _frozen_meanwhile(load(Monitoring, monitoring_id))
    except Stale:
        form.revision.data = str(row.revision)
        return _prepared(row, form, answer=conflict, stale=True)
    if go == "freeze":
        subject = f"monitoring:{row.programme.code}:{row.year}:{row.number}"
        record(current_person().id, "roadmap.freeze", subject, utcnow())
        flash(_("The report is frozen. Its files are being made."))
    else:
        flash(_("Saved."))
    db.session.commit()
    return after_post(url_for(".monitoring", monitoring_id=row.id))


def _in_programme(row: Monitoring, form: WholeForm) -> bool:
    """Whether the day of the figures is in the year of the report and in its programme."""
    day, programme = form.as_of.data, row.programme
    if day is None or day.year != row.year:
        form.as_of.errors = [_("Choose a day of %(year)s.", year=row.year)]
        return False
    if not programme.starts_on <= day <= programme.ends_on:
        form.as_of.errors = [_("This programme did not go on that day.")]
        return False
    return True


def _frozen_meanwhile(row: Monitoring) -> ResponseReturnValue:
    name = row.author.name if row.author else "–"
    flash(_("Nothing was saved: %(name)s has frozen this version.", name=name))
    return after_post(url_for(".monitoring", monitoring_id=row.id))


@bp.post("/november/<int:monitoring_id>/<act>")
@requires(Permission.ROADMAP_STEER)
def act_on_monitoring(monitoring_id: int, act: str) -> ResponseReturnValue:
    """Reopen a frozen version, take away one that is prepared, or have lacking files made."""
    row = load(Monitoring, monitoring_id)
    if act == "reopen":
        return _reopen(row)
    if act == "remove":
        return _remove(row)
    if act != "print" or row.frozen_at is None:
        abort(404)
    service.ask_to_print(row, utcnow())
    db.session.commit()
    flash(_("The files are being made."))
    return after_post(url_for(".monitoring", monitoring_id=row.id))


def _reopen(row: Monitoring) -> ResponseReturnValue:
    try:
        again = service.reopen(row, utcnow())
    except NotLatest:
        flash(_("Nothing was done: there is a later version already."))
        return after_post(url_for(".monitoring", monitoring_id=row.id))
    subject = f"monitoring:{row.programme.code}:{row.year}:{again.number}"
    record(current_person().id, "roadmap.reopen", subject, utcnow())
    db.session.commit()
    flash(_("Version %(number)s is being prepared; the one before stays.", number=again.number))
    return after_post(url_for(".monitoring", monitoring_id=again.id))


def _remove(row: Monitoring) -> ResponseReturnValue:
    programme_id = row.programme_id
    try:
        service.take_away(row)
    except Frozen:
        db.session.rollback()
        flash(_("A frozen report stays."))
    else:
        db.session.commit()
        flash(_("Removed."))
    return after_post(url_for(".novembers", programme_id=programme_id))


@bp.post("/november/<int:monitoring_id>/roadmaps/<int:roadmap_id>")
@requires(Permission.ROADMAP_STEER)
def write_words(monitoring_id: int, roadmap_id: int) -> ResponseReturnValue:
    """Keep what the mission writes of one roadmap."""
    row, roadmap = load(Monitoring, monitoring_id), load(Roadmap, roadmap_id)
    if roadmap.programme_id != row.programme_id:
        abort(404)
    form = WordsForm()
    if row.frozen_at is not None:
        return _frozen_meanwhile(row)
    if not form.validate():
        return _prepared(row, words_form=(roadmap_id, form), answer=invalid)
    base = small_number(form.revision.data or "0") or 0
    try:
        service.write_of(row, roadmap_id, form.text, form.checked.data, base)
    except Frozen:
        return _frozen_meanwhile(row)
    except Stale:
        own = service.words_of(row).get(roadmap_id)
        form.revision.data = str(own.revision if own else 0)
        return _prepared(row, words_form=(roadmap_id, form), answer=conflict, stale=True)
    db.session.commit()
    flash(_("Saved."))
    return after_post(url_for(".monitoring", monitoring_id=row.id, _anchor=f"roadmap-{roadmap_id}"))


@bp.get("/november/<int:monitoring_id>/<language>.pdf")
@requires(Permission.ROADMAP_READ)
def monitoring_pdf(monitoring_id: int, language: str) -> Response:
    """A frozen version to print."""
    row = load(Monitoring, monitoring_id, may=_may_read)
    file = service.file_of(row, language) or abort(404)
    word = "rapport-novembre" if language == "fr" else "november-report"
    name = f"{word}-{row.year}-v{row.number}-{language}.pdf"
    return attached(file.content, name, "application/pdf")
