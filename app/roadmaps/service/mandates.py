"""Who keeps a roadmap: mandates from a day to a day, and the rights that they give."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, lazyload

from app.accounts.models import Person, PersonRole
from app.extensions import db
from app.permissions import ROLES, Permission, allowed
from app.roadmaps.core.plans import UPDATING, MandateRole, in_force
from app.roadmaps.models import Mandate, Programme, Roadmap
from app.roadmaps.service.belonging import lock
from app.text import plain


class TwoAmbassadors(Exception):
    """A roadmap would have two ambassadors at one time, or somebody one mandate twice."""

    def __init__(self, other: Mandate) -> None:
        super().__init__(other.id)
        self.other = other


class MandateOver(Exception):
    """A mandate that has ended is not handed over nor ended again."""


def _holds(today: dt.date) -> ColumnElement[bool]:
    return (Mandate.starts_on <= today) & or_(Mandate.ends_on.is_(None), Mandate.ends_on >= today)


def mandates(roadmap_id: int) -> list[Mandate]:
    """Every mandate of a roadmap, past and to come, the latest first."""
    own = select(Mandate).where(Mandate.roadmap_id == roadmap_id)
    return list(db.session.scalars(own.order_by(Mandate.starts_on.desc(), Mandate.id.desc())))


def holders(roadmap_ids: Sequence[int], today: dt.date) -> dict[int, list[Mandate]]:
    """The mandates in force of each roadmap."""
    held = select(Mandate).where(Mandate.roadmap_id.in_(roadmap_ids), _holds(today))
    held = held.options(joinedload(Mandate.person).lazyload(Person.role_rows))
    by_roadmap: defaultdict[int, list[Mandate]] = defaultdict(list)
    for mandate in db.session.scalars(held.order_by(Mandate.starts_on, Mandate.id)).unique():
        by_roadmap[mandate.roadmap_id].append(mandate)
    return by_roadmap


def ambassador_of(held: Iterable[Mandate]) -> Mandate | None:
    """The ambassador among mandates in force, unless their account is closed."""
    own = (m for m in held if m.role is MandateRole.AMBASSADOR and m.person.active)
    return next(own, None)


def may_update(person: Person, roadmap: Roadmap, today: dt.date) -> bool:
    """Whether somebody may change a roadmap: the mission may, and who has both the role and a
    mandate in force, while the roadmap goes on."""
    if allowed(person.roles, Permission.ROADMAP_STEER):
        return True
    if not allowed(person.roles, Permission.ROADMAP_UPDATE) or roadmap.over(today):
        return False
    held = select(Mandate.id).where(
        Mandate.roadmap_id == roadmap.id,
        Mandate.person_id == person.id,
        Mandate.role.in_(UPDATING),
        _holds(today),
    )
    return db.session.scalar(held.limit(1)) is not None


def own_roadmaps(person_id: int, today: dt.date) -> list[Roadmap]:
    """The roadmaps that somebody keeps today, as ambassador or deputy."""
    return held_roadmaps(person_id, today, UPDATING)


def held_roadmaps(
    person_id: int, today: dt.date, roles: Iterable[MandateRole] = tuple(MandateRole)
) -> list[Roadmap]:
    """The roadmaps of which somebody has a mandate today, of one of these roles."""
    own = (
        select(Roadmap)
        .join(Mandate, Mandate.roadmap_id == Roadmap.id)
        .join(Roadmap.programme)
        .where(Mandate.person_id == person_id, Mandate.role.in_(tuple(roles)), _holds(today))
        .where(Roadmap.ended_on.is_(None))
        .where(Programme.ended_on.is_(None), Programme.ends_on >= today)
        .order_by(Roadmap.position, Roadmap.id)
    )
    return list(db.session.scalars(own).unique())


def people_for(role: MandateRole) -> list[Person]:
    """Who can be given a mandate: their role lets them do what it is for. Elected members read the
    report too, and are not looked for among all the managers who read roadmaps."""
    needed = Permission.REPORT_READ if role is MandateRole.ELECTED else Permission.ROADMAP_UPDATE
    able = [each.value for each, permissions in ROLES.items() if needed in permissions]
    people = (
        select(Person)
        .where(
            Person.active,
            Person.id.in_(select(PersonRole.person_id).where(PersonRole.role.in_(able))),
        )
        .options(lazyload(Person.role_rows))
    )
    return sorted(db.session.scalars(people), key=lambda each: (plain(each.name), each.id))


def appoint(
    roadmap: Roadmap,
    person: Person,
    role: MandateRole,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> Mandate:
    """Give a mandate. Raises TwoAmbassadors when another one would overlap, be it another's or,
    of any role, the same person's."""
    whose = None if role is MandateRole.AMBASSADOR else person
    other = _overlapping(roadmap, role, starts_on, ends_on, whose)
    if other is not None:
        raise TwoAmbassadors(other)
    mandate = Mandate(
        roadmap_id=roadmap.id, person=person, role=role, starts_on=starts_on, ends_on=ends_on
    )
    db.session.add(mandate)
    db.session.flush()
    return mandate


