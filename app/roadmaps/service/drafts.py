"""What somebody typed in an update and has not sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import delete, select

from app.extensions import db, insert_if_absent
from app.roadmaps.models import Draft
from app.roadmaps.service.history import Author


def _own_draft(roadmap_id: int, author: Author, to_write: bool = False) -> Draft | None:
    own = select(Draft).where(
        Draft.roadmap_id == roadmap_id,
        Draft.person_id == author.person_id,
        Draft.link_id == author.link_id,
    )
    return db.session.scalar(own.with_for_update() if to_write else own)


def draft_of(roadmap_id: int, author: Author) -> dict[str, str]:
    """What somebody typed and did not send, by field."""
    draft = _own_draft(roadmap_id, author)
    return dict(draft.content) if draft else {}


def save_draft(
    roadmap_id: int, author: Author, fields: Mapping[str, str | None], today: dt.date
) -> None:
    """Keep fields that somebody typed beside those kept before; forget those that are None."""
    draft = _own_draft(roadmap_id, author, to_write=True)
    if draft is None:
        whose = {"person_id": author.person_id, "link_id": author.link_id}
        insert_if_absent(Draft, roadmap_id=roadmap_id, **whose, content={}, saved_on=today)
        draft = _own_draft(roadmap_id, author, to_write=True)
        assert draft is not None
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
