"""Whose an answer is, where the campaign lets it be known."""

from __future__ import annotations

from typing import Any

from flask import Response

from app.extensions import db
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import note
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service import answering
from app.surveys.questionnaires.forms.question_blocks import pages_answered
from app.surveys.questionnaires.service import versions
from app.web import load, render, requires, traced


def _may_know_names(person: Any, campaign: Campaign) -> bool:
    """Who may know whose an answer is: the mission if nominative, the keeper if confidential."""
    if campaign.erased_on is not None:
        return False
    if campaign.mode is CampaignMode.CONFIDENTIAL:
        return bool(campaign.keeper_id == person.id)
    return campaign.mode is CampaignMode.NOMINATIVE


@bp.get("/<int:campaign_id>/answers")
@requires(Permission.SURVEY_MANAGE)
def named_answers(campaign_id: int) -> Response:
    """Who has answered a campaign that is not anonymous."""
    campaign = load(Campaign, campaign_id, see=_may_know_names)
    return render(
        "surveys/named_answers.html", campaign=campaign, found=answering.named_responses(campaign)
    )


@bp.get("/<int:campaign_id>/answers/<int:invitation_id>")
@requires(Permission.SURVEY_MANAGE)
@traced
def named_answer(campaign_id: int, invitation_id: int) -> Response:
    """One person's answers; reading them is written in the audit log."""
    campaign = load(Campaign, campaign_id, see=_may_know_names)
    invitation = load(Invitation, invitation_id, see=lambda _, i: i.campaign_id == campaign.id)
    response = answering.named_response(invitation.id)
    note("campaign.answer_read", campaign, invitation=invitation.id)
    questionnaire = versions.questionnaire_of(campaign.version)
    page = render(
        "surveys/named_answer.html",
        campaign=campaign,
        invitation=invitation,
        pages=pages_answered(questionnaire, dict(response.answers)) if response else [],
        received_on=response.received_on if response else None,
    )
    db.session.commit()
    return page
