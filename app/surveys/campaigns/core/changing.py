"""What may still change of a campaign in each of its states.

What whoever answers was told stays as it was: who asks what of whom, what joins people to answers,
for how long, what results are compared by and where they will be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from app.surveys.campaigns.core.campaigns import Audience, CampaignState

#: Everything that is declared of a campaign, by the name of its field.
DECLARED = (
    "version_id",
    "title",
    "audience",
    "circle",
    "mode",
    "opens_on",
    "closes_on",
    "keeper_id",
    "retention_days",
    "visitors_a_day",
    "public_results",
    "wave_of_id",
    "caution",
    "for_minors",
    "minors_text",
    "pilot",
)
#: What may change in each state; nothing in those that are not here.
CHANGEABLE: Mapping[CampaignState, frozenset[str]] = {
    CampaignState.DRAFT: frozenset(DECLARED),
    CampaignState.OPEN: frozenset(
        ["title", "opens_on", "closes_on", "visitors_a_day", "wave_of_id", "caution"]
    ),
    CampaignState.CLOSED: frozenset(["title", "wave_of_id", "caution"]),
}
#: A campaign lasts a year at most from today: its people wait for its results, and its list is kept.
LONGEST = dt.timedelta(days=366)
#: Days for which a campaign that was removed can be put back.
KEPT_REMOVED = 30


def changeable(
    state: CampaignState, audience: Audience, opens_on: dt.date | None, today: dt.date
) -> frozenset[str]:
    """The fields that may change now: not the first day of a campaign that has begun, nor the places
    of a public link where there is none."""
    fields = CHANGEABLE.get(state, frozenset())
    if state is CampaignState.DRAFT:
        return fields
    begun = opens_on is None or opens_on <= today
    idle = {"visitors_a_day"} if audience is not Audience.PUBLIC else set()
    return fields - idle - ({"opens_on"} if begun else set())
