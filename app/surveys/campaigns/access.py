"""The campaign that a page is about, its keys, and the audit of what is done with it."""

from __future__ import annotations

from app.accounts.service.audit import record
from app.extensions import utcnow
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Campaign
from app.web import current_person, load
from app.web.settings import settings


def keys() -> KeyStore:
    return KeyStore(settings().keys_dir)


def the_campaign(campaign_id: int) -> Campaign:
    return load(Campaign, campaign_id)


def note(act: str, campaign: Campaign, **detail: object) -> None:
    """Write an act of the mission in the audit log."""
    record(current_person().id, act, f"campaign:{campaign.code}", utcnow(), **detail)
