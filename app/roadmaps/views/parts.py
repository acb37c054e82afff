"""Writing the parts of a plan: one way to add, change, move, end and remove them all."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps import reminders
from app.roadmaps.blueprint import bp
from app.roadmaps.forms.changes import clash_words
from app.roadmaps.forms.filling import (
    apart_of,
    date_problem,
    meeting_problem,
    offer_choices,
    save_apart,
    unit_problem,
)
from app.roadmaps.forms.parts import FORMS, ActionForm
from app.roadmaps.forms.rows import WAS, RowForm
from app.roadmaps.forms.words import full_words
from app.roadmaps.models import Action, Programme, RemovedPart, Roadmap
from app.roadmaps.service import parts, removals
from app.roadmaps.service.belonging import programme_of, roadmap_of
from app.roadmaps.service.board import roadmaps_of_programmes
from app.roadmaps.service.history import last_change, record_added, record_changes
from app.roadmaps.service.parts import PARTS, Part, room_in
from app.roadmaps.service.pilots import names_to_propose
from app.roadmaps.service.positions import move
from app.roadmaps.service.removals import NoPlaceForIt
from app.roadmaps.service.updates import blocking_of
from app.roadmaps.service.usage import removable
from app.roadmaps.views.places import above, history_of, page_of
from app.roadmaps.views.rights import author, load_to_change, may, may_change
from app.web import after_post, conflict, invalid, load, render, requires
from app.web.settings import settings

STEPS = {"up": -1, "down": 1}
#: Parts that are made elsewhere, with more than their own fields.
MADE_APART = frozenset({"programme", "policy", "roadmap"})


def titles() -> dict[str, tuple[str, str]]:
    """What the pages that add and that change each kind of part are called."""
    return {
        "programme": ("", _("Change the programme")),
        "policy": ("", _("Change the policy")),
        "axis": (_("Add an axis"), _("Change the axis")),
        "roadmap": ("", _("Change the roadmap")),
        "objective": (_("Add an objective"), _("Change the objective")),
        "action": (_("Add an action"), _("Change the action")),
        "step": (_("Add a step"), _("Change the step")),
        "indicator": (_("Add an indicator"), _("Change the indicator")),
        "risk": (_("Add a risk"), _("Change the risk")),
        "body": (_("Add a body"), _("Change the body")),
        "meeting": (_("Plan a meeting"), _("Change the meeting")),
        "review": (_("Add a review"), _("Change the review")),
        "participant": (_("Add a participant"), _("Change the participant")),
        "recommendation": (_("Add a recommendation"), _("Change the recommendation")),
    }


def _part(kind: str) -> Part:
    if kind not in PARTS:
        abort(404)
    return PARTS[kind]


def _load(part: Part, part_id: int) -> Any:
    return load_to_change(part.model, part_id, lambda person, row: may_change(person, part, row))


@bp.route("/new/<kind>/<int:parent_id>", methods=["GET", "POST"])
@requires(Permission.ROADMAP_UPDATE)
def new(kind: str, parent_id: int) -> ResponseReturnValue:
    """Add a part under another."""
    part = _part(kind)
    if kind in MADE_APART:
        abort(404)
    parent = load_to_change(
        PARTS[part.parent].model, parent_id, lambda person, row: may_change(person, part, row)
    )
    if getattr(parent, "ended_on", None) is not None:
        flash(_("This has ended: put it back first, to add something to it."))
        return after_post(page_of(parent))
    form = FORMS[kind]()
    offer_choices(form, parent, may)
    context: dict[str, Any] = {"form": form, "kind": kind, "row": None, "up": page_of(parent)}
    context["title"] = titles()[kind][0]
    context["proposed"] = names_to_propose() if kind == "action" else []
    if request.method == "GET":
        return render("roadmaps/edit.html", was={}, clashes=[], **context)
    problem = form.validate() and date_problem(form, programme_of(parent))
    full = isinstance(form, ActionForm) and room_in(roadmap_of(parent)) < 1
    if full:
        form.title_fr.errors = [full_words()]
    if form.errors or problem:
        return invalid("roadmaps/edit.html", was={}, clashes=[], outside=problem, **context)
    row = parts.add_part(part, parent, form.values())
    if not save_apart(form, row):
        db.session.rollback()
        return invalid("roadmaps/edit.html", was={}, clashes=[], **context)
    record_added(row, author(), utcnow())
    db.session.commit()
    flash(_("Added."))
    return after_post(page_of(row))


@bp.route("/edit/<kind>/<int:part_id>", methods=["GET", "POST"])
@requires(Permission.ROADMAP_UPDATE)
def edit(kind: str, part_id: int) -> ResponseReturnValue:
    """Change a part; what somebody else changed meanwhile is merged, or shown."""
    part = _part(kind)
    row = _load(part, part_id)
    stored = FORMS[kind](formdata=None)
    offer_choices(stored, row, may)
    stored.show(row, apart_of(stored, row))
    if request.method == "GET":
        return _edit_page(part, row, stored)
    form = FORMS[kind]()
    offer_choices(form, row, may)
    merged = form.merge_with(stored, request.form)
    outside = form.validate() and date_problem(form, programme_of(row))
    if form.errors or outside or unit_problem(form, row) or meeting_problem(form, row):
        return _edit_page(part, row, form, outside=outside)
    if merged.clashes:
        clashes = [
            clash_words(form, clash, last_change(kind, row.id, clash.field))
            for clash in merged.clashes
        ]
        return _edit_page(part, row, form, clashes=clashes, was=stored.texts())
    return _save(part, row, form, stored, merged.taken)


def _edit_page(part: Part, row: Any, form: RowForm, **context: Any) -> Response:
    posted = {name: request.form.get(WAS + name, "") for name in form.texts()}
    context = {
        "form": form,
        "kind": part.name,
        "row": row,
        "title": titles()[part.name][1],
        "up": page_of(row),
        "proposed": names_to_propose() if part.name == "action" else [],
        "removable": removable(part, row),
        "movable": hasattr(row, "position") or part.name == "action",
        "endable": hasattr(row, "ended_on"),
        "was": form.texts() if request.method == "GET" else posted,
        "clashes": [],
        **context,
    }
    if context["clashes"]:
        return conflict("roadmaps/edit.html", **context)
    answer = render if request.method == "GET" else invalid
    return answer("roadmaps/edit.html", **context)


def _save(
    part: Part, row: Any, form: RowForm, stored: RowForm, taken: tuple[str, ...]
) -> ResponseReturnValue:
    before = stored.texts() | _besides(row)
    for name, value in form.values().items():
        if value != getattr(row, name):
            setattr(row, name, value)
    if not save_apart(form, row):
        db.session.rollback()
        return _edit_page(part, load(part.model, row.id), form)
    after = form.texts() | _besides(row)
    fields = {name: (before[name], text) for name, text in after.items() if name != "keep_dates"}
    record_changes(row, fields, author(), utcnow())
    db.session.commit()
    flash(_("Saved."))
    if taken:
        names = ", ".join(str(form[name].label.text) for name in taken)
        flash(_("Somebody else changed meanwhile, and it was kept: %(fields)s.", fields=names))
    return after_post(page_of(row))


@bp.post("/edit/<kind>/<int:part_id>/act")
@requires(Permission.ROADMAP_UPDATE)
def act(kind: str, part_id: int) -> ResponseReturnValue:
    """Move a part, end it with a reason, put it back, or take it out while it was not used."""
    part, go = _part(kind), request.form.get("go", "")
    row = _load(part, part_id)
    address = page_of(row)
    if go in STEPS:
        _move(part, row, STEPS[go])
    elif go == "end" and hasattr(row, "ended_on"):
        if row.ended_on is not None:
            flash(_("It had been ended already."))
            return after_post(address)
        reason = request.form.get("reason", "").strip()[:300]
        if not reason:
            flash(_("Nothing was ended: say why."))
            return after_post(url_for(".edit", kind=kind, part_id=part_id))
        parts.end_part(row, reason, author(), utcnow())
        for roadmap in _asked_until_now(row):
            reminders.stop(settings(), roadmap, utcnow())
        flash(_("Ended. You can put it back from its page."))
    elif go == "put-back" and getattr(row, "ended_on", None) is not None:
        parts.put_back(row, author(), utcnow())
        flash(_("Put back."))
    elif go == "remove":
        if not removable(part, row):
            flash(_("Something was put under it or reported on it: end it instead, with a reason."))
            return after_post(address)
        address = above(row)
        removals.remove(row, author(), utcnow())
        flash(_("Removed. It can be put back: see “Removed lately” in the history."))
    else:
        abort(400)
    db.session.commit()
    return after_post(address)


def _besides(row: Any) -> dict[str, str]:
    """What saving a part may change besides the fields of its form: an action that is over is not
    blocked any more."""
    return blocking_of(row) if isinstance(row, Action) else {}


def _asked_until_now(row: Any) -> list[Roadmap]:
    """The roadmaps of which nobody is asked for news once a part has ended."""
    if isinstance(row, Programme):
        return roadmaps_of_programmes([row])
    return [row] if isinstance(row, Roadmap) else []


def _move(part: Part, row: Any, steps: int) -> None:
    """Move a part among those of its parent; an action under its first objective."""
    if isinstance(row, Action):
        if row.placements:
            move(row.placements[0], "objective_id", steps)
    elif hasattr(row, "position"):
        move(row, part.column, steps)


@bp.post("/removed/<int:removed_id>/put-back")
@requires(Permission.ROADMAP_UPDATE)
def put_back_removed(removed_id: int) -> ResponseReturnValue:
    """Put back a part that was taken out."""
    kept = load_to_change(RemovedPart, removed_id, _may_put_back)
    back = history_of(kept)
    try:
        row = removals.put_back_removed(kept, author(), utcnow())
    except NoPlaceForIt:
        db.session.rollback()
        flash(
            _(
                "It was not put back: what it stood under is not there, or something has taken its "
                "place. Put that back first."
            )
        )
        return after_post(back)
    address = page_of(row)
    db.session.commit()
    flash(_("Put back."))
    return after_post(address)


def _may_put_back(person: Any, kept: RemovedPart) -> bool:
    return may_change(person, PARTS[kept.part], kept)
