"""Rules of campaigns: states, links, drafts, populations, profiles grouped before sealing."""

from app.surveys.campaigns.core.campaigns import (
    PASSPHRASE_MIN,
    RETENTION_MAX,
    RETENTION_MIN,
    RETENTION_USUAL,
    VISITORS_USUAL,
    Audience,
    CampaignMode,
    CampaignState,
    Circle,
    OpeningProblem,
    TextState,
    batch_delays,
    erasure_day,
    opening_problems,
    refusals_lacking,
)
from app.surveys.campaigns.core.links import (
    draft_key,
    link_token,
    new_resume_code,
    slip_code,
)
from app.surveys.campaigns.core.population import Listed, read_population
from app.surveys.campaigns.core.profiles import (
    Profile,
    population_of,
)

__all__ = [
    "PASSPHRASE_MIN",
    "RETENTION_MAX",
    "RETENTION_MIN",
    "RETENTION_USUAL",
    "VISITORS_USUAL",
    "Audience",
    "CampaignMode",
    "CampaignState",
    "Circle",
    "Listed",
    "OpeningProblem",
    "Profile",
    "TextState",
    "batch_delays",
    "draft_key",
    "erasure_day",
    "link_token",
    "new_resume_code",
    "opening_problems",
    "population_of",
    "read_population",
    "refusals_lacking",
    "slip_code",
]
