"""Campaigns: creating, inviting, opening, closing, publishing."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Callable, Sequence

from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.jobs.service import enqueue, queue_mail
from app.surveys import core
from app.surveys.core import CampaignMode, CampaignState, OpeningProblem
from app.surveys.keys import KeyStore
from app.surveys.models import Campaign, Invitation, Participation, QuestionnaireVersion
from app.surveys.service.questionnaires import questionnaire_of
from app.text import Text

#: The attributes of a person that a profile question may ask for.
ATTRIBUTES: dict[str, Callable[[Person], str | None]] = {
    "sex": lambda person: person.sex,
    "category": lambda person: person.category,
    "directorate": lambda person: person.directorate.code if person.directorate else None,
}


def create(
    version: QuestionnaireVersion, title: Text, mode: CampaignMode, closes_on: dt.date,
    code: str = "",
) -> Campaign:  # fmt: skip
    """A campaign in preparation. Results will be crossed by sex, when the questionnaire asks it."""
    questionnaire = questionnaire_of(version)
    crosses = [q.code for q in questionnaire.profile if q.profile == "sex"]
    campaign = Campaign(
        code=code or f"{version.code[:30]}-{secrets.token_hex(3)}",
        version_id=version.id,
        title=title,
        mode=mode,
        closes_on=closes_on,
        crosses=crosses,
    )
    db.session.add(campaign)
    db.session.flush()
    return campaign


def invite_people(campaign: Campaign, people: Sequence[Person]) -> int:
    """Invite these people; those who are invited already stay so. How many were added."""
    known = set(
        db.session.scalars(
            select(Invitation.person_id).where(Invitation.campaign_id == campaign.id)
        )
    )
    new = [Invitation(campaign_id=campaign.id, person_id=p.id) for p in people if p.id not in known]
    db.session.add_all(new)
    db.session.flush()
    return len(new)


def add_guest(campaign: Campaign, name: str) -> Invitation:
    """Invite somebody without account, by a personal link."""
    invitation = Invitation(campaign_id=campaign.id, guest=name)
    db.session.add(invitation)
    db.session.flush()
    return invitation


def invited_count(campaign: Campaign) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Invitation)
            .where(Invitation.campaign_id == campaign.id)
        )
        or 0
    )


def open_campaign(
    campaign: Campaign, keys: KeyStore, passphrase: str, group: int, today: dt.date
) -> list[OpeningProblem]:
    """Open a campaign: freeze its population and, when anonymous, make the key of its urn."""
    db.session.refresh(campaign, with_for_update=True)
    problems = core.opening_problems(
        campaign.state, campaign.mode, invited_count(campaign), passphrase, group
    )
    if problems:
        return problems
    campaign.population = _population(campaign)
    if campaign.mode is CampaignMode.ANONYMOUS:
        campaign.public_key = keys.create(campaign.code, passphrase)
    campaign.state, campaign.opened_on = CampaignState.OPEN, today
    db.session.flush()
    return []


def _population(campaign: Campaign) -> list[list[object]]:
    """How many invited people share each combination of the profile questions' values."""
    asked = [q.profile for q in questionnaire_of(campaign.version).profile]
    people = db.session.scalars(
        select(Person).join(Invitation).where(Invitation.campaign_id == campaign.id)
    )
    counts = Counter(tuple(ATTRIBUTES[name](person) or "" for name in asked) for person in people)
    return [[list(values), count] for values, count in sorted(counts.items())]


def close(campaign: Campaign, now: dt.datetime) -> bool:
    """Take no more answers and ask for the urn to be emptied; False when it is not open.

    A campaign whose closing failed (its key was away) may be closed again: the work is asked anew.
    """
    db.session.refresh(campaign, with_for_update=True)
    if campaign.state is CampaignState.OPEN:
        campaign.state, campaign.closed_on = CampaignState.CLOSING, now.date()
    elif campaign.state is not CampaignState.CLOSING:
        return False
    enqueue("surveys.mix", slot=f"surveys.mix:{campaign.id}", now=now, campaign_id=campaign.id)
    return True


def publish(campaign: Campaign, today: dt.date) -> bool:
    """Let managers read the results; False unless the campaign is closed."""
    if campaign.state is not CampaignState.CLOSED:
        return False
    campaign.state, campaign.published_on = CampaignState.PUBLISHED, today
    return True


Letter = Callable[[Invitation], tuple[str, str]]


def queue_invitations(campaign: Campaign, letter: Letter, domain: str, now: dt.datetime) -> int:
    """Mail those who were not mailed yet and have not answered; how many messages were queued.

    `letter` gives the subject and the body of one invitation, in its person's language.
    """
    waiting = db.session.scalars(
        select(Invitation)
        .outerjoin(Participation)
        .where(
            Invitation.campaign_id == campaign.id,
            Invitation.person_id.is_not(None),
            Invitation.mailed_on.is_(None),
            Participation.invitation_id.is_(None),
        )
        .order_by(Invitation.id)
    ).all()
    for invitation in waiting:
        assert invitation.person is not None
        subject, body = letter(invitation)
        queue_mail(invitation.person.email, subject, body, domain=domain, now=now)
        invitation.mailed_on = now.date()
    return len(waiting)


def invitations(campaign: Campaign) -> list[Invitation]:
    """Everybody invited, in the order of the directory."""
    return list(
        db.session.scalars(
            select(Invitation).where(Invitation.campaign_id == campaign.id).order_by(Invitation.id)
        )
    )


def campaign_by_code(code: str) -> Campaign | None:
    return db.session.scalar(select(Campaign).where(Campaign.code == code))


def campaigns(mode: CampaignMode = CampaignMode.ANONYMOUS) -> list[Campaign]:
    """Campaigns, the latest first."""
    return list(
        db.session.scalars(
            select(Campaign).where(Campaign.mode == mode).order_by(Campaign.id.desc())
        )
    )


def open_invitations(person_id: int) -> list[Invitation]:
    """Open campaigns that this person is invited to, answered or not."""
    return list(
        db.session.scalars(
            select(Invitation)
            .join(Campaign)
            .where(Invitation.person_id == person_id, Campaign.state == CampaignState.OPEN)
            .order_by(Campaign.closes_on)
        )
    )
