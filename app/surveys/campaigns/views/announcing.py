"""What the first page of a survey says: to those who answer, and to the mission before it opens."""

from __future__ import annotations

from typing import Any

from flask import Response

from app.permissions import Permission
from app.surveys.blueprint import bp
from app.surveys.campaigns.access import the_campaign
from app.surveys.campaigns.core.crosses import attribute_label
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import classing
from app.surveys.questionnaires.service import versions
from app.web import current_language, render, requires
from app.web.formats import listed
from app.web.settings import settings


def announced(campaign: Campaign) -> dict[str, Any]:
    """What is asked, known and not known, for the template of the first page."""
    questionnaire, language = versions.questionnaire_of(campaign.version), current_language()
    return {
        "campaign": campaign,
        "questionnaire": questionnaire,
        "minutes": versions.minutes_of(campaign.version, language),
        "attributes": listed(
            [attribute_label(questionnaire, q.code)[language] for q in questionnaire.profile]
        ),
        "sometimes": any(q.relevant for q in questionnaire.counted)
        or any(section.relevant or section.routes for section in questionnaire.sections),
        "free_texts": any(question.kind.free for question in questionnaire.questions),
        "compared": [
            (name, own)
            for name, own in classing.compared(campaign, settings().survey_group)
            if not own.given_up
        ],
        "minors_words": campaign.minors_words,
        "group": settings().survey_group,
    }


@bp.get("/<int:campaign_id>/first-page")
@requires(Permission.SURVEY_MANAGE)
def first_page(campaign_id: int) -> Response:
    """The first page as people see it, before anybody is invited."""
    return render("surveys/start.html", trial=True, **announced(the_campaign(campaign_id)))
