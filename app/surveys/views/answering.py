"""Answering a questionnaire, with or without account, with or without JavaScript.

Nothing here writes to a log, a job or the audit: no trace joins a person to an hour.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.extensions import db, utcnow
from app.permissions import Permission
from app.surveys import core, service
from app.surveys.core import CampaignMode
from app.surveys.forms import answer_words
from app.surveys.models import Campaign, Invitation
from app.surveys.questionnaire import (
    Answers,
    Question,
    Questionnaire,
    Section,
    read_answers,
    relevant_questions,
)
from app.surveys.questionnaire.answers import AnswerProblem
from app.web import after_post, current_language, invalid, public, render, requires
from app.web.errors import answer
from app.web.settings import settings

bp = Blueprint("answering", __name__, template_folder="../templates")

COOKIE_DAYS = 90


@bp.get("/a/<token>")
@public
def enter(token: str) -> ResponseReturnValue:
    """A personal link: remember whose it is, and leave the token out of all other addresses."""
    invitation_id = core.invitation_of_token(settings().secret_key, token)
    invitation = db.session.get(Invitation, invitation_id) if invitation_id else None
    if invitation is None:
        abort(404)
    session["invitation"] = invitation.id
    return redirect(url_for(".start", code=invitation.campaign.code))


@bp.post("/surveys/<int:campaign_id>/answer")
@requires(Permission.SURVEY_READ)
def answer_as_person(campaign_id: int) -> ResponseReturnValue:
    """Answer as the person signed in; the answer itself needs no account any more."""
    campaign = db.session.get(Campaign, campaign_id)
    invitation = service.invitation_of(campaign, current_user.id) if campaign else None
    if campaign is None or invitation is None:
        abort(404)
    session["invitation"] = invitation.id
    return after_post(url_for(".start", code=campaign.code))


def _invitation(code: str) -> Invitation:
    """The invitation this browser came in with; 404 to anybody else."""
    invitation = db.session.get(Invitation, session.get("invitation", 0))
    if invitation is None or invitation.campaign.code != code:
        abort(404)
    return invitation


def _closed(campaign: Campaign) -> Response:
    return answer(
        410,
        _(
            "“%(title)s” is closed: it takes no more answers.",
            title=campaign.title[current_language()],
        ),
    )


def _cookie(invitation: Invitation) -> str:
    return ("" if settings().local else "__Host-") + f"draft-{invitation.id}"


def _resume_code(invitation: Invitation) -> str:
    return request.cookies.get(_cookie(invitation), "")


def _with_code(response: Response, invitation: Invitation, resume_code: str) -> Response:
    """Give the browser the code that opens its draft."""
    response.set_cookie(
        _cookie(invitation), resume_code, max_age=COOKIE_DAYS * 86400, httponly=True,
        secure=not settings().local, samesite="Lax", path="/",
    )  # fmt: skip
    return response


@bp.get("/answer/<code>")
@public
def start(code: str) -> ResponseReturnValue:
    invitation = _invitation(code)
    if service.has_answered(invitation.id):
        return redirect(url_for(".thanks", code=code))
    if not invitation.campaign.takes_answers(utcnow().date()):
        return _closed(invitation.campaign)
    return _start(invitation)


def _start(invitation: Invitation, wrong_code: bool = False) -> Response:
    questionnaire = service.questionnaire_of(invitation.campaign.version)
    drafted = service.has_draft(invitation.id)
    try:
        ours = drafted and bool(
            service.load_draft(invitation, _resume_code(invitation)) is not None
        )
    except service.DraftLocked:
        ours = False
    return (invalid if wrong_code else render)(
        "surveys/start.html",
        campaign=invitation.campaign,
        questionnaire=questionnaire,
        anonymous=invitation.campaign.mode is CampaignMode.ANONYMOUS,
        group=settings().survey_group,
        drafted=drafted,
        ours=ours,
        resume_code=_resume_code(invitation) if ours else "",
        wrong_code=wrong_code,
        guest=True,
    )


@bp.post("/answer/<code>")
@public
def begin(code: str) -> ResponseReturnValue:
    """Begin, go on in this browser, go on with a code from another one, or begin again."""
    invitation = _invitation(code)
    if not invitation.campaign.takes_answers(utcnow().date()):
        return _closed(invitation.campaign)
    resume_code = _resume_code(invitation)
    if request.form.get("how") == "resume":
        resume_code = request.form.get("resume_code", "")[:60]
    try:
        service.load_draft(invitation, resume_code)
    except service.DraftLocked:
        if request.form.get("how") != "again":
            return _start(invitation, wrong_code=True)
        resume_code = ""
    if not resume_code:
        resume_code = core.new_resume_code()
        service.save_draft(invitation, {}, resume_code)
        db.session.commit()
    response = redirect(url_for(".page", code=code, number=1), 303)
    return _with_code(response, invitation, resume_code)  # type: ignore[arg-type]


def _opened(code: str) -> tuple[Invitation, Questionnaire, Answers] | Response:
    """The invitation and its draft; or where to go when it cannot be answered now."""
    invitation = _invitation(code)
    if service.has_answered(invitation.id):
        return after_post(url_for(".thanks", code=code))
    if not invitation.campaign.takes_answers(utcnow().date()):
        return _closed(invitation.campaign)
    try:
        answers = service.load_draft(invitation, _resume_code(invitation))
    except service.DraftLocked:
        return after_post(url_for(".start", code=code))
    return invitation, service.questionnaire_of(invitation.campaign.version), answers


def _questions(questionnaire: Questionnaire, section: Section, answers: Answers) -> list[Question]:
    reached = {question.code for question in relevant_questions(questionnaire, answers)}
    return [question for question in section.questions if question.code in reached]


def _next_page(questionnaire: Questionnaire, answers: Answers, number: int, step: int) -> int:
    """The next page in this direction that has something to ask; 0 before the first."""
    number += step
    while 1 <= number <= len(questionnaire.sections):
        if _questions(questionnaire, questionnaire.sections[number - 1], answers):
            return number
        number += step
    return number


@bp.route("/answer/<code>/<int:number>", methods=["GET", "POST"])
@public
def page(code: str, number: int) -> ResponseReturnValue:
    opened = _opened(code)
    if isinstance(opened, Response):
        return opened
    invitation, questionnaire, answers = opened
    if not 1 <= number <= len(questionnaire.sections):
        abort(404)
    section = questionnaire.sections[number - 1]
    questions = _questions(questionnaire, section, answers)
    if request.method == "GET":
        return _page(invitation, questionnaire, number, questions, answers)
    shown = [q for q in questions if q.code in request.form.getlist("shown")]
    sent = {question.code: request.form.getlist(question.code) for question in shown}
    read, problems = read_answers(shown, sent)
    kept = {k: v for k, v in answers.items() if k not in sent} | read
    resume_code = _resume_code(invitation) or core.new_resume_code()
    service.save_draft(invitation, kept, resume_code)
    db.session.commit()
    backwards = request.form.get("go") == "back"
    if problems and not backwards:
        typed = {code: values for code, values in sent.items() if code in problems}
        return _page(invitation, questionnaire, number, shown, kept, typed, problems)
    added = [q for q in _questions(questionnaire, section, kept) if q not in shown]
    following = (
        number
        if added and not backwards
        else _next_page(questionnaire, kept, number, -1 if backwards else 1)
    )
    if following < 1:
        address = url_for(".start", code=code)
    elif following > len(questionnaire.sections):
        address = url_for(".review", code=code)
    else:
        anchor = f"question-{added[0].code}" if added and not backwards else None
        address = url_for(".page", code=code, number=following, _anchor=anchor)
    return _with_code(after_post(address), invitation, resume_code)


def _page(
    invitation: Invitation, questionnaire: Questionnaire, number: int, questions: list[Question],
    answers: Answers, typed: dict[str, list[str]] | None = None,
    problems: dict[str, AnswerProblem] | None = None,
) -> Response:  # fmt: skip
    by_code = questionnaire.by_code
    errors = {
        code: answer_words(problem, by_code[code]) for code, problem in (problems or {}).items()
    }
    return (invalid if errors else render)(
        "surveys/page.html",
        campaign=invitation.campaign,
        questionnaire=questionnaire,
        section=questionnaire.sections[number - 1],
        number=number,
        count=len(questionnaire.sections),
        minutes=max(1, round((len(questionnaire.sections) - number + 1) * 1.3)),
        questions=questions,
        answers=answers,
        typed=typed or {},
        errors=errors,
        anonymous=invitation.campaign.mode is CampaignMode.ANONYMOUS,
        group=settings().survey_group,
        guest=True,
    )


@bp.get("/answer/<code>/review")
@public
def review(code: str) -> ResponseReturnValue:
    opened = _opened(code)
    if isinstance(opened, Response):
        return opened
    return _review(*opened)


def _review(invitation: Invitation, questionnaire: Questionnaire, answers: Answers) -> Response:
    reached = relevant_questions(questionnaire, answers)
    lacking = [q for q in reached if q.required and q.code not in answers]
    pages = [
        (number, section, _questions(questionnaire, section, answers))
        for number, section in enumerate(questionnaire.sections, start=1)
    ]
    return (invalid if lacking and request.method == "POST" else render)(
        "surveys/review.html",
        campaign=invitation.campaign,
        pages=[entry for entry in pages if entry[2]],
        answers=answers,
        lacking=lacking,
        empty=not answers,
        anonymous=invitation.campaign.mode is CampaignMode.ANONYMOUS,
        guest=True,
    )


@bp.post("/answer/<code>/send")
@public
def send(code: str) -> ResponseReturnValue:
    """Send once; sending again reads as what it is: sent already."""
    opened = _opened(code)
    if isinstance(opened, Response):
        return opened
    invitation, questionnaire, answers = opened
    reached = relevant_questions(questionnaire, answers)
    if not answers or any(q.required and q.code not in answers for q in reached):
        return _review(*opened)
    service.submit(invitation, answers, settings().survey_group, utcnow().date())
    db.session.commit()
    response = after_post(url_for(".thanks", code=code))
    response.delete_cookie(
        _cookie(invitation), secure=not settings().local, samesite="Lax", httponly=True
    )
    return response


@bp.get("/answer/<code>/thanks")
@public
def thanks(code: str) -> ResponseReturnValue:
    invitation = _invitation(code)
    if not service.has_answered(invitation.id):
        return redirect(url_for(".start", code=code))
    return render(
        "surveys/thanks.html",
        campaign=invitation.campaign,
        anonymous=invitation.campaign.mode is CampaignMode.ANONYMOUS,
        guest=True,
    )
