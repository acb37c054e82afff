"""The order of the parts of a plan: each has a position among those of its parent."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.extensions import db


def next_position(model: Any, column: str, parent_id: int) -> int:
    """The position after the last one under a parent."""
    after = select(func.coalesce(func.max(model.position) + 1, 0))
    return int(db.session.scalars(after.where(getattr(model, column) == parent_id)).one())


def move(row: Any, column: str, steps: int) -> None:
    """Move a row among those of its parent, by so many places, as far as there are any."""
    model = type(row)
    siblings = list(
        db.session.scalars(
            select(model)
            .where(getattr(model, column) == getattr(row, column))
            .order_by(model.position, model.id)
        ).unique()
    )
    place = siblings.index(row)
    siblings.insert(max(0, place + steps), siblings.pop(place))
    for position, sibling in enumerate(siblings):
        sibling.position = position
    db.session.flush()
