"""One roadmap, one of its actions, and what was changed in them."""

from __future__ import annotations

import datetime as dt

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from app.extensions import utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.core.actions import OVER, progress_of, timeliness
from app.roadmaps.forms.changes import change_words
from app.roadmaps.forms.figures import shown_indicator
from app.roadmaps.forms.note import note_html
from app.roadmaps.forms.words import part_words
from app.roadmaps.models import Action, Roadmap
from app.roadmaps.service import history, mandates, plans, requests, reviews, updates
from app.roadmaps.service.belonging import name_of, roadmap_of
from app.roadmaps.service.board import board
from app.roadmaps.service.causes import because_of
from app.roadmaps.service.deciding import decisions_about
from app.roadmaps.service.measures import indicators_of
from app.roadmaps.service.outline import ended_of, outline, risks_of
from app.roadmaps.service.parts import PARTS
from app.roadmaps.service.pilots import pilot_name
from app.roadmaps.service.removals import removed_from
from app.roadmaps.service.titles import title_of, titles_of_changed
from app.roadmaps.views.places import page_of
from app.roadmaps.views.rights import steers
from app.web import current_language, current_person, load, printed, render, requires

#: For how long what the mission asked is shown with its answer.
LATELY = dt.timedelta(days=120)


@bp.get("/<int:roadmap_id>")
@requires(Permission.ROADMAP_READ)
def show(roadmap_id: int) -> Response:
    """One roadmap at a glance."""
    roadmap = load(Roadmap, roadmap_id)
    person, today = current_person(), utcnow().date()
    editable = mandates.may_update(person, roadmap, today)
    actions = updates.actions_of(roadmap.id)
    [row] = board([roadmap], today)
    return render(
        "roadmaps/show.html",
        roadmap=roadmap,
        row=row,
        sections=outline(plans.objectives_of(roadmap.id), actions),
        actions=actions,
        progress=progress_of(action.state for action in actions),
        timeliness=lambda action: timeliness(action.state, today),
        late_milestone=lambda action: (
            action.status not in OVER and any(s.starred and s.late(today) for s in action.steps)
        ),
        pilot_name=pilot_name,
        notes=updates.notes_of_actions(roadmap.id, internal=editable),
        was_due=history.first_due_dates(roadmap.id),
        indicators=[
            shown_indicator(each, today, everything=editable)
            for each in indicators_of([roadmap.id]).get(roadmap.id, [])
        ],
        risks=risks_of(roadmap.id),
        requests=requests.requests_to_show(roadmap.id, today - LATELY) if editable else [],
        ended=ended_of(roadmap.id) if editable else [],
        part_name=lambda row: name_of(type(row)),
        updates=updates.updates_of(roadmap.id, limit=200 if request.args.get("updates") else 5),
        editable=editable,
        steers=steers(person),
        today=today,
    )


@bp.get("/<int:roadmap_id>/note.pdf")
@requires(Permission.ROADMAP_READ)
def note(roadmap_id: int) -> Response:
    """One roadmap on two pages, for those who meet around it."""
    roadmap = load(Roadmap, roadmap_id)
    name = f"roadmap-{roadmap.id}-{current_language()}.pdf"
    return printed(note_html(roadmap, utcnow().date()), name, current_person().id)


@bp.get("/actions/<int:action_id>")
@requires(Permission.ROADMAP_READ)
def action(action_id: int) -> Response:
    """One action with all that is known of it."""
    row = load(Action, action_id)
    today = utcnow().date()
    editable = mandates.may_update(current_person(), row.roadmap, today)
    notes = updates.notes_of_actions(row.roadmap_id, internal=editable)
    return render(
        "roadmaps/action.html",
        action=row,
        timeliness=timeliness(row.state, today),
        progress=progress_of([row.state]),
        pilot=pilot_name(row),
        notes=notes.get(row.id, []),
        was_due=history.first_due_dates(row.roadmap_id).get(row.id, ""),
        recommendation=reviews.recommendation_of(row),
        because=because_of([row.id], today).get(row.id, []),
        decided=decisions_about(row),
        editable=editable,
        today=today,
    )


#: Fields that are for those who keep a roadmap: of what few people counted, or said and took back.
THEIRS = frozenset({"value", "base_value", "answer"})


@bp.get("/history/<kind>/<int:part_id>")
@requires(Permission.ROADMAP_READ)
def show_history(kind: str, part_id: int) -> Response:
    """Who changed which field of a part of a plan, from what to what."""
    part = PARTS.get(kind) or abort(404)
    row = load(part.model, part_id)
    roadmap = roadmap_of(row)
    keeps = roadmap is None or mandates.may_update(current_person(), roadmap, utcnow().date())
    whole = kind == "roadmap" and bool(request.args.get("all"))
    every = history.changes_of_roadmap(part_id) if whole else history.changes_of(kind, part_id)
    # What was counted goes through no gate here.
    changes = [change for change in every if keeps or change.field not in THEIRS]
    return render(
        "roadmaps/history.html",
        "roadmaps/_history.html",
        title=title_of(row),
        changes=[(change, change_words(change)) for change in changes],
        titles=titles_of_changed(changes) if whole else None,
        removed=removed_from(part_id) if whole and roadmap is not None and keeps else [],
        up=_page_of(kind, row),
    )


def _page_of(kind: str, row: object) -> tuple[str, str]:
    """The page that shows a part, for the way back."""
    if isinstance(row, Action):
        return _("Action"), url_for(".action", action_id=row.id)
    roadmap = row if isinstance(row, Roadmap) else getattr(row, "roadmap", None)
    if roadmap is not None:
        return _("Roadmap"), url_for(".show", roadmap_id=roadmap.id)
    if kind in ("body", "meeting", "review", "participant", "recommendation"):
        return part_words(kind), page_of(row)
    return _("Programmes"), url_for(".programmes")
