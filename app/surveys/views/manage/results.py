"""Results of closed campaigns; whose an answer is, where the campaign lets it be known."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_babel import gettext as _

from app.extensions import db
from app.permissions import Permission, allowed
from app.surveys import service
from app.surveys.core import Audience, CampaignMode, CampaignState
from app.surveys.forms.shown import pages_answered
from app.surveys.models import Campaign, Invitation
from app.surveys.questionnaire import QuestionKind
from app.surveys.views.manage.blueprint import bp, note
from app.web import current_language, load, render, requires
from app.web.drawings import answers_by_group, rates
from app.web.formats import percent
from app.web.settings import thresholds


def _may_read_results(person: Any, campaign: Campaign) -> bool:
    """Published results are for all; those of a closed campaign are for the mission first."""
    if campaign.audience is Audience.GUESTS:
        return False
    if campaign.state is CampaignState.PUBLISHED:
        return True
    manages = allowed(getattr(person, "roles", ()), Permission.SURVEY_MANAGE)
    return manages and campaign.state is CampaignState.CLOSED


@bp.get("/<int:campaign_id>/results")
@requires(Permission.SURVEY_READ)
def results(campaign_id: int) -> Response:
    campaign = load(Campaign, campaign_id, see=_may_read_results)
    table = service.participation(campaign, thresholds()) if service.has_rates(campaign) else None
    found = service.results(campaign, thresholds())
    chart = None
    if table is not None:
        rate = table.cell("total", "rate")
        assert isinstance(rate, float)
        chart = rates(table, _("%(rate)s of the people invited answered", rate=percent(rate)))
    return render(
        "surveys/results.html",
        campaign=campaign,
        participation=table,
        participation_chart=chart,
        results=found,
        charts={r.question.code: _chart(r) for r in found},
        group=thresholds().group,
        cell=thresholds().cell,
        language=current_language(),
    )


def _chart(result: service.QuestionResult) -> object:
    if result.question.kind is not QuestionKind.SCALE:
        return None
    favourable = {group: result.favourable(group) for group in result.groups}
    return answers_by_group(result.table, favourable, result.question.label[current_language()])


def _may_know_names(person: Any, campaign: Campaign) -> bool:
    """Whose an answer is: for the mission when nominative, for the keeper when confidential."""
    if campaign.audience is Audience.GUESTS or campaign.erased_on is not None:
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
        "surveys/named_answers.html", campaign=campaign, found=service.named_responses(campaign)
    )


@bp.get("/<int:campaign_id>/answers/<int:invitation_id>")
@requires(Permission.SURVEY_MANAGE)
def named_answer(campaign_id: int, invitation_id: int) -> Response:
    """One person's answers; reading them is written in the audit log."""
    campaign = load(Campaign, campaign_id, see=_may_know_names)
    invitation = load(Invitation, invitation_id, see=lambda _, i: i.campaign_id == campaign.id)
    response = service.named_response(invitation.id)
    note("campaign.answer_read", campaign, invitation=invitation.id)
    questionnaire = service.questionnaire_of(campaign.version)
    page = render(
        "surveys/named_answer.html",
        campaign=campaign,
        invitation=invitation,
        pages=pages_answered(questionnaire, dict(response.answers)) if response else [],
        received_on=response.received_on if response else None,
    )
    db.session.commit()
    return page
