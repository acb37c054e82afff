"""Who leads an action or takes part in it, by name."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select

from app.accounts.models import Organisation, Person
from app.accounts.service.organisations import find_organisation, organisations
from app.extensions import db
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.models import Action
from app.roadmaps.service.mandates import people_for


class UnknownName(LookupError):
    """Nobody and no organisation has this name, or several people do."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def pilot_name(action: Action) -> str:
    """Who leads an action, by name; empty when nobody does."""
    pilot = action.pilot or action.pilot_organisation
    return pilot.name if pilot else ""


def set_pilot(action: Action, name: str) -> None:
    """Let somebody, or an organisation, lead an action. Raises UnknownName."""
    if name == pilot_name(action):
        return
    organisation = find_organisation(name) if name else None
    person = None if organisation or not name else _person_named(name)
    if name and organisation is None and person is None:
        raise UnknownName(name)
    action.pilot, action.pilot_organisation = person, organisation


def _person_named(name: str) -> Person | None:
    """Somebody by their name, or by their address where others have their name. Raises UnknownName
    for a name that several have."""
    named = select(Person).where(or_(Person.name == name, Person.email == name.lower()))
    people = db.session.scalars(named.where(Person.active).limit(2)).all()
    if len(people) > 1:
        raise UnknownName(name)
    return people[0] if people else None


def set_partners(action: Action, names: Iterable[str]) -> None:
    """Name the organisations that take part in an action. Raises UnknownName."""
    rows: dict[int, Organisation] = {}
    for name in names:
        organisation = find_organisation(name)
        if organisation is None:
            raise UnknownName(name)
        rows[organisation.id] = organisation
    action.partners = list(rows.values())


def names_to_propose() -> list[str]:
    """Names that a field proposes: organisations in use, then people who keep roadmaps."""
    people = people_for(MandateRole.AMBASSADOR)
    names = [person.name for person in people]
    own = [p.name if names.count(p.name) == 1 else p.email for p in people]
    return [organisation.name for organisation in organisations()] + own
