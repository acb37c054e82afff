"""Coming in: by a personal link, an account or a public link; beginning, going on, leaving."""

from __future__ import annotations

import secrets

from flask import Response, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.accounts.core import network_of
from app.extensions import db, utcnow
from app.permissions import Permission
from app.surveys.campaigns import core
from app.surveys.campaigns.core import Audience
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service import answering, campaigns, inviting
from app.surveys.campaigns.views.announcing import announced
from app.surveys.campaigns.views.answering.respondent import (
    bp,
    closed,
    has_mark,
    invitation_for,
    remember,
    remembered,
    resume_code_of,
    with_code,
    without_code,
)
from app.surveys.campaigns.visits import VISITS, share
from app.surveys.questionnaires.engine import Answers
from app.surveys.questionnaires.engine.model import SEED, SEEDS
from app.surveys.questionnaires.forms.filling import page_to_resume
from app.surveys.questionnaires.service import versions
from app.web import after_post, invalid, load, public, render, repeatable, requires, unwritten
from app.web.errors import answer
from app.web.settings import settings


def _invitation_of_token(token: str) -> Invitation:
    invitation = inviting.invitation_by_token(settings().secret_key, token)
    if invitation is None:
        abort(404)
    return invitation


@bp.get("/a/<token>")
@public
def enter(token: str) -> ResponseReturnValue:
    """A personal link: remember whose it is, and leave the token out of all other addresses."""
    invitation = _invitation_of_token(token)
    remember(invitation)
    return redirect(url_for(".start", code=invitation.campaign.code))


@bp.route("/a/<token>/stop", methods=["GET", "POST"])
@repeatable
@public
def stop_messages(token: str) -> ResponseReturnValue:
    """No more messages about this campaign; answering stays possible."""
    invitation = _invitation_of_token(token)
    if request.method == "POST":
        invitation.opted_out = True
        db.session.commit()
        return after_post(url_for(".stop_messages", token=token))
    return render(
        "surveys/stop.html", invitation=invitation, campaign=invitation.campaign, guest=True
    )


@bp.post("/surveys/<int:campaign_id>/answer")
@requires(Permission.SURVEY_READ)
def answer_as_person(campaign_id: int) -> ResponseReturnValue:
    """Answer as the person signed in; from there on, answering needs no account."""
    campaign = load(Campaign, campaign_id)
    invitation = answering.invitation_of(campaign, current_user.id)
    if invitation is None:
        abort(404)
    remember(invitation)
    return after_post(url_for(".start", code=campaign.code))


@bp.route("/s/<code>", methods=["GET", "POST"])
@public
def enter_publicly(code: str) -> ResponseReturnValue:
    """The public link: whoever opens it answers once from this browser."""
    campaign = campaigns.campaign_by_code(code)
    if campaign is None or campaign.audience is not Audience.PUBLIC or not campaign.opened_on:
        abort(404)
    known = remembered()
    if known is not None and known.campaign_id == campaign.id:
        return after_post(url_for(".start", code=code))
    if not campaign.takes_answers(utcnow().date()):
        return closed(campaign)
    if has_mark(campaign):
        return answer(410, _("This survey was already answered from this browser. Thank you."))
    if request.method == "GET":
        return _start_page(campaign)
    return _admit(campaign)


def _admit(campaign: Campaign) -> Response:
    """Let a visitor begin, unless so many have today that a program may be at work."""
    today, network = utcnow().date(), network_of(request.remote_addr or "")
    if VISITS.taken(campaign.id, network, today) >= share(campaign.visitors_a_day):
        return answer(429, _("Many people have begun from this network today. Come back tomorrow."))
    invitation = inviting.admit_visitor(campaign, today)
    if invitation is None:
        return answer(429, _("This survey takes no more new answers today. Come back tomorrow."))
    remember(invitation)
    begun = _begun(invitation, core.new_resume_code(), new=True)
    VISITS.note(campaign.id, network, today)
    return begun


@bp.get("/answer/<code>")
@public
def start(code: str) -> ResponseReturnValue:
    invitation = invitation_for(code)
    if answering.has_answered(invitation.id):
        return redirect(url_for(".thanks", code=code))
    if not invitation.campaign.takes_answers(utcnow().date()):
        return closed(invitation.campaign)
    return _start(invitation)


def _start(invitation: Invitation, wrong_code: bool = False) -> Response:
    drafted = answering.has_draft(invitation.id)
    try:
        answering.load_draft(invitation, resume_code_of(invitation))
        ours = drafted
    except answering.DraftLocked:
        ours = False
    return _start_page(invitation.campaign, drafted, ours, wrong_code, invitation)


def _start_page(
    campaign: Campaign,
    drafted: bool = False,
    ours: bool = False,
    wrong_code: bool = False,
    invitation: Invitation | None = None,
) -> Response:
    return (invalid if wrong_code else render)(
        "surveys/start.html",
        **announced(campaign),
        drafted=drafted,
        ours=ours,
        resume_code=resume_code_of(invitation) if invitation and ours else "",
        wrong_code=wrong_code,
        guest=True,
    )


@bp.post("/answer/<code>")
@unwritten
@public
def begin(code: str) -> ResponseReturnValue:
    """Begin, go on in this browser, go on with a code from another one, or begin again."""
    invitation = invitation_for(code)
    if not invitation.campaign.takes_answers(utcnow().date()):
        return closed(invitation.campaign)
    if answering.has_answered(invitation.id):
        return after_post(url_for(".thanks", code=code))
    resume_code = resume_code_of(invitation)
    if request.form.get("how") == "resume":
        resume_code = request.form.get("resume_code", "")[:60]
    new = not answering.has_draft(invitation.id)
    try:
        answering.load_draft(invitation, resume_code)
    except answering.DraftLocked:
        if request.form.get("how") != "again":
            return _start(invitation, wrong_code=True)
        resume_code, new = "", True
    return _begun(invitation, resume_code or core.new_resume_code(), new)


def _begun(invitation: Invitation, resume_code: str, new: bool) -> Response:
    """On to the first page, or to where the draft stops; a new one gets the seed of its random
    orders."""
    questionnaire = versions.questionnaire_of(invitation.campaign.version)
    code, number = invitation.campaign.code, 1
    if new:
        seed = float(secrets.randbelow(SEEDS))
        answers: Answers = {SEED: seed} if questionnaire.in_random_order else {}
        answering.save_draft(invitation, answers, resume_code)
        db.session.commit()
    else:
        number = page_to_resume(questionnaire, answering.load_draft(invitation, resume_code))
    address = (
        url_for(".page", code=code, number=number) if number else url_for(".review", code=code)
    )
    return with_code(after_post(address), invitation.id, resume_code)


@bp.get("/answer/<code>/later")
@public
def later(code: str) -> ResponseReturnValue:
    """How to go on later, here or elsewhere; and a way to leave nothing on a shared computer."""
    invitation = invitation_for(code)
    if answering.has_answered(invitation.id):
        return redirect(url_for(".thanks", code=code))
    return render(
        "surveys/later.html",
        campaign=invitation.campaign,
        resume_code=resume_code_of(invitation),
        link=settings().base_url + url_for(".enter", token=invitation.token(settings().secret_key)),
        guest=True,
    )


@bp.post("/answer/<code>/leave")
@repeatable
@public
def leave(code: str) -> ResponseReturnValue:
    """Let this browser forget who answers and how to open the draft."""
    invitation = invitation_for(code)
    session.clear()  # and the copies of what was sent before are no copies of this browser any more
    return without_code(
        render("surveys/left.html", campaign=invitation.campaign, guest=True), invitation
    )
