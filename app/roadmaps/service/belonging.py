"""What a part of a plan is, and which roadmap and programme it belongs to."""

from __future__ import annotations

from typing import Any

from app.extensions import Base
from app.roadmaps.models import Programme, Roadmap, Step


def name_of(model: type[Base]) -> str:
    """What a kind of part is called in addresses and in the history."""
    return model.__name__.lower()


def roadmap_of(row: Any) -> Roadmap | None:
    """The roadmap that a part belongs to; None for a programme, a policy, an axis."""
    if isinstance(row, Roadmap):
        return row
    if isinstance(row, Step):
        return row.action.roadmap
    return getattr(row, "roadmap", None)


def programme_of(row: Any) -> Programme | None:
    """The programme that a part belongs to; None for a policy."""
    if isinstance(row, Programme):
        return row
    roadmap = roadmap_of(row)
    return roadmap.programme if roadmap else getattr(row, "programme", None)
