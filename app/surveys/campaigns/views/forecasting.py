"""Before opening: what will be asked, kept, shown and probably withheld."""

from __future__ import annotations

from flask import Response, abort, request
from flask_babel import gettext as _

from app.cells import small_number
from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import the_campaign
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.core.crosses import read_crosses
from app.surveys.campaigns.forms.words import cross_title, mode_words
from app.surveys.campaigns.service import campaigns, classing, inviting
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.web import render, requires
from app.web.settings import settings, thresholds

#: How many of the people invited answer, in per cent, unless somebody knows better.
USUAL = 50


@bp.get("/<int:campaign_id>/forecast")
@requires(Permission.SURVEY_MANAGE)
def forecast(campaign_id: int) -> Response:
    """The forecast of a campaign in preparation, for an expected response rate."""
    campaign = the_campaign(campaign_id)
    if campaign.state is not CampaignState.DRAFT:
        abort(404)
    typed = request.args.get("rate", str(USUAL)).strip()
    rate = small_number(typed)
    problem = "" if rate and rate <= 100 else _("Type a whole number from 1 to 100.")
    questionnaire = questionnaire_of(campaign.version)
    foreseen = [] if problem else classing.forecast_of(campaign, (rate or 0) / 100, thresholds())
    return render(
        "surveys/forecast.html",
        campaign=campaign,
        questionnaire=questionnaire,
        mode_words=mode_words,
        invited=inviting.invited_count(campaign),
        compared=classing.compared(campaign, settings().survey_group),
        free_texts=campaigns.free_texts_asked(campaign),
        untried=[
            cross_title(questionnaire, cross)
            for cross in read_crosses(campaign.crosses)
            if len(cross) > 1 and cross not in [each.cross for each in foreseen]
        ],
        foreseen=[(cross_title(questionnaire, each.cross), each) for each in foreseen],
        rate=typed,
        problem=problem,
        group=settings().survey_group,
    )
