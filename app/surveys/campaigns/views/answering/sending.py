"""Checking the answers, keeping a copy, sending once."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.extensions import csrf, db, utcnow
from app.surveys.campaigns.core import Audience, CampaignMode
from app.surveys.campaigns.models import Invitation
from app.surveys.campaigns.service import answering
from app.surveys.campaigns.views.answering.respondent import (
    Opened,
    bp,
    closed,
    invitation_for,
    opened,
    with_mark,
    without_code,
)
from app.surveys.questionnaires.engine import Answers, follow, lacking
from app.surveys.questionnaires.engine.checks import failed_checks
from app.surveys.questionnaires.engine.model import CONFIRMED
from app.surveys.questionnaires.forms.question_blocks import pages_answered
from app.surveys.questionnaires.service import versions
from app.web import (
    after_post,
    check_origin,
    current_language,
    invalid,
    printed,
    public,
    render,
    repeatable,
)
from app.web.settings import settings


@bp.get("/answer/<code>/review")
@public
def review(code: str) -> ResponseReturnValue:
    survey = opened(code)
    return _review(survey)


def _missing(survey: Opened) -> list[str]:
    """Codes of the questions to go back to before sending."""
    path = follow(survey.questionnaire, survey.answers)
    confirmed = survey.answers.get(CONFIRMED, [])
    failed = failed_checks(path.questions, path.given)
    hard = [c for c, fault in failed.items() if not (fault.soft and c in confirmed)]  # type: ignore[operator]
    return [question.code for question in lacking(path)] + hard


def _review(survey: Opened) -> Response:
    missing = _missing(survey)
    return (invalid if missing and request.method == "POST" else render)(
        "surveys/review.html",
        campaign=survey.campaign,
        pages=pages_answered(survey.questionnaire, survey.answers),
        missing=missing,
        empty=not follow(survey.questionnaire, survey.answers).given,
        anonymous=survey.anonymous,
        guest=True,
    )


@bp.get("/answer/<code>/copy.pdf")
@public
def copy(code: str) -> ResponseReturnValue:
    """The respondent's own copy: of the draft, or of what was sent under their name."""
    invitation = invitation_for(code)
    response = answering.named_response(invitation.id)
    if response is not None and _sent_here(invitation):
        return _copy(invitation, dict(response.answers), sent=True)
    survey = opened(code)
    return _copy(invitation, survey.answers, sent=False)


def _sent_here(invitation: Invitation) -> bool:
    """Whether these answers were sent from this session: the link alone shows them to nobody."""
    return bool(session.get("sent") == invitation.token(settings().secret_key))


def _copy(invitation: Invitation, answers: Answers, sent: bool) -> Response:
    campaign = invitation.campaign
    html = render_template(
        "surveys/copy.html",
        campaign=campaign,
        pages=pages_answered(versions.questionnaire_of(campaign.version), answers),
        sent=sent,
        name=invitation.name if campaign.mode is not CampaignMode.ANONYMOUS else "",
    )
    name = f"{campaign.code}-{current_language()}.pdf"
    return printed(html, name, invitation.id)


@bp.post("/answer/<code>/send")
@csrf.exempt
@repeatable
@public
def send(code: str) -> ResponseReturnValue:
    """Send once; sending again reads as what it is: sent already."""
    check_origin()
    survey = opened(code)
    if not follow(survey.questionnaire, survey.answers).given or _missing(survey):
        return _review(survey)
    campaign, today = survey.campaign, utcnow().date()
    sent = answering.submit_answers(survey.invitation, survey.answers, today)
    if not sent and not answering.has_answered(survey.invitation.id):
        return closed(campaign)  # somebody closed it meanwhile: the draft stays
    if not survey.anonymous:
        session["sent"] = survey.invitation.token(settings().secret_key)
    db.session.commit()
    response = without_code(after_post(url_for(".thanks", code=code)), survey.invitation)
    return with_mark(response, campaign) if campaign.audience is Audience.PUBLIC else response


@bp.get("/answer/<code>/thanks")
@public
def thanks(code: str) -> ResponseReturnValue:
    invitation = invitation_for(code)
    if not answering.has_answered(invitation.id):
        return redirect(url_for(".start", code=code))
    campaign = invitation.campaign
    return render(
        "surveys/thanks.html",
        campaign=campaign,
        anonymous=campaign.mode is CampaignMode.ANONYMOUS,
        copy=answering.named_response(invitation.id) is not None and _sent_here(invitation),
        guest=True,
    )
