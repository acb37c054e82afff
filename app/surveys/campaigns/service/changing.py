"""Changing a campaign while its state lets it; copying, removing and putting back one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from app.accounts.models import Person
from app.accounts.service import people
from app.extensions import db
from app.jobs.service import erase_mail
from app.permissions import Role
from app.surveys.campaigns.core import Audience, CampaignState, Circle
from app.surveys.campaigns.core.changing import DECLARED, KEPT_REMOVED, LONGEST, changeable
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service import inviting, listing
from app.surveys.campaigns.service.campaigns import create_campaign, possible_crosses
from app.surveys.campaigns.service.classing import comparable_questions
from app.surveys.questionnaires.service.versions import latest_version
from app.text import copied

#: Whom each circle of the directory holds.
CIRCLES: Mapping[Circle, Callable[[], Sequence[Person]]] = {
    Circle.MANAGERS: lambda: people.people_with_role(Role.MANAGER),
    Circle.HEADS: people.heads_of_directorates,
    Circle.AMBASSADORS: lambda: people.people_with_role(Role.AMBASSADOR),
    Circle.EVERYBODY: people.everybody,
}
#: What a copy takes over: everything but the days and the people.
_COPIED = tuple(
    name for name in DECLARED if name not in ("version_id", "title", "opens_on", "closes_on")
)
#: Days to answer of a copy, where the campaign copied tells none.
_USUAL_LENGTH = dt.timedelta(days=28)


def declared(campaign: Campaign) -> dict[str, Any]:
    """What is declared of a campaign, by field."""
    return {name: getattr(campaign, name) for name in DECLARED}


def change_campaign(campaign: Campaign, values: Mapping[str, Any], today: dt.date) -> list[str]:
    """Change what may still change; the fields that did. Others are left as they are.

    Other people are invited when the audience of a campaign in preparation changes; those of before
    can be put back one by one.
    """
    db.session.refresh(campaign, with_for_update=True)
    allowed = changeable(campaign.state, campaign.audience, campaign.opens_on, today)
    before = declared(campaign)
    changed = [name for name in DECLARED if name in allowed and values[name] != before[name]]
    for name in changed:
        setattr(campaign, name, values[name])
    if {"audience", "circle"} & set(changed):
        listing.remove(campaign, inviting.invitations(campaign))
        invite_circle(campaign)
    if "version_id" in changed:
        _keep_comparable(campaign)
    db.session.flush()
    return changed


def invite_circle(campaign: Campaign) -> None:
    """Invite those of the directory whom a campaign is for, if it is for some."""
    if campaign.audience is Audience.DIRECTORY and campaign.circle:
        inviting.invite_people(campaign, CIRCLES[campaign.circle]())


def _keep_comparable(campaign: Campaign) -> None:
    """Forget the comparisons and the areas of questions that the questionnaire no longer asks."""
    db.session.flush()
    db.session.refresh(campaign, ["version"])
    possible = set(possible_crosses(campaign))
    codes = {question.code for question in comparable_questions(campaign)}
    campaign.crosses = [cross for cross in campaign.crosses if cross in possible]
    campaign.areas = {code: areas for code, areas in campaign.areas.items() if code in codes}


def copy_campaign(campaign: Campaign, today: dt.date) -> Campaign:
    """A campaign in preparation like this one, with the latest version of its questionnaire and the
    people whom it would invite today; those of a list unless the campaign has closed, since its list
    is to be erased."""
    version = latest_version(campaign.version.code)
    assert version is not None
    lasted = campaign.closes_on - campaign.opened_on if campaign.opened_on else _USUAL_LENGTH
    length = min(max(lasted, dt.timedelta(days=1)), LONGEST)
    copy = create_campaign(
        version,
        copied(campaign.title),
        closes_on=today + length,
        crosses=list(campaign.crosses),
        areas=dict(campaign.areas),
        letters=dict(campaign.letters),
        **{name: getattr(campaign, name) for name in _COPIED},
    )
    _keep_comparable(copy)
    if copy.circle:
        invite_circle(copy)
    elif campaign.closed_on is None:
        listing.copy_people(campaign, copy)
    db.session.flush()
    return copy


def remove_campaign(campaign: Campaign, today: dt.date) -> bool:
    """Remove a campaign in preparation; False for any other. It can be put back for a time."""
    db.session.refresh(campaign, with_for_update=True)
    if campaign.state is not CampaignState.DRAFT:
        return False
    campaign.state, campaign.removed_on = CampaignState.REMOVED, today
    db.session.flush()
    return True


def put_back_campaign(campaign: Campaign) -> bool:
    """False when it is not removed."""
    db.session.refresh(campaign, with_for_update=True)
    if campaign.state is not CampaignState.REMOVED:
        return False
    campaign.state, campaign.removed_on = CampaignState.DRAFT, None
    db.session.flush()
    return True


def erase_removed(today: dt.date) -> list[str]:
    """Erase for good the campaigns removed long ago, with their people; their codes."""
    long_ago = today - dt.timedelta(days=KEPT_REMOVED)
    gone = db.session.scalars(
        select(Campaign).where(
            Campaign.state == CampaignState.REMOVED, Campaign.removed_on <= long_ago
        )
    ).all()
    for campaign in gone:
        db.session.execute(delete(Invitation).where(Invitation.campaign_id == campaign.id))
        erase_mail(f"campaign:{campaign.code}")
        db.session.delete(campaign)
    db.session.flush()
    return [campaign.code for campaign in gone]
