"""Campaigns: the list, a new one, the page of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cells import LineProblem
from app.extensions import db, utcnow
from app.permissions import Permission, allowed
from app.statistics.figures import Table
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import keys, note, the_campaign
from app.surveys.campaigns.core import Audience, CampaignState
from app.surveys.campaigns.core.changing import KEPT_REMOVED
from app.surveys.campaigns.core.crosses import read_crosses
from app.surveys.campaigns.forms.campaigns import (
    OpenForm,
    PopulationForm,
    RecoveryForm,
    ReminderForm,
)
from app.surveys.campaigns.forms.words import audience_words, cross_title, mode_words, state_words
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import answering, classing, inviting, participation, retention
from app.surveys.campaigns.service import campaigns as campaign_service
from app.surveys.questionnaires.service import versions as questionnaire_versions
from app.web import after_post, current_language, current_person, invalid, render, requires
from app.web.form import Form
from app.web.settings import settings, thresholds


@bp.get("/")
@requires(Permission.SURVEY_READ)
def index() -> Response:
    person = current_person()
    manages = allowed(person.roles, Permission.SURVEY_MANAGE)
    campaigns = campaign_service.all_campaigns()
    return render(
        "surveys/index.html",
        manages=manages,
        campaigns=campaigns if manages else [],
        counts=participation.invited_and_answered(campaigns) if manages else {},
        removed=campaign_service.removed_campaigns() if manages else [],
        versions=questionnaire_versions.latest_versions() if manages else [],
        discarded=questionnaire_versions.discarded_copies() if manages else [],
        discarded_days=questionnaire_versions.DISCARDED_DAYS,
        kept_removed=KEPT_REMOVED,
        working=questionnaire_versions.working_copies() if manages else [],
        invitations=[
            (
                invitation,
                answering.has_answered(invitation.id),
                questionnaire_versions.minutes_of(invitation.campaign.version, current_language()),
            )
            for invitation in campaign_service.open_invitations(person.id, utcnow().date())
        ],
        published=[c for c in campaigns if c.state is CampaignState.PUBLISHED],
        state_words=state_words,
    )


@bp.get("/<int:campaign_id>")
@requires(Permission.SURVEY_MANAGE)
def show(campaign_id: int) -> Response:
    taken_off = request.args.get("on", type=dt.date.fromisoformat)
    return show_campaign(the_campaign(campaign_id), reminder=ReminderForm(on=taken_off))


#: The forms of the page of a campaign, by the name that its template gives them.
_FORMS: dict[str, type[Form]] = {
    "form": OpenForm,
    "population": PopulationForm,
    "reminder": ReminderForm,
    "recovery": RecoveryForm,
}


def show_campaign(
    campaign: Campaign,
    problems: Sequence[str] = (),
    lines: Sequence[LineProblem] = (),
    **sent: Form,
) -> Response:
    """The page of a campaign, with what was wrong with the form that was sent."""
    forms = {name: sent.get(name) or make() for name, make in _FORMS.items()}
    wrong = any(form.errors for form in forms.values())
    draft = campaign.state is CampaignState.DRAFT
    public = campaign.audience is Audience.PUBLIC
    return (invalid if problems or lines or wrong else render)(
        "surveys/campaign.html",
        campaign=campaign,
        problems=problems,
        lines=lines,
        invited=inviting.invited_count(campaign),
        answered=inviting.answered_count(campaign),
        undelivered=inviting.undelivered(campaign),
        profile=questionnaire_versions.questionnaire_of(campaign.version).profile,
        crosses=_crosses(campaign),
        tables=[] if public or not campaign.opened_on else _rates(campaign),
        stops=None if draft else participation.stops_by_page(campaign),
        reminders=inviting.reminders(campaign),
        has_copy=keys().recovery_copy(campaign.code) is not None,
        kept_removed=KEPT_REMOVED,
        erasure=retention.erasure_day(campaign),
        link=settings().base_url + url_for("answering.enter_publicly", code=campaign.code),
        state_words=state_words,
        mode_words=mode_words,
        audience_words=audience_words,
        group=settings().survey_group,
        **(_prepared(campaign) if draft else {}),
        **forms,
    )


def _prepared(campaign: Campaign) -> dict[str, Any]:
    """What is told of a campaign in preparation alone."""
    return {
        "foreseen": classing.foreseen(campaign, settings().survey_group),
        "unmapped": classing.unmapped(campaign),
        "free_texts": campaign_service.free_texts_asked(campaign),
        "outsiders": inviting.outsiders(campaign),
    }


def _rates(campaign: Campaign) -> list[Table]:
    """Rates by directorate, category and sex; the head of a directorate never reads that
    directorate's rate while the campaign is open."""
    person = current_person()
    hide = ""
    if campaign.state is CampaignState.OPEN and person.directorate and person.heads_directorate:
        hide = person.directorate.code
    return participation.rate_tables(campaign, thresholds(), hide)


def _crosses(campaign: Campaign) -> list[tuple[str, str, bool, bool]]:
    """The comparisons that may be declared: (code, words, whether it is declared, whether it is of
    questions that the directory can answer)."""
    questionnaire = questionnaire_versions.questionnaire_of(campaign.version)
    declared = {"*".join(cross) for cross in read_crosses(campaign.crosses)}
    return [
        (
            code,
            cross_title(questionnaire, tuple(code.split("*"))),
            code in declared,
            "*" in code or bool(questionnaire.by_code[code].profile),
        )
        for code in campaign_service.possible_crosses(campaign)
    ]


@bp.post("/<int:campaign_id>/crosses")
@requires(Permission.SURVEY_MANAGE)
def declare_crosses(campaign_id: int) -> ResponseReturnValue:
    """Declare by which attributes results will be compared, before the campaign is opened."""
    campaign = the_campaign(campaign_id)
    if not campaign_service.declare_crosses(campaign, request.form.getlist("cross")):
        words = _("Comparisons are declared before the campaign is opened: they cannot change now.")
        return show_campaign(campaign, problems=[words])
    note("campaign.crosses", campaign)
    db.session.commit()
    flash(_("Saved."))
    return after_post(url_for(".show", campaign_id=campaign.id, _anchor="crosses"))
