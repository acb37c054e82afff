"""The questionnaire on paper: printing it, and typing in what comes back."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.extensions import db, utcnow
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import note, the_campaign
from app.surveys.campaigns.core import Audience
from app.surveys.campaigns.forms.typed_sheet import values_of
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service import answering, inviting
from app.surveys.campaigns.views.announcing import announced
from app.surveys.questionnaires.engine import (
    AnswerProblem,
    Answers,
    Questionnaire,
    follow,
    read_answers,
)
from app.surveys.questionnaires.forms.paper import paper_html
from app.surveys.questionnaires.forms.words import fault_words
from app.surveys.questionnaires.service import versions
from app.web import (
    after_post,
    current_language,
    current_person,
    invalid,
    printed,
    render,
    requires,
)
from app.web.formats import day
from app.web.settings import settings


@bp.get("/<int:campaign_id>/paper.pdf")
@requires(Permission.SURVEY_MANAGE)
def paper(campaign_id: int) -> Response:
    """The questionnaire to print."""
    campaign = the_campaign(campaign_id)
    questionnaire = versions.questionnaire_of(campaign.version)
    title = campaign.title[current_language()]
    name = f"{campaign.code}-{current_language()}.pdf"
    before = render_template("surveys/_trust.html", on_paper=True, **announced(campaign))
    slips = campaign.audience is not Audience.PUBLIC
    html = paper_html(questionnaire, title, day(campaign.closes_on), slips, Markup(before))
    return printed(html, name, current_person().id)


@bp.route("/<int:campaign_id>/paper", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def type_in(campaign_id: int) -> ResponseReturnValue:
    """Type in one sheet, by the numbers printed on it, without leaving the keyboard."""
    campaign = the_campaign(campaign_id)
    if not campaign.takes_answers(utcnow().date()):
        abort(404)
    questionnaire = versions.questionnaire_of(campaign.version)
    if request.method == "GET":
        return render("surveys/type_in.html", **_page(campaign, questionnaire))
    answers, errors = _typed(questionnaire)
    invitation = _invitation(campaign)
    if invitation is None:
        errors["slip"] = _("No slip of this campaign has this code.")
    elif answering.has_answered(invitation.id):
        errors["slip"] = _("The answers of this slip were received already.")
    if errors or invitation is None:
        return invalid("surveys/type_in.html", **_page(campaign, questionnaire, errors))
    db.session.flush()
    if not answering.submit_answers(invitation, answers, utcnow().date()):
        db.session.rollback()
        closed = {"slip": _("Not saved: the campaign was closed, or the slip sent, meanwhile.")}
        return invalid("surveys/type_in.html", **_page(campaign, questionnaire, closed))
    note("campaign.paper", campaign)
    db.session.commit()
    flash(_("The sheet is saved. Here is the next one."))
    return after_post(url_for(".type_in", campaign_id=campaign.id))


def _invitation(campaign: Campaign) -> Invitation | None:
    """Whose sheet it is, by the code of the slip; nobody's in particular with a public link."""
    if campaign.audience is Audience.PUBLIC:
        return inviting.add_visitor(campaign)
    code = request.form.get("slip", "")
    invitation = inviting.invitation_by_slip(settings().secret_key, code)
    return invitation if invitation and invitation.campaign_id == campaign.id else None


def _typed(questionnaire: Questionnaire) -> tuple[Answers, dict[str, str]]:
    """The answers of the sheet, and what is wrong with those that count.

    On paper nobody can be asked again: what is empty stays empty, and checks that only warn are
    taken as confirmed.
    """
    asked = [question for question in questionnaire.questions if question.asked]
    sent = {q.code: values_of(q, request.form.get(q.code, "")) for q in asked}
    everything, language = list(questionnaire.by_code), current_language()
    answers, faults = read_answers(asked, sent, {}, everything, language)
    given = follow(questionnaire, answers).given  # with the values calculated from the sheet
    answers, faults = read_answers(asked, sent, given, everything, language)
    path = follow(questionnaire, answers)
    met = {question.code for question in path.questions}
    words = {
        code: fault_words(fault, questionnaire.by_code[code])
        for code, fault in faults.items()
        if code in met and fault.problem is not AnswerProblem.REQUIRED
    }
    if not path.given and not words:
        words["slip"] = _("The sheet is empty.")
    return answers, words


def _page(
    campaign: Campaign, questionnaire: Questionnaire, errors: dict[str, str] | None = None
) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "questionnaire": questionnaire,
        "errors": errors or {},
        "typed": request.form,
        "slips": campaign.audience is not Audience.PUBLIC,
    }
