"""Who keeps a roadmap: appointed, handed over, ended; and what the mission asks of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.forms.mandates import HandoverForm, MandateForm, RequestForm
from app.roadmaps.models import Mandate, MissionRequest, Roadmap
from app.roadmaps.service import mandates, requests
from app.roadmaps.service.mandates import MandateOver, TwoAmbassadors
from app.roadmaps.views.rights import load_to_change
from app.web import (
    after_post,
    current_language,
    current_person,
    invalid,
    load,
    render,
    requires,
)
from app.web.formats import day


def two_ambassadors_words(error: TwoAmbassadors) -> str:
    other = error.other
    if other.role is not MandateRole.AMBASSADOR:
        return _("%(name)s has this mandate already.", name=other.person.name)
    return _(
        "%(name)s is its ambassador from %(day)s on: hand over from one to the other, or end that "
        "mandate first.",
        name=other.person.name,
        day=day(other.starts_on),
    )


def over_words(mandate: Mandate) -> str:
    return _(
        "This mandate ended on %(day)s: give a new one instead.",
        day=day(mandate.ends_on or mandate.starts_on),
    )


def _page(roadmap: Roadmap, form: MandateForm, status: int = 200) -> Response:
    today = utcnow().date()
    context: dict[str, Any] = {
        "roadmap": roadmap,
        "form": form,
        "mandates": mandates.mandates(roadmap.id),
        "holds": lambda mandate: mandates.holds_today(mandate, today),
        "today": today,
    }
    page = "roadmaps/mandates.html"
    return render(page, **context) if status == 200 else invalid(page, **context)


@bp.route("/<int:roadmap_id>/people", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def people(roadmap_id: int) -> ResponseReturnValue:
    """Who keeps a roadmap, and who did; a mandate for somebody else."""
    roadmap = load_to_change(Roadmap, roadmap_id)
    form = MandateForm()
    form.offer(
        mandates.people_for(MandateRole.AMBASSADOR), mandates.people_for(MandateRole.ELECTED)
    )
    if request.method == "GET":
        form.starts_on.data = utcnow().date()
        return _page(roadmap, form)
    if not form.validate():
        return _page(roadmap, form, 422)
    assert form.person.data is not None
    assert form.role.data is not None
    assert form.starts_on.data is not None
    try:
        mandate = mandates.appoint(
            roadmap, form.person.data, form.role.data, form.starts_on.data, form.ends_on.data
        )
    except TwoAmbassadors as error:
        form.role.errors = [two_ambassadors_words(error)]
        return _page(roadmap, form, 422)
    _record("mandate.give", mandate.id)
    flash(_("Mandate given."))
    return after_post(url_for(".people", roadmap_id=roadmap.id))


def _record(act: str, mandate_id: int) -> None:
    record(current_person().id, act, f"mandate:{mandate_id}", utcnow())
    db.session.commit()


@bp.route("/mandates/<int:mandate_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def hand_over(mandate_id: int) -> ResponseReturnValue:
    """Let somebody else take a mandate, with what they have to know."""
    mandate = load_to_change(Mandate, mandate_id)
    form = HandoverForm()
    form.offer([p for p in mandates.people_for(mandate.role) if p.id != mandate.person_id])
    page = "roadmaps/hand_over.html"
    if request.method == "GET":
        form.on.data = utcnow().date()
        return render(page, form=form, mandate=mandate)
    if not form.validate():
        return invalid(page, form=form, mandate=mandate)
    assert form.person.data is not None
    assert form.on.data is not None
    try:
        given = mandates.hand_over(
            mandate, form.person.data, form.on.data, form.handover.data or ""
        )
    except TwoAmbassadors as error:
        db.session.rollback()
        form.on.errors = [two_ambassadors_words(error)]
        return invalid(page, form=form, mandate=load(Mandate, mandate_id))
    except MandateOver:
        form.on.errors = [over_words(mandate)]
        return invalid(page, form=form, mandate=mandate)
    _record("mandate.hand_over", given.id)
    flash(_("Handed over."))
    return after_post(url_for(".people", roadmap_id=given.roadmap_id))


@bp.post("/mandates/<int:mandate_id>")
@requires(Permission.ROADMAP_STEER)
def change_mandate(mandate_id: int) -> ResponseReturnValue:
    """End a mandate today, or take its end back."""
    mandate, go = load_to_change(Mandate, mandate_id), request.form.get("go")
    address = url_for(".people", roadmap_id=mandate.roadmap_id)
    if go == "end":
        try:
            mandates.end(mandate, utcnow().date() - dt.timedelta(days=1))
        except MandateOver:
            flash(over_words(mandate))
            return after_post(address)
        said = _(
            "Mandate ended: its holder changes nothing from now on. Its last day was yesterday."
        )
    elif go == "prolong":
        try:
            mandates.prolong(mandate)
        except TwoAmbassadors as error:
            db.session.rollback()
            flash(two_ambassadors_words(error))
            return after_post(address)
        said = _("The mandate goes on.")
    else:
        abort(400)
    _record(f"mandate.{go}", mandate_id)
    flash(said)
    return after_post(address)


@bp.post("/requests/<int:request_id>/withdraw")
@requires(Permission.ROADMAP_STEER)
def withdraw_request(request_id: int) -> ResponseReturnValue:
    """No longer ask what was not answered yet."""
    asked = load_to_change(MissionRequest, request_id)
    if asked.answer:
        flash(_("It was answered meanwhile."))
    else:
        asked.withdrawn_on = asked.withdrawn_on or utcnow().date()
        flash(_("Withdrawn: nobody is asked any more."))
    db.session.commit()
    return after_post(url_for(".show", roadmap_id=asked.roadmap_id))


@bp.route("/<int:roadmap_id>/ask", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def ask(roadmap_id: int) -> ResponseReturnValue:
    """Ask something of a roadmap: it stands at the top of its next update."""
    roadmap = load_to_change(Roadmap, roadmap_id)
    form = RequestForm()
    if request.method == "GET":
        return render("roadmaps/ask.html", roadmap=roadmap, form=form)
    if not form.validate():
        return invalid("roadmaps/ask.html", roadmap=roadmap, form=form)
    requests.ask(
        roadmap, form.text.data or "", current_language(), current_person().id, utcnow().date()
    )
    db.session.commit()
    flash(_("Asked: it stands at the top of the next update."))
    return after_post(url_for(".show", roadmap_id=roadmap.id))
