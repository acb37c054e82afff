"""The board of all roadmaps, and one roadmap kept up to date action by action."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Person
from app.extensions import db, utcnow
from app.permissions import Permission, allowed
from app.roadmaps import core, service
from app.roadmaps.core import ActionStatus
from app.roadmaps.forms import ActionForm, UpdateForm, group_words, status_words, timing_words
from app.roadmaps.models import Action, Objective, Roadmap
from app.text import Text
from app.web import (
    after_post,
    conflict,
    current_language,
    current_person,
    done,
    invalid,
    load,
    render,
    requires,
)

bp = Blueprint("roadmaps", __name__, url_prefix="/roadmaps", template_folder="templates")


def may_update(person: Person, roadmap: Roadmap) -> bool:
    """Its ambassador may, and the mission, which steers all roadmaps.

    Being its ambassador is not enough without the role.
    """
    if allowed(person.roles, Permission.ROADMAP_STEER):
        return True
    mine = roadmap.ambassador_id == person.id
    return mine and allowed(person.roles, Permission.ROADMAP_UPDATE)


def _words() -> dict[str, Any]:
    return {
        "status_words": status_words,
        "timing_words": timing_words,
        "timing": lambda action: core.timing(action.status, action.due_on, utcnow().date()),
        "last_update": service.last_update,
        "counts": core.counts,
    }


@bp.get("/")
@requires(Permission.ROADMAP_READ)
def index() -> Response:
    """All roadmaps on one board."""
    all_roadmaps = service.roadmaps()
    today = utcnow().date()
    late = {
        roadmap.id: sum(
            core.timing(a.status, a.due_on, today) is core.Timing.LATE for a in roadmap.actions
        )
        for roadmap in all_roadmaps
    }
    return render(
        "roadmaps/index.html",
        roadmaps=all_roadmaps,
        table=service.progress_table(),
        late=late,
        group_words=group_words,
        stale_before=today - core.STALE_AFTER,
        **_words(),
    )


@bp.get("/<int:roadmap_id>")
@requires(Permission.ROADMAP_READ)
def show(roadmap_id: int) -> Response:
    roadmap = load(Roadmap, roadmap_id)
    return render(
        "roadmaps/show.html",
        roadmap=roadmap,
        editable=may_update(current_person(), roadmap),
        group_words=group_words,
        forms={},
        **_words(),
    )


_PAGE, _PART = "roadmaps/action.html", "roadmaps/_action.html"


@bp.get("/actions/<int:action_id>")
@requires(Permission.ROADMAP_READ)
def action(action_id: int) -> Response:
    """One action, read by all who read roadmaps."""
    row = load(Action, action_id)
    editable = may_update(current_person(), row.objective.roadmap)
    return render(
        _PAGE,
        _PART,
        form=None,
        conflicts={},
        opened=True,
        action=row,
        editable=editable,
        **_words(),
    )


@bp.post("/actions/<int:action_id>")
@requires(Permission.ROADMAP_UPDATE)
def update_action(action_id: int) -> ResponseReturnValue:
    """Say what is new of an action."""
    followed = load(
        Action, action_id, may=lambda person, row: may_update(person, row.objective.roadmap)
    )
    context: dict[str, Any] = {"action": followed, "editable": True, **_words()}
    form = UpdateForm()
    if not form.validate():
        return invalid(_PAGE, _PART, form=form, conflicts={}, opened=True, **context)
    status = core.merge(form.was_status.data, form.status.data, ActionStatus(followed.status).value)
    due_on = core.merge(form.was_due_on.data, form.due_on.data, followed.due_on)
    clashes = {
        name: True for name, merged in (("status", status), ("due_on", due_on)) if merged.conflict
    }
    if clashes:
        return conflict(_PAGE, _PART, form=form, conflicts=clashes, opened=True, **context)
    changed = service.update_action(
        followed,
        status=ActionStatus(status.value or followed.status),
        due_on=due_on.value or followed.due_on,
        note=(form.note.data or "").strip(),
        language=current_language(),
        author_id=current_person().id,
        today=utcnow().date(),
    )
    db.session.commit()
    said = _("Saved.") if changed else _("Nothing to save: nothing changed.")
    if not request.headers.get("HX-Request"):
        flash(said)
    address = url_for(
        ".show", roadmap_id=followed.objective.roadmap_id, _anchor=f"action-{action_id}"
    )
    return done(address, _PART, form=None, conflicts={}, said=said, **context)


@bp.route("/objectives/<int:objective_id>/new-action", methods=["GET", "POST"])
@requires(Permission.ROADMAP_UPDATE)
def new_action(objective_id: int) -> ResponseReturnValue:
    objective = load(Objective, objective_id, may=lambda person, o: may_update(person, o.roadmap))
    form = ActionForm()
    if request.method == "GET":
        return render("roadmaps/new_action.html", form=form, objective=objective)
    if not form.validate():
        return invalid("roadmaps/new_action.html", form=form, objective=objective)
    assert form.due_on.data is not None
    title = Text((form.title_fr.data or "").strip(), (form.title_en.data or "").strip())
    added = service.add_action(objective, title, form.due_on.data)
    db.session.commit()
    flash(_("Action added."))
    roadmap_id = objective.roadmap_id
    return after_post(url_for(".show", roadmap_id=roadmap_id, _anchor=f"action-{added.id}"))
