"""What readers see of a campaign, and each question with where its figures come from."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.permissions import Permission, allowed
from app.surveys.blueprint import bp
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.models import Campaign
from app.surveys.results.core import Measure
from app.surveys.results.presenting import Presenter, View, presenter, published_context
from app.surveys.results.service import publishing
from app.web import current_person, load, render, requires


def manages(person: Any) -> bool:
    return allowed(getattr(person, "roles", ()), Permission.SURVEY_MANAGE)


def may_read(person: Any, campaign: Campaign) -> bool:
    """Published results are for all; those of a closed campaign are for the mission first."""
    published = campaign.state is CampaignState.PUBLISHED
    return published or (manages(person) and campaign.state is CampaignState.CLOSED)


def the_results(campaign_id: int) -> Campaign:
    """A campaign whose results this person may read."""
    return load(Campaign, campaign_id, see=may_read)


@bp.get("/<int:campaign_id>/results")
@requires(Permission.SURVEY_READ)
def results(campaign_id: int) -> ResponseReturnValue:
    """The latest publication; before there is one, the mission prepares it."""
    campaign = the_results(campaign_id)
    chosen = publishing.publication(campaign)
    if chosen is None:
        return redirect(url_for(".prepare_results", campaign_id=campaign.id))
    return render(
        "surveys/results/published.html",
        **published_context(
            campaign, chosen, View.of(request.args), linked="surveys.question_results"
        ),
    )


@bp.get("/<int:campaign_id>/results/<code>")
@requires(Permission.SURVEY_READ)
def question_results(campaign_id: int, code: str) -> Response:
    """One question with all its crosses: to the mission all of them, to readers the published."""
    campaign = the_results(campaign_id)
    working = manages(current_person())
    chosen = publishing.draft_of(campaign) if working else publishing.publication(campaign)
    presented = presenter(campaign, None if working else chosen)
    measure = measure_of(presented, code)
    if not working and (chosen is None or measure.code not in _codes(presented)):
        abort(404)
    return render(
        "surveys/results/question.html",
        campaign=campaign,
        one=presented.of(measure),
        working=working,
        kept_back=working and chosen is not None and code in chosen.left_out,
        published=_is_published(campaign, code),
    )


def _is_published(campaign: Campaign, code: str) -> bool:
    """Whether a question is in what readers see, whatever the mission prepares."""
    chosen = publishing.publication(campaign)
    return chosen is not None and code in _codes(presenter(campaign, chosen))


def _codes(presented: Presenter) -> set[str]:
    return {measure.code for measure in presented.chosen_measures()}


def measure_of(presented: Presenter, code: str) -> Measure:
    """A question or a dimension of a campaign by its code; 404 for any other."""
    if code not in presented.results.measures:
        abort(404)
    return presented.results.measures[code]
