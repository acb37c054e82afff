"""Emptying the urn: once, at closing."""

from __future__ import annotations

import secrets
from typing import Any

from nacl.public import SealedBox
from sqlalchemy import delete, insert, select

from app.extensions import db
from app.surveys.core import CampaignState
from app.surveys.keys import KeyStore
from app.surveys.models import (
    Ballot,
    Campaign,
    Draft,
    Invitation,
    Participation,
    Response,
    random_key,
)
from app.surveys.questionnaire import open_ballot


class KeyLost(Exception):
    """The wave's key is not in its folder: put it back from the recovery copy."""


def empty_urn(campaign: Campaign, keys: KeyStore, group: int) -> None:
    """Open the ballots, shuffle them, store them under new keys, and erase the urn.

    Under `group` ballots nothing is opened: the ballots are erased unread. The participations are
    written again in one go, so that nothing of the order in which people answered remains.
    Raises KeyLost.
    """
    sealed = list(
        db.session.scalars(select(Ballot.sealed).where(Ballot.campaign_id == campaign.id))
    )
    if len(sealed) >= group:
        key = keys.private(campaign.code)
        if key is None:
            raise KeyLost(campaign.code)
        box = SealedBox(key)
        opened = [open_ballot(box.decrypt(ballot)) for ballot in sealed]
        secrets.SystemRandom().shuffle(opened)
        rows: list[dict[str, Any]] = [
            {"id": random_key(), "campaign_id": campaign.id, "answers": answers}
            for answers in opened
        ]
        db.session.execute(insert(Response), rows)
        campaign.opened_ballots = len(opened)
    db.session.execute(delete(Ballot).where(Ballot.campaign_id == campaign.id))
    ours = select(Invitation.id).where(Invitation.campaign_id == campaign.id)
    db.session.execute(delete(Draft).where(Draft.invitation_id.in_(ours)))
    _rewrite_participations(campaign)
    campaign.state = CampaignState.CLOSED
    db.session.flush()


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
    raw = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "sqlite":
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            raw.dbapi_connection.autocommit = True  # type: ignore[union-attr]
            for name in ("ballots", "drafts", "participations", "responses"):
                raw.cursor().execute(f"VACUUM (FULL) {name}")
            raw.dbapi_connection.autocommit = False  # type: ignore[union-attr]
    finally:
        raw.close()
