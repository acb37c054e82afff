"""Opening the urn, once, at closing, and erasing it; keeping the texts apart."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from nacl.public import SealedBox
from sqlalchemy import delete, insert, select

from app.extensions import db
from app.surveys.campaigns.core import CampaignMode, CampaignState
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import (
    Ballot,
    Campaign,
    Draft,
    FreeText,
    Invitation,
    Participation,
    Response,
    random_key,
)
from app.surveys.campaigns.service.answering import named_responses
from app.surveys.questionnaires.engine import Answers, open_ballot
from app.surveys.questionnaires.service.versions import questionnaire_of

COMPACTED = (
    "ballots",
    "drafts",
    "participations",
    "responses",
    "free_texts",
)


class KeyLost(Exception):
    """The wave's key is not in its folder: put it back from the recovery copy."""


class StillRead(Exception):
    """A reader keeps erased rows in the log of the database: try again later."""


def answers_to_count(campaign: Campaign, keys: KeyStore, group: int) -> list[Answers]:
    """The answers of a campaign that is closing, opened in memory alone.

    With fewer than `group` ballots, nothing is opened. Raises KeyLost.
    """
    kept = list(
        db.session.scalars(select(Response.answers).where(Response.campaign_id == campaign.id))
    )
    if campaign.mode is not CampaignMode.ANONYMOUS:
        return kept + [response.answers for _, response in named_responses(campaign)]
    sealed = list(
        db.session.scalars(select(Ballot.sealed).where(Ballot.campaign_id == campaign.id))
    )
    if len(sealed) < group:
        return kept
    key = keys.private(campaign.code)
    if key is None:
        raise KeyLost(campaign.code)
    box = SealedBox(key)
    return [open_ballot(box.decrypt(ballot)) for ballot in sealed]


def erase_answers(campaign: Campaign, answers: Sequence[Answers]) -> None:
    """Erase the urn and the drafts of a campaign whose answers were counted; keep their texts.

    The participations are written again in one go, so that nothing remains of the order in which
    people answered. Named answers stay until their own time is up.
    """
    if campaign.mode is CampaignMode.ANONYMOUS and campaign.opened_ballots is None and answers:
        keep_texts(campaign, answers)
        campaign.opened_ballots = len(answers)
    db.session.execute(delete(Ballot).where(Ballot.campaign_id == campaign.id))
    db.session.execute(delete(Response).where(Response.campaign_id == campaign.id))
    ours = select(Invitation.id).where(Invitation.campaign_id == campaign.id)
    db.session.execute(delete(Draft).where(Draft.invitation_id.in_(ours)))
    _rewrite_participations(campaign)
    campaign.state = CampaignState.PUBLISHED if campaign.published_on else CampaignState.CLOSED
    db.session.flush()


def keep_texts(campaign: Campaign, answers: Sequence[Answers]) -> None:
    """Store the texts of answers apart from them, in random order under random keys.

    Each question's are in an order of its own: no style of writing joins one person's answers, and
    no text has a profile. Of a kind that does not declare its texts free, nothing is kept.
    """
    free = {q.code for q in questionnaire_of(campaign.version).questions if q.kind.free}
    texts = [(code, each[code]) for each in answers for code in free & each.keys()]
    secrets.SystemRandom().shuffle(texts)
    if texts:
        nameless: list[dict[str, Any]] = [
            {"id": random_key(), "campaign_id": campaign.id, "question": code, "text": text}
            for code, text in texts
        ]
        db.session.execute(insert(FreeText), nameless)


def _rewrite_participations(campaign: Campaign) -> None:
    rows = db.session.execute(
        select(Participation.invitation_id, Participation.day)
        .join(Invitation)
        .where(Invitation.campaign_id == campaign.id)
        .order_by(Participation.invitation_id)
    ).all()
    ours = [row.invitation_id for row in rows]
    db.session.execute(delete(Participation).where(Participation.invitation_id.in_(ours)))
    if rows:
        db.session.execute(insert(Participation), [dict(row._mapping) for row in rows])


def compact() -> None:
    """Leave nothing of the erased rows on disk. Outside of any transaction."""
    db.session.rollback()
    if db.engine.dialect.name != "sqlite":
        options = {"isolation_level": "AUTOCOMMIT"}
        with db.engine.connect().execution_options(**options) as connection:
            for name in COMPACTED:
                connection.exec_driver_sql(f"VACUUM (FULL) {name}")
        return
    raw = db.engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM")
        [busy, _, _] = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.close()
    if busy:
        raise StillRead("the log of the database is being read")
