"""Days on which somebody who keeps a roadmap is away: said by themselves, or by the mission."""

from __future__ import annotations

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Person
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
    return _page(current_person())


@bp.route("/people/<int:person_id>/absences", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def absences_of(person_id: int) -> ResponseReturnValue:
    """When somebody who keeps a roadmap is away, as they told the mission."""
    return _page(load(Person, person_id, may=lambda _me, row: _keeps(row)))


def _keeps(person: Person) -> bool:
    return bool(mandates.own_roadmaps(person.id, utcnow().date()))


def _page(person: Person) -> ResponseReturnValue:
    form, today = AbsenceForm(), utcnow().date()
    context: dict[str, Any] = {
        "form": form,
        "person": person,
        "own": person.id == current_person().id,
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
    flash(_("Noted."))
    return after_post(_address(person.id))


def _address(person_id: int) -> str:
    if person_id == current_person().id:
        return url_for(".own_absences")
    if not mandates.own_roadmaps(person_id, utcnow().date()):
        return url_for(".index")  # they keep nothing any more
    return url_for(".absences_of", person_id=person_id)


@bp.post("/absences/<int:absence_id>/remove")
@requires(Permission.ROADMAP_UPDATE)
def remove_absence(absence_id: int) -> ResponseReturnValue:
    """Take back an absence: one's own, or anybody's for the mission."""
    row = load(
        Absence, absence_id, may=lambda person, row: row.person_id == person.id or steers(person)
    )
    person_id = row.person_id
    absences.end_absence(row)
    db.session.commit()
    flash(_("Removed."))
    return after_post(_address(person_id))
