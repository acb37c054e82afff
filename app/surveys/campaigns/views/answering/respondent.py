"""Who is answering: the invitation that this browser came in with, and the key of its draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, abort, request, session, url_for
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service import answering, inviting
from app.surveys.questionnaires.engine import Answers, Questionnaire
from app.surveys.questionnaires.service import versions
from app.web import after_post, current_language
from app.web.errors import answer
from app.web.settings import settings

bp = Blueprint("answering", __name__)

COOKIE_DAYS = 90


def _prefix() -> str:
    return "" if settings().local else "__Host-"


def _cookie(invitation_id: int) -> str:
    return f"{_prefix()}draft-{invitation_id}"


def resume_code_of(invitation: Invitation) -> str:
    """The code that this browser holds for a draft; empty when it holds none."""
    return request.cookies.get(_cookie(invitation.id), "")


def with_code(response: Response, invitation_id: int, resume_code: str) -> Response:
    """Give the browser the code that opens its draft."""
    return _with_cookie(response, _cookie(invitation_id), resume_code)


def with_mark(response: Response, campaign: Campaign) -> Response:
    """Let the browser remember that it has answered by a public link."""
    return _with_cookie(response, f"{_prefix()}sent-{campaign.id}", "1")


def has_mark(campaign: Campaign) -> bool:
    return f"{_prefix()}sent-{campaign.id}" in request.cookies


def _with_cookie(response: Response, name: str, value: str) -> Response:
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_DAYS * 86400,
        httponly=True,
        secure=not settings().local,
        samesite="Lax",
        path="/",
    )
    return response


def without_code(response: Response, invitation: Invitation) -> Response:
    """Let this browser forget the draft."""
    response.delete_cookie(
        _cookie(invitation.id), secure=not settings().local, samesite="Lax", httponly=True
    )
    return response


def remember(invitation: Invitation) -> None:
    """Let the session know which invitation this browser came in with, by the token of its link:
    a number alone could be another person's one day."""
    session["invitation"] = invitation.token(settings().secret_key)


def remembered() -> Invitation | None:
    token = str(session.get("invitation", ""))
    return inviting.invitation_by_token(settings().secret_key, token)


def invitation_for(code: str) -> Invitation:
    """The invitation this browser came in with; 404 to anybody else.

    A browser whose session has ended is known again by the code that opens its draft.
    """
    invitation = remembered()
    if invitation is not None and invitation.campaign.code == code:
        return invitation
    for held in _held_drafts():
        if held.campaign.code == code and _opens(held):
            remember(held)
            return held
    abort(404)


def _held_drafts() -> Iterator[Invitation]:
    start = f"{_prefix()}draft-"
    for name in request.cookies:
        number = name.removeprefix(start)
        if name.startswith(start) and number.isascii() and number.isdigit() and len(number) < 12:
            invitation = db.session.get(Invitation, int(number))
            if invitation is not None:
                yield invitation


def _opens(invitation: Invitation) -> bool:
    try:
        answering.load_draft(invitation, resume_code_of(invitation))
    except answering.DraftLocked:
        return False
    return answering.has_draft(invitation.id)


def closed(campaign: Campaign) -> Response:
    title = campaign.title[current_language()]
    if campaign.opens_on and utcnow().date() < campaign.opens_on:
        return answer(410, _("“%(title)s” has not begun yet.", title=title))
    return answer(410, _("“%(title)s” is closed: it takes no more answers.", title=title))


@dataclass(frozen=True)
class Opened:
    """An answer in progress. What names it is at hand after a commit, the rest is read again."""

    code: str
    invitation_id: int
    invitation: Invitation
    questionnaire: Questionnaire
    answers: Answers

    @property
    def campaign(self) -> Campaign:
        return self.invitation.campaign

    @property
    def anonymous(self) -> bool:
        return self.campaign.mode is CampaignMode.ANONYMOUS


def opened(code: str) -> Opened:
    """The answers in progress of this browser; goes elsewhere when there are none to go on with."""
    invitation = invitation_for(code)
    if answering.has_answered(invitation.id):
        abort(after_post(url_for("answering.thanks", code=code)))
    if not invitation.campaign.takes_answers(utcnow().date()):
        abort(closed(invitation.campaign))
    to_write = request.method == "POST"
    try:
        answers = answering.load_draft(invitation, resume_code_of(invitation), to_write)
    except answering.DraftLocked:
        abort(after_post(url_for("answering.start", code=code)))
    if to_write and answering.has_answered(invitation.id):  # by another tab, while this one waited
        abort(after_post(url_for("answering.thanks", code=code)))
    questionnaire = versions.questionnaire_of(invitation.campaign.version)
    return Opened(code, invitation.id, invitation, questionnaire, answers)
