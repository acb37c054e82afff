"""What the mission does to the roadmaps that are ticked on the board."""

from __future__ import annotations

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.service.audit import record
from app.cells import small_number
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps import reminders
from app.roadmaps.blueprint import bp
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.models import Roadmap
from app.roadmaps.service import bulk as service
from app.roadmaps.service import links, mandates
from app.roadmaps.service.board import board
from app.roadmaps.service.mandates import TwoAmbassadors
from app.roadmaps.views.mandates import two_ambassadors_words
from app.roadmaps.views.rights import author
from app.web import after_post, current_person, requires, safe_path
from app.web.settings import settings

#: Months by which dates can be shifted at once, back and forth.
SHIFTS = (-6, -3, -1, 1, 3, 6, 12)


@bp.post("/bulk")
@requires(Permission.ROADMAP_STEER)
def bulk() -> ResponseReturnValue:
    """Remind, reassign or shift the dates of the roadmaps that are ticked."""
    numbers = [n for value in request.form.getlist("roadmap") if (n := small_number(value))]
    roadmaps = service.chosen_roadmaps(numbers)
    acts = {"remind": _remind, "shift": _shift, "reassign": _reassign}
    act = acts.get(request.form.get("go", ""))
    if act is None:
        flash(_("Nothing was done: choose what to do."))
    elif not roadmaps:
        flash(_("Nothing was done: tick roadmaps first."))
    else:
        flash(act(roadmaps))
        db.session.commit()
    return after_post(safe_path(request.form.get("back"), url_for(".index")))


def _remind(roadmaps: list[Roadmap]) -> str:
    now, sent = utcnow(), 0
    for row in board(roadmaps, now.date()):
        if row.ambassador is not None:
            reminders.remind(settings(), row, row.ambassador, now)
            sent += 1
        own = links.links_of(row.roadmap.id) if row.roadmap.organisation else []
        for link in own:
            if link.email and links.opens(link, now.date()):
                reminders.send_link(settings(), link, now)
                sent += 1
    record(current_person().id, "roadmap.remind", "roadmaps", now, sent=sent)
    return ngettext("%(num)s message is on its way.", "%(num)s messages are on their way.", sent)


def _shift(roadmaps: list[Roadmap]) -> str:
    months = {str(each): each for each in SHIFTS}.get(request.form.get("months", ""))
    if months is None:
        return _("Nothing was done: choose by how many months.")
    shifted = len(service.shift_dates(roadmaps, months, author(), utcnow()))
    return ngettext(
        "The date of %(num)s action was changed.",
        "The dates of %(num)s actions were changed.",
        shifted,
    )


def _reassign(roadmaps: list[Roadmap]) -> str:
    people = {str(p.id): p for p in mandates.people_for(MandateRole.AMBASSADOR)}
    person = people.get(request.form.get("person", ""))
    if person is None:
        return _("Nothing was done: choose somebody.")
    try:
        changed = len(service.reassign(roadmaps, person, utcnow().date()))
    except TwoAmbassadors as error:
        db.session.rollback()
        return two_ambassadors_words(error)
    record(
        current_person().id, "mandate.reassign", f"person:{person.id}", utcnow(), roadmaps=changed
    )
    return ngettext(
        "%(num)s roadmap has a new ambassador.", "%(num)s roadmaps have a new ambassador.", changed
    )
