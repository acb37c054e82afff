"""Figures of published surveys, from one wave to the next."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from app.indicators.following import Followed
from app.statistics.figures import Unit, number, ratio
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import campaigns
from app.surveys.results.core import Measure, MeasureKind
from app.surveys.results.service import publishing, stored
from app.text import Text


def survey_figures() -> list[Followed]:
    """The share of people at the upper end of each published scale, by survey and question."""
    points: defaultdict[str, dict[dt.date, float]] = defaultdict(dict)
    last: dict[str, tuple[Campaign, Measure]] = {}
    for campaign in reversed(campaigns.all_campaigns()):
        if campaign.state is not CampaignState.PUBLISHED or campaign.closed_on is None:
            continue
        chosen, results = publishing.publication(campaign), stored.results_of(campaign)
        for measure in publishing.published_measures(chosen, results):
            share = _upper_share(measure)
            if share is not None:
                code = f"survey:{campaign.version.code}:{measure.code}"
                points[code][campaign.closed_on] = share
                last[code] = campaign, measure
    return [
        Followed(
            code=code,
            label=_label(measure),
            source=campaign.title,
            unit=Unit.SHARE,
            points=tuple(sorted(points[code].items())),
        )
        for code, (campaign, measure) in sorted(last.items())
    ]


def _upper_share(measure: Measure) -> float | None:
    if measure.kind is not MeasureKind.SCALE or not measure.shown or () not in measure.bases:
        return None
    return number(ratio(measure.upper_count((), ()), measure.bases[()][()]))


def _label(measure: Measure) -> Text:
    """The question, with the end of its scale that is counted."""
    upper = measure.upper.label
    return Text(f"{measure.label.fr} ({upper.fr})", f"{measure.label.en} ({upper.en})")
