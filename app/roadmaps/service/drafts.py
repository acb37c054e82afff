"""What somebody typed in an update and has not sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import delete, select

from app.extensions import db
from app.roadmaps.models import Draft
from app.roadmaps.service.history import Author


def _own_draft(roadmap_id: int, author: Author) -> Draft | None:
    own = select(Draft).where(
        Draft.roadmap_id == roadmap_id,
        Draft.person_id == author.person_id,
        Draft.link_id == author.link_id,
    )
    return db.session.scalar(own)


def draft_of(roadmap_id: int, author: Author) -> dict[str, str]:
    """What somebody typed and did not send, by field."""
    draft = _own_draft(roadmap_id, author)
    return dict(draft.content) if draft else {}


def save_draft(
    roadmap_id: int, author: Author, fields: Mapping[str, str | None], today: dt.date
) -> None:
    """Keep fields that somebody typed beside those kept before; forget those that are None."""
    draft = _own_draft(roadmap_id, author)
    if draft is None:
        draft = Draft(
            roadmap_id=roadmap_id, person_id=author.person_id, link_id=author.link_id, content={}
        )
        db.session.add(draft)
    content = {**draft.content, **fields}
    draft.content = {name: value for name, value in content.items() if value is not None}
    draft.saved_on = today
    db.session.flush()


def forget_draft(roadmap_id: int, author: Author) -> None:
    """Forget what somebody typed: it was sent, or given up."""
    db.session.execute(
        delete(Draft).where(
            Draft.roadmap_id == roadmap_id,
            Draft.person_id == author.person_id,
            Draft.link_id == author.link_id,
        )
    )
