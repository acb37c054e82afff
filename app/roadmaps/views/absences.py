"""Days on which somebody who keeps a roadmap is away: said by themselves, or by the mission."""

from __future__ import annotations

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.forms.rounds import AbsenceForm
from app.roadmaps.models import Absence
from app.roadmaps.service import absences, mandates
from app.roadmaps.views.rights import steers
from app.web import after_post, current_person, invalid, load, render, requires


@bp.route("/absences", methods=["GET", "POST"])
@requires(Permission.ROADMAP_UPDATE)
def own_absences() -> ResponseReturnValue:
    """When the person signed in is away."""
    form, person = AbsenceForm(), current_person()
    today = utcnow().date()
    context: dict[str, Any] = {
        "form": form,
        "absences": absences.absences_of([person.id], today),
        "deputies": [
            (roadmap, mandates.deputies_of(roadmap.id, today))
            for roadmap in mandates.own_roadmaps(person.id, today)
        ],
    }
    if not form.is_submitted():
        return render("roadmaps/absences.html", **context)
    if not form.validate():
        return invalid("roadmaps/absences.html", **context)
    assert form.starts_on.data is not None
    assert form.ends_on.data is not None
    absences.add_absence(person.id, form.starts_on.data, form.ends_on.data)
    db.session.commit()
    flash(_("Noted: your deputies are asked in your place."))
    return after_post(url_for(".own_absences"))


@bp.post("/absences/<int:absence_id>/remove")
@requires(Permission.ROADMAP_UPDATE)
def remove_absence(absence_id: int) -> ResponseReturnValue:
    """Take back an absence: one's own, or anybody's for the mission."""
    row = load(
        Absence, absence_id, may=lambda person, row: row.person_id == person.id or steers(person)
    )
    absences.end_absence(row)
    db.session.commit()
    flash(_("Removed."))
    return after_post(url_for(".own_absences"))
