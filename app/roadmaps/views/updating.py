"""*My update*: what an ambassador is asked, sent in one form, kept as a draft meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.core.actions import ActionStatus, timeliness
from app.roadmaps.core.merging import Clash
from app.roadmaps.core.news import POSTPONEMENTS
from app.roadmaps.core.plans import RiskLevel
from app.roadmaps.forms import updating as forms
from app.roadmaps.forms.changes import ClashWords, clash_words
from app.roadmaps.forms.parts import ActionForm
from app.roadmaps.forms.receipt import receipt
from app.roadmaps.forms.rows import WAS
from app.roadmaps.forms.updating import Asked, UpdateForm, period_shown
from app.roadmaps.models import Note, Roadmap, Update
from app.roadmaps.service import drafts, history, mandates, updates
from app.roadmaps.service.board import indicators_of
from app.roadmaps.service.history import last_change
from app.roadmaps.service.measures import due_indicators
from app.roadmaps.service.outline import risks_of
from app.roadmaps.service.updates import News, Sender
from app.roadmaps.views.rights import author, load_own_roadmap, steers
from app.web import (
    after_post,
    conflict,
    current_language,
    current_person,
    invalid,
    load,
    render,
    repeatable,
    requires,
)


def asked_of(roadmap: Roadmap, everything: bool = False) -> Asked:
    """What the update of a roadmap asks about; all of its actions with `everything`."""
    today = utcnow().date()
    actions = updates.actions_of(roadmap.id)
    indicators = indicators_of([roadmap.id]).get(roadmap.id, [])
    return Asked(
        actions=actions if everything else updates.asked_actions(actions, today),
        indicators=indicators if everything else due_indicators(indicators, today),
        risks=risks_of(roadmap.id),
        requests=updates.open_requests(roadmap.id),
    )


def _asked_by(sent: Mapping[str, str], roadmap: Roadmap) -> Asked:
    """What the page asked about that a form was sent from, whatever has become of it since."""
    indicators = indicators_of([roadmap.id]).get(roadmap.id, [])
    numbers = forms.numbers_in(sent)
    return Asked(
        actions=[a for a in updates.actions_of(roadmap.id) if a.id in numbers["action"]],
        indicators=[each for each in indicators if each.id in numbers["indicator"]],
        risks=[each for each in risks_of(roadmap.id) if each.id in numbers["risk"]],
        requests=updates.requests_of(roadmap.id, numbers["request"]),
    )


@bp.get("/my-update")
@requires(Permission.ROADMAP_UPDATE)
def my_update() -> ResponseReturnValue:
    """The update of one's own roadmap, or the choice among several; the address of reminders."""
    own = mandates.own_roadmaps(current_person().id, utcnow().date())
    if len(own) == 1:
        return redirect(url_for(".update", roadmap_id=own[0].id))
    return render(
        "roadmaps/my_update.html", roadmaps=own, news=updates.last_news([r.id for r in own])
    )


def _everything() -> bool:
    return bool(request.values.get("all"))


@bp.get("/<int:roadmap_id>/update", endpoint="update")
@requires(Permission.ROADMAP_UPDATE)
def update_page(roadmap_id: int) -> Response:
    """What is due, in progress or late: a row each, with what was typed and not sent."""
    roadmap = load_own_roadmap(roadmap_id)
    asked = asked_of(roadmap, _everything())
    drafted = drafts.draft_of(roadmap.id, author())
    form = UpdateForm(forms.stored_fields(asked), drafted)
    return render("roadmaps/update.html", **_context(roadmap, asked, form))


def _context(roadmap: Roadmap, asked: Asked, form: UpdateForm) -> dict[str, Any]:
    person, today = current_person(), utcnow().date()
    held = mandates.holders([roadmap.id], today).get(roadmap.id, [])
    ambassador = mandates.ambassador_of(held)
    others = ambassador is not None and ambassador.person_id != person.id and steers(person)
    return {
        "roadmap": roadmap,
        "asked": asked,
        "form": form,
        "drafted": bool(form.typed),
        "everything": _everything(),
        "postponements": POSTPONEMENTS,
        "timeliness": lambda action: timeliness(action.state, today),
        "period_shown": period_shown,
        "typing_for": ambassador.person if ambassador and others else None,
        "last_news": updates.last_news([roadmap.id]).get(roadmap.id),
        "was_due": history.first_due_dates(roadmap.id),
        "notes": updates.notes_of_actions(roadmap.id, internal=True),
        "statuses": list(ActionStatus),
        "levels": list(RiskLevel),
        "clashes": [_clash(name, clash) for name, clash in form.clashes.items()],
        "address": url_for(".update", roadmap_id=roadmap.id),
        "draft_address": url_for(".keep_draft", roadmap_id=roadmap.id),
        "today": today,
    }


def _clash(name: str, clash: Clash) -> tuple[str, ClashWords]:
    """A field of an action that two people changed, in words, with where it is in the form."""
    _action, number, field = name.split("-")
    words = clash_words(ActionForm(formdata=None), clash, last_change("action", int(number), field))
    return f"action-{number}-date" if field == "due" else name, words


