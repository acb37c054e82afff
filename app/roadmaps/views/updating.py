"""*My update* of the person signed in; receipts, confirmations, corrections."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Person
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.forms.receipt import receipt
from app.roadmaps.forms.updating import ANSWER_MAX
from app.roadmaps.models import MissionRequest, Note, Update
from app.roadmaps.service import mandates, requests, updates
from app.roadmaps.service.belonging import roadmap_of
from app.roadmaps.views.correcting import correct_sentence, wording_or_page
from app.roadmaps.views.rights import author, load_own_roadmap, load_to_change, steers
from app.roadmaps.views.update_form import (
    Keeper,
    keep_field,
    receive_form,
    show_form,
    take_out,
)
from app.web import (
    after_post,
    current_language,
    current_person,
    load,
    render,
    repeatable,
    requires,
)


def _keeper(roadmap_id: int, to_send: bool = False) -> Keeper:
    """The person signed in, before a roadmap that they may update; the mission types for its
    ambassador."""
    roadmap, person = load_own_roadmap(roadmap_id, to_send), current_person()
    held = mandates.holders([roadmap.id], utcnow().date()) if steers(person) else {}
    ambassador = mandates.ambassador_of(held.get(roadmap.id, []))
    other = ambassador is not None and ambassador.person_id != person.id
    return Keeper(
        roadmap=roadmap,
        author=author(),
        address=url_for(".update", roadmap_id=roadmap.id),
        receipt=lambda number: url_for(".show_update", update_id=number),
        typing_for=ambassador.person if ambassador and other else None,
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


@bp.get("/<int:roadmap_id>/update", endpoint="update")
@requires(Permission.ROADMAP_UPDATE)
def update_page(roadmap_id: int) -> Response:
    return show_form(_keeper(roadmap_id))


@bp.post("/<int:roadmap_id>/update")
@requires(Permission.ROADMAP_UPDATE)
def send_update(roadmap_id: int) -> ResponseReturnValue:
    return receive_form(_keeper(roadmap_id, to_send=True))


@bp.post("/<int:roadmap_id>/update/draft")
@repeatable
@requires(Permission.ROADMAP_UPDATE)
def keep_draft(roadmap_id: int) -> Response:
    return keep_field(_keeper(roadmap_id))


@bp.post("/<int:roadmap_id>/update/forget")
@requires(Permission.ROADMAP_UPDATE)
def forget_draft(roadmap_id: int) -> ResponseReturnValue:
    return take_out(_keeper(roadmap_id))


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


def _keeps(person: Person, row: Note | MissionRequest) -> bool:
    roadmap = roadmap_of(row)
    return roadmap is not None and mandates.may_update(person, roadmap, utcnow().date())


@bp.route("/notes/<int:note_id>/correct", methods=["GET", "POST"])
@requires(Permission.ROADMAP_UPDATE)
def correct_note(note_id: int) -> ResponseReturnValue:
    """Put another sentence in the place of one that was sent."""
    note = load_to_change(Note, note_id, _keeps)
    return correct_sentence(note, url_for(".show_update", update_id=note.update_id))


@bp.route("/requests/<int:request_id>/correct", methods=["GET", "POST"])
@requires(Permission.ROADMAP_UPDATE)
def correct_answer(request_id: int) -> ResponseReturnValue:
    """Put another answer in the place of one that was sent."""
    asked = load_to_change(MissionRequest, request_id, _keeps)
    if not asked.answer:
        abort(404)
    receipt_page = url_for(".show_update", update_id=asked.update_id)
    wording = wording_or_page(asked.answer, ANSWER_MAX, receipt_page, removable=False)
    if not isinstance(wording, str):
        return wording
    requests.correct_answer(asked, wording, current_language(), author(), utcnow())
    db.session.commit()
    flash(_("Corrected."))
    return after_post(receipt_page)
