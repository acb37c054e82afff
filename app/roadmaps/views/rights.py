"""Who acts on roadmaps, and what they may load to change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

from app.accounts.models import Person
from app.extensions import utcnow
from app.permissions import Permission, allowed
from app.roadmaps.models import Roadmap
from app.roadmaps.service.belonging import lock, roadmap_of
from app.roadmaps.service.history import Author
from app.roadmaps.service.mandates import may_update
from app.roadmaps.service.parts import Part
from app.web import SAFE_METHODS, current_person, load


def may(permission: Permission) -> bool:
    """Whether the person signed in has a right."""
    return allowed(current_person().roles, permission)


def steers(person: Person) -> bool:
    """Whether somebody steers all roadmaps."""
    return allowed(person.roles, Permission.ROADMAP_STEER)


def may_change(person: Person, part: Part, row: Any) -> bool:
    """Whether somebody may change a part of a plan: the mission all, an ambassador their own."""
    if steers(person):
        return True
    roadmap = roadmap_of(row)
    return not part.steered and roadmap is not None and may_update(person, roadmap, utcnow().date())


def load_to_change(
    model: type[Any], key: int, change: Callable[[Any, Any], bool] = lambda person, row: True
) -> Any:
    """A row of a plan that the person signed in may change; a form has the plan for itself from
    here on, and sees the row as it is then."""
    row = load(model, key, may=change)
    waited = request.method not in SAFE_METHODS and lock(row)
    return load(model, key, may=change) if waited else row


def load_own_roadmap(roadmap_id: int, to_send: bool = False) -> Roadmap:
    """A roadmap that the person signed in may change; a form that is sent has it for itself."""
    may_change = lambda person, row: may_update(person, row, utcnow().date())  # noqa: E731
    if to_send:
        row: Roadmap = load_to_change(Roadmap, roadmap_id, may_change)
        return row
    return load(Roadmap, roadmap_id, may=may_change)


def author() -> Author:
    """The person signed in, as the history names them."""
    return Author(person_id=current_person().id)
