"""Who changed which field of a plan, when, from what to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.roadmaps.models import Change
from app.roadmaps.service.belonging import name_of, roadmap_of


@dataclass(frozen=True)
class Author:
    """Who acts: somebody with an account, or the holder of an organisation's link."""

    person_id: int | None = None
    link_id: int | None = None


def record_changes(
    row: Any,
    fields: Mapping[str, tuple[str, str]],
    author: Author,
    now: dt.datetime,
    update_id: int | None = None,
    decision_id: int | None = None,
) -> None:
    """Keep each field of a part that changed, with its old and its new words."""
    roadmap = roadmap_of(row)
    for field, (old, new) in fields.items():
        if old != new:
            db.session.add(
                Change(
                    part=name_of(type(row)),
                    part_id=row.id,
                    roadmap_id=roadmap.id if roadmap else None,
                    update_id=update_id,
                    decision_id=decision_id,
                    person_id=author.person_id,
                    link_id=author.link_id,
                    at=now,
                    field=field,
                    old=old,
                    new=new,
                )
            )


def record_added(row: Any, author: Author, now: dt.datetime) -> None:
    """Keep who added a part."""
    record_changes(row, {"added": ("", "1")}, author, now)


def changes_of(part: str, part_id: int) -> list[Change]:
    """The changes of one part of a plan, the latest first."""
    own = select(Change).where(Change.part == part, Change.part_id == part_id)
    return list(db.session.scalars(own.order_by(Change.id.desc())))


def changes_of_roadmap(roadmap_id: int, limit: int = 200) -> list[Change]:
    """The latest changes of a roadmap and of all that it holds."""
    own = select(Change).where(Change.roadmap_id == roadmap_id)
    return list(db.session.scalars(own.order_by(Change.id.desc()).limit(limit)))


def last_change(part: str, part_id: int, field: str) -> Change | None:
    """The latest change of a field: who made it, and when."""
    own = select(Change).where(
        Change.part == part, Change.part_id == part_id, Change.field == field
    )
    return db.session.scalars(own.order_by(Change.id.desc()).limit(1)).first()


def first_due_dates(roadmap_id: int) -> dict[int, str]:
    """What the due date of each action of a roadmap was before it was first put off."""
    slips = select(Change.part_id, Change.old).where(
        Change.roadmap_id == roadmap_id, Change.part == "action", Change.field == "due"
    )
    rows = db.session.execute(slips.order_by(Change.id.desc()))
    return {part_id: old for part_id, old in rows if old}