def _overlapping(
    roadmap: Roadmap,
    role: MandateRole,
    starts_on: dt.date,
    ends_on: dt.date | None,
    person: Person | None = None,
) -> Mandate | None:
    """A mandate of this role in these days; of this person, where one is given."""
    lock(roadmap)  # one appointment of a roadmap at a time
    same = select(Mandate).where(
        Mandate.roadmap_id == roadmap.id,
        Mandate.role == role,
        or_(
            Mandate.ends_on.is_(None),
            # One that was ended before its first day never was.
            (Mandate.ends_on >= starts_on) & (Mandate.ends_on >= Mandate.starts_on),
        ),
    )
    if ends_on is not None:
        same = same.where(Mandate.starts_on <= ends_on)
    if person is not None:
        same = same.where(Mandate.person_id == person.id)
    return db.session.scalars(same).unique().first()


def hand_over(mandate: Mandate, successor: Person, on: dt.date, handover: str) -> Mandate:
    """Let somebody else take a mandate from a day on, with what they have to know. Raises
    MandateOver for one that ended, TwoAmbassadors when somebody is appointed for later."""
    end(mandate, on - dt.timedelta(days=1))
    mandate.handover = handover
    return appoint(mandate.roadmap, successor, mandate.role, on)


def end(mandate: Mandate, on: dt.date) -> None:
    """Let a mandate hold until this day; one that had not begun by then never was, and stays
    written. Raises MandateOver for one that ended by then."""
    if mandate.ends_on is not None and mandate.ends_on <= on:
        raise MandateOver
    mandate.ends_on = on
    db.session.flush()


def prolong(mandate: Mandate) -> None:
    """Take the end of a mandate back. Raises TwoAmbassadors when somebody has taken over since."""
    if mandate.role is MandateRole.AMBASSADOR and mandate.ends_on is not None:
        since = max(mandate.ends_on + dt.timedelta(days=1), mandate.starts_on)
        other = _overlapping(mandate.roadmap, mandate.role, since, None)
        if other is not None:
            raise TwoAmbassadors(other)
    mandate.ends_on = None
    db.session.flush()


def holds_today(mandate: Mandate, today: dt.date) -> bool:
    """Whether a mandate is in force."""
    return in_force(mandate.starts_on, mandate.ends_on, today)


def able_to_update(person_ids: Iterable[int]) -> set[int]:
    """Those of these people whose role lets them keep a roadmap."""
    roles = [each.value for each, may in ROLES.items() if Permission.ROADMAP_UPDATE in may]
    own = select(PersonRole.person_id).where(
        PersonRole.person_id.in_(list(person_ids)), PersonRole.role.in_(roles)
    )
    return set(db.session.scalars(own))


def deputies_of(roadmap_id: int, today: dt.date) -> list[Person]:
    """Who stands in for the ambassador of a roadmap."""
    held = holders([roadmap_id], today).get(roadmap_id, [])
    return [each.person for each in held if each.role is MandateRole.DEPUTY]
