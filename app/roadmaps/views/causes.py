"""From what a survey shows to an action, which keeps the figure that it was opened for."""

from __future__ import annotations

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cells import small_number
from app.extensions import db, utcnow
from app.indicators.following import all_figures
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.forms.base import TITLE_MAX
from app.roadmaps.forms.words import full_words
from app.roadmaps.models import Programme
from app.roadmaps.service import causes
from app.roadmaps.service.answers import objectives_to_choose
from app.roadmaps.service.history import record_added
from app.roadmaps.service.parts import room_in
from app.roadmaps.views.rights import author, load_to_change, may
from app.roadmaps.views.steering import steering
from app.text import Text
from app.web import after_post, invalid, load, render, requires


@bp.get("/programmes/<int:programme_id>/because")
@requires(Permission.ROADMAP_STEER)
def because(programme_id: int) -> ResponseReturnValue:
    """The published figures of surveys, and the form that opens an action because of one."""
    return render("roadmaps/because.html", **_context(load(Programme, programme_id)))


def _context(programme: Programme) -> dict[str, Any]:
    asked = request.values
    survey = asked.get("survey", "")
    first_words = f"survey:{survey}:" if survey else "survey:"
    given = [each for each in all_figures(may) if each.code.startswith(first_words)]
    return {
        "figures": given,
        "chosen": asked.get("figure", ""),
        "objectives": objectives_to_choose(programme),
        "objective": small_number(asked.get("objective", "")),
        "typed": {name: asked.get(name, "") for name in ("title_fr", "title_en")},
        "errors": [],
        **steering(programme, "matrix"),
    }


@bp.post("/programmes/<int:programme_id>/because")
@requires(Permission.ROADMAP_STEER)
def open_because(programme_id: int) -> ResponseReturnValue:
    """Open an action because of the figure that was chosen."""
    programme = load_to_change(Programme, programme_id)
    context = _context(programme)
    figure = next((each for each in context["figures"] if each.code == context["chosen"]), None)
    objective = next(
        (each for each in context["objectives"] if each.id == context["objective"]), None
    )
    title = Text(*(context["typed"][name].strip() for name in ("title_fr", "title_en")))
    errors = []
    if figure is None:
        errors.append(("figure", _("Choose what the survey shows.")))
    if objective is None:
        errors.append(("objective", _("Choose the objective that the action serves.")))
    elif room_in(objective.roadmap) < 1:
        errors.append(("objective", full_words()))
    if not title or len(title.fr) > TITLE_MAX or len(title.en) > TITLE_MAX:
        errors.append(
            ("title_fr", _("Write a title of 200 characters at most, in one language at least."))
        )
    if errors or figure is None or objective is None:
        return invalid("roadmaps/because.html", **context | {"errors": errors})
    action = causes.open_action(figure, title, objective)
    record_added(action, author(), utcnow())
    db.session.commit()
    flash(_("Action added: it keeps the figure of today, and will show that of the next survey."))
    return after_post(url_for(".action", action_id=action.id))
