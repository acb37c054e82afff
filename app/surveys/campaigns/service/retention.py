"""Erasing what joins people to a campaign, on the day declared when it was created."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select

from app.extensions import db
from app.jobs.service import erase_mail
from app.surveys.campaigns import core
from app.surveys.campaigns.core import CampaignMode, CampaignState
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service.answering import named_responses
from app.surveys.campaigns.service.inviting import invited_count
from app.surveys.campaigns.service.participation import count_by_attribute


def due_for_erasure(today: dt.date) -> list[Campaign]:
    """Closed campaigns whose retention is over."""
    closed = db.session.scalars(
        select(Campaign).where(
            Campaign.state.in_([CampaignState.CLOSED, CampaignState.PUBLISHED]),
            Campaign.erased_on.is_(None),
        )
    )
    return [c for c in closed if c.closed_on and erasure_day(c) <= today]


def forgotten_drafts(today: dt.date) -> list[Campaign]:
    """Campaigns never opened that still name people long after their last day."""
    drafts = db.session.scalars(select(Campaign).where(Campaign.state == CampaignState.DRAFT))
    due = [c for c in drafts if core.erasure_day(c.closes_on, c.retention_days) <= today]
    return [c for c in due if c.people_removed or invited_count(c)]


def forget_draft(campaign: Campaign) -> None:
    """Erase the people of a campaign that was never opened."""
    db.session.execute(delete(Invitation).where(Invitation.campaign_id == campaign.id))
    campaign.people_removed = []
    db.session.flush()


def erasure_day(campaign: Campaign) -> dt.date:
    return core.erasure_day(campaign.closed_on or campaign.closes_on, campaign.retention_days)


def erase_people(campaign: Campaign, today: dt.date) -> int:
    """Erase the list of the invited and who answered; how many people were on it.

    Named answers go with the names, their texts too: the results counted at closing stay. Counts of
    who answered stay, by attribute, for the rates.
    """
    campaign.counted = count_by_attribute(campaign)
    if campaign.mode is not CampaignMode.ANONYMOUS:
        campaign.opened_ballots = len(named_responses(campaign))
    count = len(
        db.session.scalars(select(Invitation.id).where(Invitation.campaign_id == campaign.id)).all()
    )
    db.session.execute(delete(Invitation).where(Invitation.campaign_id == campaign.id))
    erase_mail(f"campaign:{campaign.code}")
    campaign.erased_on = today
    db.session.flush()
    return count
