"""From what directorates answered to actions of a plan, one click each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.cells import small_number
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.forms.words import full_words
from app.roadmaps.models import Programme
from app.roadmaps.service import answers as service
from app.roadmaps.service.history import record_added
from app.roadmaps.service.parts import room_in
from app.roadmaps.views.rights import author, load_to_change
from app.surveys.campaigns.models import Campaign
from app.surveys.questionnaires.engine.piping import piped, worded
from app.surveys.questionnaires.engine.question import Question
from app.surveys.questionnaires.engine.rules import Value
from app.surveys.questionnaires.forms.answer_words import written
from app.surveys.questionnaires.service import versions
from app.text import Text
from app.web import after_post, current_person, load, render, requires, traced


def _campaign() -> Campaign | None:
    """The survey that the address names, or the latest one."""
    named = service.named_campaigns()
    number = small_number(request.values.get("campaign", ""))
    return next((each for each in named if each.id == number), named[0] if named else None)


def _label_of(campaign: Campaign) -> Callable[[Question, Mapping[str, Value]], Text]:
    """How a question was read by who gave these answers, which its words may quote."""
    questionnaire = versions.questionnaire_of(campaign.version)
    return lambda question, given: piped(worded(question, given)[0], questionnaire, given, written)


@bp.get("/programmes/<int:programme_id>/answers")
@requires(Permission.ROADMAP_STEER)
@traced
def show_answers(programme_id: int) -> Response:
    """What directorates wrote; reading it is written in the audit log."""
    programme, campaign = load(Programme, programme_id), _campaign()
    if campaign is not None:
        subject = f"campaign:{campaign.code}"
        record(current_person().id, "campaign.answers_read", subject, utcnow())
    page = render(
        "roadmaps/answers.html",
        programme=programme,
        campaign=campaign,
        campaigns=service.named_campaigns(),
        proposals=service.proposals(campaign) if campaign else [],
        label=_label_of(campaign) if campaign else None,
        objectives=service.objectives_to_choose(programme),
        chosen=small_number(request.args.get("objective", "")),
    )
    db.session.commit()
    return page


@bp.post("/programmes/<int:programme_id>/answers")
@requires(Permission.ROADMAP_STEER)
def take_answer(programme_id: int) -> ResponseReturnValue:
    """Make an action of an answer, under the objective that was chosen."""
    programme, campaign = load_to_change(Programme, programme_id), _campaign()
    number = small_number(request.form.get("objective", ""))
    objective = next(
        (each for each in service.objectives_to_choose(programme) if each.id == number), None
    )
    origin = request.form.get("origin", "")
    proposals = service.proposals(campaign) if campaign else []
    proposal = next((each for each in proposals if each.origin == origin), None)
    if campaign is None or proposal is None:
        abort(404)
    if objective is None:
        flash(_("No action was added: choose an objective first."))
    elif proposal.action is None and room_in(objective.roadmap) < 1:
        flash(full_words())
    elif proposal.action is None:
        record_added(service.make_action(proposal, objective), author(), utcnow())
        db.session.commit()
        flash(_("Action added."))
    chosen = objective.id if objective else None
    return after_post(
        url_for(".show_answers", programme_id=programme.id, campaign=campaign.id, objective=chosen)
    )
