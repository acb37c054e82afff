"""Answering: drafts that only the respondent can read, and sending once."""

from __future__ import annotations

import datetime as dt

from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox
from nacl.secret import SecretBox
from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from app.accounts.models import Person
from app.extensions import db, insert_if_absent
from app.surveys.campaigns import core
from app.surveys.campaigns.core import CampaignMode
from app.surveys.campaigns.models import (
    Ballot,
    Campaign,
    Draft,
    Invitation,
    NamedResponse,
    Participation,
)
from app.surveys.questionnaires.engine import Answers, ballot_size, cleaned, open_ballot, pad_ballot
from app.surveys.questionnaires.service.versions import questionnaire_of


class DraftLocked(Exception):
    """There is a draft, and this code does not open it."""


def invitation_of(campaign: Campaign, person_id: int) -> Invitation | None:
    return db.session.scalar(
        select(Invitation).where(
            Invitation.campaign_id == campaign.id, Invitation.person_id == person_id
        )
    )


def has_answered(invitation_id: int) -> bool:
    return db.session.get(Participation, invitation_id) is not None


def has_draft(invitation_id: int) -> bool:
    return db.session.get(Draft, invitation_id) is not None


def save_draft(
    invitation: Invitation, answers: Answers, resume_code: str, page: int | None = None
) -> None:
    """Keep answers in progress under the respondent's own key, at the size of a ballot.

    How far they got is kept beside them, in clear, for nominative campaigns and pilots.
    """
    campaign = invitation.campaign
    size = ballot_size(questionnaire_of(campaign.version))
    key = core.draft_key(resume_code, invitation.id)
    sealed = bytes(SecretBox(key).encrypt(pad_ballot(answers, size)))
    draft = db.session.get(Draft, invitation.id, with_for_update=True)
    if draft is None:
        insert_if_absent(Draft, invitation_id=invitation.id, sealed=sealed)
        draft = db.session.get_one(Draft, invitation.id, with_for_update=True)
    draft.sealed = sealed
    if page is not None and shows_pages(campaign):
        draft.page = max(page, draft.page or 0)
    db.session.flush()


def shows_pages(campaign: Campaign) -> bool:
    """Whether the page at which people stop may be known."""
    return campaign.pilot or campaign.mode is CampaignMode.NOMINATIVE


def load_draft(invitation: Invitation, resume_code: str, to_write: bool = False) -> Answers:
    """Answers in progress, none without a draft. Raises DraftLocked for another code.

    With `to_write`, another tab of the same respondent waits until this one has saved.
    """
    draft = db.session.get(Draft, invitation.id, with_for_update=True if to_write else None)
    if draft is None:
        return {}
    try:
        key = core.draft_key(resume_code, invitation.id)
        return open_ballot(bytes(SecretBox(key).decrypt(draft.sealed)))
    except CryptoError:
        raise DraftLocked from None


def submit_answers(invitation: Invitation, answers: Answers, today: dt.date) -> bool:
    """Send the answers, once: who answered and the sealed ballot in one transaction.

    False when this person has answered already, or when the campaign takes no more answers.
    Answers off the path are dropped before sealing.
    """
    campaign = invitation.campaign
    db.session.refresh(campaign, with_for_update={"read": True})  # nobody closes it meanwhile
    if not campaign.takes_answers(today) or has_answered(invitation.id):
        return False
    if not insert_if_absent(Participation, invitation_id=invitation.id, day=today):
        return False  # the same person, in the same instant, in another tab
    questionnaire = questionnaire_of(campaign.version)
    counted = cleaned(questionnaire, answers)
    if campaign.mode is not CampaignMode.ANONYMOUS:
        db.session.add(
            NamedResponse(invitation_id=invitation.id, answers=counted, received_on=today)
        )
    else:
        assert campaign.public_key is not None
        content = pad_ballot(counted, ballot_size(questionnaire))
        sealed = SealedBox(PublicKey(campaign.public_key)).encrypt(content)
        db.session.add(Ballot(campaign_id=campaign.id, sealed=bytes(sealed)))
    db.session.execute(delete(Draft).where(Draft.invitation_id == invitation.id))
    db.session.flush()
    return True


def named_response(invitation_id: int) -> NamedResponse | None:
    return db.session.get(NamedResponse, invitation_id)


def named_responses(campaign: Campaign) -> list[tuple[Invitation, NamedResponse]]:
    """Who answered a campaign that is not anonymous, and what."""
    rows = db.session.execute(
        select(Invitation, NamedResponse)
        .join(NamedResponse, NamedResponse.invitation_id == Invitation.id)
        .where(Invitation.campaign_id == campaign.id)
        .options(selectinload(Invitation.person).joinedload(Person.directorate))
        .order_by(Invitation.id)
    )
    return [(row[0], row[1]) for row in rows]
