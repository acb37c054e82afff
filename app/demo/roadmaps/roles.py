"""Who keeps the roadmaps of the demonstration, named by what they do and never otherwise."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from app.accounts.models import Person
from app.accounts.service import people as directory
from app.demo.passwords import DOMAIN
from app.demo.roadmaps.plan import Plan
from app.extensions import db
from app.permissions import Role
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.models import Mandate, OrganisationLink, Roadmap
from app.roadmaps.service import mandates
from app.roadmaps.service.history import Author

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Keepers:
    """Who speaks for a roadmap: its ambassador of each day, or the holder of its link."""

    since: list[tuple[dt.date, Person]]
    others: dict[str, Person]
    link: OrganisationLink | None = None

    def ambassador(self, day: dt.date) -> Person | None:
        """Whose roadmap it is on a day."""
        return next((person for since, person in reversed(self.since) if since <= day), None)

    def author(self, day: dt.date, key: str) -> Author:
        """Who says something on a day: the person of this key, or the keeper of that day."""
        if self.link is not None:
            return Author(link_id=self.link.id)
        person = self.others[key] if key else self.ambassador(day)
        return Author(person_id=person.id if person else None)


def add_people(plan: Plan) -> None:
    """The accounts that a plan names, and the roles that it adds to those that are there."""
    for key, item in plan.document.get("people", {}).items():
        roles = frozenset(map(Role, item["roles"]))
        if key in plan.people:
            plan.people[key].set_roles(plan.people[key].roles | roles)
        else:
            plan.people[key] = directory.add_person(f"{key}@{DOMAIN}", item["name"], roles)


def ambassador_of_policy(code: str, name: str) -> Person:
    """The account that keeps the roadmaps of a policy from one plan to the next."""
    address = f"ambassade-{code}@{DOMAIN}"
    known = directory.find_person(address)
    words = f"Ambassade {name[:1].lower()}{name[1:]}"
    return known or directory.add_person(address, words, frozenset({Role.AMBASSADOR}))


def give_mandates(plan: Plan, roadmap: Roadmap, item: dict[str, Any]) -> Keepers:
    """Let people keep a roadmap as its document says, or an organisation by its link."""
    if "link" in item:
        return Keepers([], plan.people, _link(plan, roadmap, item))
    first, days = plan.days.first, plan.days
    last = None if plan.document["programme"].get("goes_on") else days.last
    policy = roadmap.policy
    keeper = plan.people.get(item.get("ambassador", "")) or ambassador_of_policy(
        policy.code, policy.name.fr
    )
    mandate = mandates.appoint(roadmap, keeper, MandateRole.AMBASSADOR, first, last)
    since = [(first, keeper), *_handed_over(plan, mandate, item)]
    for role in (MandateRole.DEPUTY, MandateRole.ELECTED):
        if role in item:
            mandates.appoint(roadmap, plan.people[item[role]], role, first, last)
    if "ends" in item and days.day(item["ends"]) <= days.today:
        mandates.end(mandate, max(days.day(item["ends"]), first))
    return Keepers(since, plan.people)


def _handed_over(
    plan: Plan, mandate: Mandate, item: dict[str, Any]
) -> list[tuple[dt.date, Person]]:
    handover = item.get("handed_over")
    if handover is None:
        return []
    # Whoever hands over has held the mandate for a day at least.
    on = max(plan.days.day(handover["on"]), plan.days.first + _DAY)
    if on > plan.days.today:
        return []
    successor = plan.people[handover["to"]]
    mandates.hand_over(mandate, successor, on, handover["note"])
    return [(on, successor)]


def _link(plan: Plan, roadmap: Roadmap, item: dict[str, Any]) -> OrganisationLink:
    """The link of an organisation. Its number is drawn for a real one; here it follows from the
    plan, so that the demonstration is the same each time: our key alone keeps the address secret."""
    assert roadmap.organisation is not None
    name = f"{roadmap.programme.code}:{roadmap.policy.code}:{roadmap.organisation.key}"
    link = OrganisationLink(
        roadmap=roadmap,
        organisation=roadmap.organisation,
        holder=item["link"]["holder"],
        email=item["link"]["email"],
        nonce=hashlib.sha256(name.encode()).hexdigest()[:16],
        made_on=plan.days.first,
    )
    db.session.add(link)
    db.session.flush()
    return link