@bp.post("/<int:roadmap_id>/update")
@requires(Permission.ROADMAP_UPDATE)
def send_update(roadmap_id: int) -> ResponseReturnValue:
    """Send an update, or say that nothing is new, or keep what was typed for later."""
    roadmap = load_own_roadmap(roadmap_id)
    asked, go = _asked_by(request.form, roadmap), request.form.get("go", "send")
    form = UpdateForm(forms.stored_fields(asked), forms.typed_fields(asked, request.form))
    if go == "save":
        return _keep(roadmap, form)
    if go == "nothing" and not forms.says_something(form):
        return _send(roadmap, News())
    if go == "nothing":
        form.errors["all-note"] = _(
            "You typed something below: send it, or take it out before saying that nothing is new."
        )
        return invalid("roadmaps/update.html", **_context(roadmap, asked, form))
    news = forms.read_news(form, asked, utcnow().date())
    if form.errors:
        _keep_draft(roadmap, form)
        return invalid("roadmaps/update.html", **_context(roadmap, asked, form))
    if form.clashes:
        _keep_draft(roadmap, form)
        return conflict("roadmaps/update.html", **_context(roadmap, asked, form))
    return _send(roadmap, news)


def _send(roadmap: Roadmap, news: News) -> ResponseReturnValue:
    typed_for = None
    if request.form.get("typed-for") == "1" and steers(current_person()):
        held = mandates.holders([roadmap.id], utcnow().date()).get(roadmap.id, [])
        ambassador = mandates.ambassador_of(held)
        typed_for = ambassador.person_id if ambassador else None
    sender = Sender(author(), current_language(), typed_for)
    sent = updates.send(roadmap, news, sender, utcnow())
    db.session.commit()
    return after_post(url_for(".show_update", update_id=sent.id))


def _keep_draft(roadmap: Roadmap, form: UpdateForm) -> None:
    """Keep what was typed although the update is not sent yet."""
    drafts.save_draft(roadmap.id, author(), form.to_keep(), utcnow().date())
    db.session.commit()


def _keep(roadmap: Roadmap, form: UpdateForm) -> ResponseReturnValue:
    _keep_draft(roadmap, form)
    flash(_("Kept for later, on any device. Nobody else sees it until you send it."))
    return after_post(url_for(".update", roadmap_id=roadmap.id, all=1 if _everything() else None))


@bp.post("/<int:roadmap_id>/update/draft")
@repeatable
@requires(Permission.ROADMAP_UPDATE)
def keep_draft(roadmap_id: int) -> Response:
    """Keep one field as it is typed."""
    roadmap = load_own_roadmap(roadmap_id)
    asked = _asked_by(request.form, roadmap)
    typed = forms.typed_fields(asked, {k: v[:2000] for k, v in request.form.items()})
    field = request.form.get("field", "")
    form = UpdateForm(
        forms.stored_fields(asked), {n: v for n, v in typed.items() if n in (field, WAS + field)}
    )
    _keep_draft(roadmap, form)
    return render("roadmaps/_kept.html", now=utcnow())


@bp.post("/<int:roadmap_id>/update/forget")
@requires(Permission.ROADMAP_UPDATE)
def forget_draft(roadmap_id: int) -> ResponseReturnValue:
    """Take out what was typed and not sent."""
    roadmap = load_own_roadmap(roadmap_id)
    drafts.forget_draft(roadmap.id, author())
    db.session.commit()
    flash(_("What you had typed is taken out."))
    return after_post(url_for(".update", roadmap_id=roadmap.id))


@bp.get("/updates/<int:update_id>")
@requires(Permission.ROADMAP_READ)
def show_update(update_id: int) -> Response:
    """The receipt of an update: the paragraph that the committee reads."""
    sent = load(Update, update_id)
    person, today = current_person(), utcnow().date()
    editable = mandates.may_update(person, sent.roadmap, today)
    return render(
        "roadmaps/receipt.html",
        update=sent,
        receipt=receipt(sent, internal=editable),
        editable=editable,
        mine=sent.typed_for_id == person.id and sent.confirmed_on is None,
    )


@bp.post("/updates/<int:update_id>/confirm")
@requires(Permission.ROADMAP_UPDATE)
def confirm_update(update_id: int) -> ResponseReturnValue:
    """Confirm what the mission typed on the phone."""
    sent = load(Update, update_id, may=lambda person, row: row.typed_for_id == person.id)
    sent.confirmed_on = sent.confirmed_on or utcnow().date()
    db.session.commit()
    flash(_("Confirmed. Thank you."))
    return after_post(url_for(".show_update", update_id=sent.id))


@bp.route("/notes/<int:note_id>/correct", methods=["GET", "POST"])
@requires(Permission.ROADMAP_UPDATE)
def correct_note(note_id: int) -> ResponseReturnValue:
    """Put another sentence in the place of one that was sent."""
    note = load(
        Note,
        note_id,
        may=lambda person, row: mandates.may_update(person, row.update.roadmap, utcnow().date()),
    )
    if updates.correction_of(note) is not None:
        abort(404)
    if request.method == "GET":
        return render("roadmaps/correct.html", note=note, text=note.text, problem="")
    text = request.form.get("text", "").strip()
    if len(text) > forms.NOTE_MAX:
        problem = _("%(limit)s characters at most.", limit=forms.NOTE_MAX)
        return invalid("roadmaps/correct.html", note=note, text=text, problem=problem)
    updates.correct(note, text, current_language())
    db.session.commit()
    flash(_("Corrected.") if text else _("Taken out."))
    return after_post(url_for(".show_update", update_id=note.update_id))
