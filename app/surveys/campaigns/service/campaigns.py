"""Campaigns: creating, opening, closing, publishing."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.jobs.service import enqueue
from app.surveys.campaigns import core
from app.surveys.campaigns.core import (
    Audience,
    CampaignMode,
    CampaignState,
    OpeningProblem,
)
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Campaign, Invitation
from app.surveys.campaigns.service.classing import comparable_questions, count_people
from app.surveys.campaigns.service.inviting import invited_count
from app.surveys.questionnaires.engine import anonymity_problems
from app.surveys.questionnaires.models import QuestionnaireVersion
from app.surveys.questionnaires.service.versions import questionnaire_of
from app.text import Text


def create_campaign(
    version: QuestionnaireVersion,
    title: Text,
    mode: CampaignMode,
    closes_on: dt.date,
    audience: Audience = Audience.DIRECTORY,
    code: str = "",
    **settings: Any,
) -> Campaign:
    """A campaign in preparation; by default, results are compared by sex if the sex is asked."""
    questionnaire = questionnaire_of(version)
    settings.setdefault("crosses", [q.code for q in questionnaire.profile if q.profile == "sex"])
    campaign = Campaign(
        code=code or f"{version.code[:30]}-{secrets.token_hex(3)}",
        version_id=version.id,
        title=title,
        mode=mode,
        audience=audience,
        closes_on=closes_on,
        **settings,
    )
    db.session.add(campaign)
    db.session.flush()
    return campaign


def declare_crosses(campaign: Campaign, crosses: Sequence[str]) -> bool:
    """Declare what results will be compared by: profile questions, or two of them, `a*b`.

    False once the campaign is open: whoever answers must know what will be made of it.
    """
    db.session.refresh(campaign, with_for_update=True)
    if campaign.state is not CampaignState.DRAFT:
        return False
    campaign.crosses = [cross for cross in possible_crosses(campaign) if cross in set(crosses)]
    db.session.flush()
    return True


def possible_crosses(campaign: Campaign) -> list[str]:
    """The questions of one answer, those of the directory first; then the latter two by two."""
    questions = comparable_questions(campaign)
    known = [question.code for question in questions if question.profile]
    return [q.code for q in questions] + ["*".join(pair) for pair in combinations(known, 2)]


def open_campaign(
    campaign: Campaign, keys: KeyStore, passphrase: str, group: int, today: dt.date
) -> list[OpeningProblem]:
    """Open a campaign: freeze its population and, when anonymous, make the key of its urn."""
    db.session.refresh(campaign, with_for_update=True)
    questionnaire = questionnaire_of(campaign.version)
    problems = core.opening_problems(
        state=campaign.state,
        mode=campaign.mode,
        audience=campaign.audience,
        invited=invited_count(campaign),
        passphrase=passphrase,
        group=group,
        has_keeper=campaign.keeper is not None and campaign.keeper.active,
        closes_on=campaign.closes_on,
        today=today,
        questionnaire=questionnaire,
    )
    if problems:
        return problems
    campaign.population, campaign.people_removed = count_people(campaign), []
    if campaign.mode is CampaignMode.ANONYMOUS:
        campaign.public_key = keys.create(campaign.code, passphrase)
    campaign.state, campaign.opened_on = CampaignState.OPEN, today
    db.session.flush()
    return []


def free_texts_asked(campaign: Campaign) -> int:
    """How many questions of an anonymous campaign let people write who they are."""
    problems = anonymity_problems(questionnaire_of(campaign.version))
    return sum(problem.code == "free_text" for problem in problems)


def close_campaign(campaign: Campaign, now: dt.datetime) -> bool:
    """Take no more answers; False when it is not open.

    Its answers are counted, and its urn emptied, in the background. One whose closing failed (its
    key was missing) may be closed again: the work is asked for anew.
    """
    db.session.refresh(campaign, with_for_update=True)
    if campaign.state is CampaignState.OPEN:
        campaign.closed_on = now.date()
        campaign.state = CampaignState.CLOSING
    elif campaign.state is not CampaignState.CLOSING:
        return False
    enqueue("surveys.mix", slot=f"surveys.mix:{campaign.id}", now=now, campaign_id=campaign.id)
    return True


def campaign_by_code(code: str, to_write: bool = False) -> Campaign | None:
    """With `to_write`, others wait: nobody closes it meanwhile."""
    named = select(Campaign).where(Campaign.code == code)
    return db.session.scalar(named.with_for_update() if to_write else named)


def all_campaigns() -> list[Campaign]:
    """The mission's campaigns, the latest first; those removed are apart."""
    return _latest_first(Campaign.state != CampaignState.REMOVED)


def removed_campaigns() -> list[Campaign]:
    """Campaigns in preparation that were removed and can be put back, the latest first."""
    return _latest_first(Campaign.state == CampaignState.REMOVED)


def _latest_first(which: ColumnElement[bool]) -> list[Campaign]:
    return list(db.session.scalars(select(Campaign).where(which).order_by(Campaign.id.desc())))


def open_campaigns() -> list[Campaign]:
    return [campaign for campaign in all_campaigns() if campaign.state is CampaignState.OPEN]


def open_invitations(person_id: int, today: dt.date) -> list[Invitation]:
    """Campaigns that this person can answer now or has answered, the soonest to end first."""
    rows = db.session.scalars(
        select(Invitation)
        .join(Campaign)
        .where(Invitation.person_id == person_id, Campaign.state == CampaignState.OPEN)
        .options(contains_eager(Invitation.campaign).joinedload(Campaign.version))
        .order_by(Campaign.closes_on)
    )
    return [row for row in rows if row.campaign.takes_answers(today)]
