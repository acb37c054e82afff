"""What the pages of campaigns share."""

from __future__ import annotations

from flask import Blueprint

from app.accounts.service import record
from app.extensions import utcnow
from app.surveys.core import Audience
from app.surveys.keys import KeyStore
from app.surveys.models import Campaign
from app.web import current_person, load
from app.web.settings import settings

bp = Blueprint("surveys", __name__, url_prefix="/surveys", template_folder="../../templates")


def keys() -> KeyStore:
    return KeyStore(settings().keys_dir)


def the_campaign(campaign_id: int) -> Campaign:
    """A campaign of the mission; those of guests belong to other features."""
    return load(Campaign, campaign_id, see=lambda person, c: c.audience is not Audience.GUESTS)


def note(act: str, campaign: Campaign, **detail: object) -> None:
    """Write an act of the mission in the audit log."""
    record(current_person().id, act, f"campaign:{campaign.code}", utcnow(), **detail)


def note_questionnaire(act: str, code: str) -> None:
    """Write an act on a questionnaire in the audit log."""
    record(current_person().id, act, f"questionnaire:{code}", utcnow())
