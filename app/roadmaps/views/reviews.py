"""Recommendations of reviews: read, followed to their result, made into actions."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.cells import small_number
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.core.actions import Applicability
from app.roadmaps.core.months import Year
from app.roadmaps.forms.steering import SeveralForm
from app.roadmaps.forms.words import full_words
from app.roadmaps.models import Programme, Recommendation, Review
from app.roadmaps.service import deciding, parts, updates
from app.roadmaps.service import reviews as service
from app.roadmaps.service.answers import objectives_to_choose
from app.roadmaps.service.history import record_added, record_changes
from app.roadmaps.service.parts import PARTS, room_in
from app.roadmaps.views.rights import author, load_to_change, steers
from app.roadmaps.views.steering import steering
from app.text import Text
from app.web import (
    after_post,
    current_language,
    current_person,
    invalid,
    load,
    render,
    requires,
)


@bp.get("/programmes/<int:programme_id>/recommendations")
@requires(Permission.ROADMAP_READ)
def reviews(programme_id: int) -> Response:
    """What the reviews of a programme recommend, by how applicable it is."""
    return render("roadmaps/reviews.html", **_context(load(Programme, programme_id)))


def _several(review: Review, **options: Any) -> SeveralForm:
    return SeveralForm(prefix=f"review-{review.id}-", **options)


def _context(
    programme: Programme, review: Review | None = None, typed: SeveralForm | None = None
) -> dict[str, Any]:
    """What the page shows; with what was typed to be added to one review."""
    asked = request.args.get("applicability", "")
    shown = Applicability(asked) if asked in set(Applicability) else None
    every = service.reviews_of(programme.id)
    forms = {each.id: _several(each, formdata=None) for each in every}
    if review is not None and typed is not None:
        forms[review.id] = typed
    recommendations = [row for review in every for row in review.recommendations]
    return {
        "reviews": every,
        "shown": shown,
        "applicabilities": list(Applicability),
        "themes_of": lambda review: _themes(review, shown),
        "actions": service.actions_of(recommendations),
        "months_of": lambda review: Year(review.calendar_from).months,
        "several": forms,
        "steers": steers(current_person()),
        **steering(programme, "reviews"),
    }


def _themes(review: Review, shown: Applicability | None) -> list[tuple[Text, list[Recommendation]]]:
    """The recommendations of a review that are shown, by group, in the order of their groups."""
    groups: dict[Text, list[Recommendation]] = {}
    for row in review.recommendations:
        if shown is None or row.applicability is shown:
            groups.setdefault(row.theme, []).append(row)
    return list(groups.items())


@bp.get("/recommendations/<int:recommendation_id>")
@requires(Permission.ROADMAP_READ)
def recommendation(recommendation_id: int) -> Response:
    """One recommendation, from what was advised to its result."""
    row = load(Recommendation, recommendation_id)
    action = service.actions_of([row]).get(row.id)
    programme, steering_ = row.review.programme, steers(current_person())
    context: dict[str, Any] = {
        "recommendation": row,
        "action": action,
        "said": next(iter(_said(action)), None) if action else None,
        "decided": deciding.decisions_about(row)
        + (deciding.decisions_about(action) if action else []),
        "months": [Year(row.review.calendar_from).months[n - 1] for n in row.months],
        "objectives": objectives_to_choose(programme) if steering_ and action is None else [],
        "chosen": small_number(request.args.get("objective", "")),
        "steers": steering_,
    }
    return render("roadmaps/recommendation.html", **context, **steering(programme, "reviews"))


def _said(action: Any) -> list[Any]:
    return updates.notes_of_actions(action.roadmap_id, internal=False).get(action.id, [])


@bp.post("/recommendations/<int:recommendation_id>/accept")
@requires(Permission.ROADMAP_STEER)
def accept(recommendation_id: int) -> ResponseReturnValue:
    """Make an action of a recommendation, under the objective that was chosen."""
    row = load_to_change(Recommendation, recommendation_id)
    number = small_number(request.form.get("objective", ""))
    objectives = objectives_to_choose(row.review.programme)
    objective = next((each for each in objectives if each.id == number), None)
    back = url_for(".recommendation", recommendation_id=row.id)
    there = service.actions_of([row]).get(row.id)
    if there is not None:
        flash(_("An action was made of it already."))
        return after_post(url_for(".action", action_id=there.id))
    if row.ended_on is not None or row.review.ended_on is not None:
        flash(_("No action was added: this recommendation has ended."))
        return after_post(back)
    if objective is None:
        flash(_("No action was added: choose an objective first."))
        return after_post(back)
    if room_in(objective.roadmap) < 1:
        flash(full_words())
        return after_post(back)
    before = row.applicability.value
    action = service.make_action(row, objective)
    record_changes(row, {"applicability": (before, row.applicability.value)}, author(), utcnow())
    record_added(action, author(), utcnow())
    db.session.commit()
    flash(_("Action added: it says which recommendation it comes from."))
    return after_post(url_for(".action", action_id=action.id))


@bp.post("/reviews/<int:review_id>/several")
@requires(Permission.ROADMAP_STEER)
def add_several(review_id: int) -> ResponseReturnValue:
    """Add recommendations that are pasted, one on each line; those that are there already are left."""
    row, language = load_to_change(Review, review_id), current_language()
    if row.ended_on is not None:
        flash(_("This has ended: put it back first, to add something to it."))
        return after_post(url_for(".reviews", programme_id=row.programme_id))
    form = _several(row)
    if not form.validate():
        return invalid("roadmaps/reviews.html", **_context(row.programme, row, form))
    present = {each.title[language] for each in row.recommendations}
    fresh = {title: code for title, code in form.read.items() if title not in present}
    for place, (title, code) in enumerate(fresh.items(), start=len(row.recommendations) + 1):
        values = {"title": Text(**{language: title}), "code": code or str(place)}
        record_added(parts.add_part(PARTS["recommendation"], row, values), author(), utcnow())
    db.session.commit()
    flash(ngettext("%(num)s recommendation added.", "%(num)s recommendations added.", len(fresh)))
    return after_post(
        url_for(".reviews", programme_id=row.programme_id, _anchor=f"review-{row.id}")
    )
