"""Closing a campaign, in the background."""

from __future__ import annotations

from flask import current_app

from app.accounts.service import record
from app.extensions import begin_writing, db, utcnow
from app.jobs.service import task
from app.surveys.core import CampaignState
from app.surveys.keys import KeyStore
from app.surveys.models import Campaign
from app.surveys.service.mixing import compact, empty_urn


@task("surveys.mix")
def mix(campaign_id: int) -> None:
    """Empty the urn, destroy its key, compact the tables; each step may be done again."""
    settings = current_app.config["SETTINGS"]
    keys = KeyStore(settings.keys_dir)
    begin_writing()
    campaign = db.session.get_one(Campaign, campaign_id, with_for_update=True)
    code = campaign.code
    if campaign.state is CampaignState.CLOSING:
        empty_urn(campaign, keys, settings.survey_group)
        record(None, "campaign.mixed", f"campaign:{code}", utcnow())
        db.session.commit()
    keys.destroy(code)
    compact()
    begin_writing()
    record(None, "campaign.key_destroyed", f"campaign:{code}", utcnow())
