"""What a part of a plan is, and which roadmap and programme it belongs to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.extensions import Base, db
from app.roadmaps.models import Note, Programme, Roadmap, Step


def name_of(model: type[Base]) -> str:
    """What a kind of part is called in addresses and in the history."""
    return model.__name__.lower()


def roadmap_of(row: Any) -> Roadmap | None:
    """The roadmap that a part, or what is said of it, belongs to; None for a programme, a policy, an
    axis."""
    if isinstance(row, Roadmap):
        return row
    if isinstance(row, Step):
        return row.action.roadmap
    if isinstance(row, Note):
        return row.update.roadmap
    return getattr(row, "roadmap", None)


def programme_of(row: Any) -> Programme | None:
    """The programme that a part belongs to; None for a policy."""
    if isinstance(row, Programme):
        return row
    roadmap = roadmap_of(row)
    return roadmap.programme if roadmap else getattr(row, "programme", None)


def lock(row: Any) -> bool:
    """Let nobody else change the plan to which a part belongs until this change is kept; whether
    what was read before is to be read anew, since somebody may have changed it while this one
    waited. SQLite has one writer at a time, which each form is from its first word on."""
    if db.engine.dialect.name == "sqlite":
        return False
    programme = programme_of(row)
    owner = roadmap_of(row) or programme or row
    if programme is not None and owner is not programme:  # no file goes into it meanwhile
        mine = select(Programme.id).where(Programme.id == programme.id)
        db.session.execute(mine.with_for_update(read=True))
    model = type(owner)
    db.session.execute(select(model.id).where(model.id == owner.id).with_for_update())
    db.session.expire_all()
    return True
