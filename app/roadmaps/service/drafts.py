"""What somebody typed in an update and has not sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db, insert_if_absent
from app.fingerprint import fingerprint
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


def mark_of(content: Mapping[str, str]) -> str:
    """What a draft is known by: a page that carries it has shown all of it."""
    return fingerprint(content) if content else ""


@dataclass(frozen=True)
class Saved:
    """What a draft held before something was kept in it, and what it holds now."""

    before: dict[str, str]
    now: dict[str, str]

    def mark(self, shown: str) -> str:
        """What a page knows the draft by that knew it by `shown`: the draft as it is now, if it had
        shown all of what it was."""
        return mark_of(self.now) if shown == mark_of(self.before) else shown


def save_draft(
    roadmap_id: int,
    author: Author,
    fields_for: Callable[[Mapping[str, str]], Mapping[str, str | None]],
    today: dt.date,
    sent: Callable[[], bool] = lambda: False,
) -> Saved:
    """Keep fields that somebody typed beside those kept before, for which `fields_for` says them;
    forget those that are None. Nothing is kept where `sent` says, once nobody else writes, that the
    form has been sent meanwhile."""
    draft = _own_draft(roadmap_id, author, to_write=True)
    if draft is None and not any(fields_for({}).values()):
        return Saved({}, {})
    if draft is None:
        whose = {"person_id": author.person_id, "link_id": author.link_id}
        insert_if_absent(Draft, roadmap_id=roadmap_id, **whose, content={}, saved_on=today)
        draft = _own_draft(roadmap_id, author, to_write=True)
        assert draft is not None
    before = dict(draft.content)
    if not sent():
        content = {**draft.content, **fields_for(before)}
        draft.content = {name: value for name, value in content.items() if value is not None}
        draft.saved_on = today
    kept = dict(draft.content)
    if not kept:
        db.session.delete(draft)
    db.session.flush()
    return Saved(before, kept)


def forget_draft(roadmap_id: int, author: Author) -> None:
    """Forget what somebody typed: it was given up."""
    draft = _own_draft(roadmap_id, author, to_write=True)
    if draft is not None:
        db.session.delete(draft)
        db.session.flush()
