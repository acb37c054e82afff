"""The page of results that anybody may read by its address, in each language."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from flask_babel import force_locale

from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import campaigns
from app.surveys.results.models import Publication
from app.surveys.results.presenting import View, published_context
from app.surveys.results.service import publishing
from app.text import LANGUAGES
from app.web import attached, public, render

bp = Blueprint("published", __name__)


def _public(code: str) -> tuple[Campaign, Publication]:
    """A campaign whose latest publication is for everybody; any other is not known here, but where
    those who answer were told to come back."""
    campaign = campaigns.campaign_by_code(code)
    chosen = publishing.publication(campaign) if campaign else None
    if campaign is None or not (chosen or campaign.promised) or (chosen and not chosen.public):
        abort(404)
    if chosen is None:
        abort(render("surveys/results/awaited.html", campaign=campaign, guest=True))
    return campaign, chosen


@bp.get("/results/<code>/<language>")
@public
def public_results(code: str, language: str) -> Response:
    if language not in LANGUAGES:
        abort(404)
    with force_locale(language):
        campaign, chosen = _public(code)
        return render(
            "surveys/results/published.html",
            guest=True,
            address_language=language,
            **published_context(campaign, chosen, View.of(request.args)),
        )


@bp.get("/results/<code>/<language>.pdf")
@public
def public_pdf(code: str, language: str) -> Response:
    if language not in LANGUAGES:
        abort(404)
    campaign, chosen = _public(code)
    content = {"fr": chosen.pdf_fr, "en": chosen.pdf_en}.get(language)
    if content is None:
        abort(404)
    return attached(content, f"{campaign.code}-{language}.pdf", "application/pdf")
