"""People and directorates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.core import PersonLine
from app.accounts.models import Directorate, Person, PersonRole
from app.extensions import db
from app.permissions import Role
from app.text import Text


def find_person(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def add_person(email: str, name: str, roles: frozenset[Role], language: str = "fr") -> Person:
    person = Person(email=email.strip().lower(), name=name, language=language)
    person.set_roles(roles)
    db.session.add(person)
    db.session.flush()
    return person


class NoAdministrator(Exception):
    """A change would leave nobody who manages accounts."""


def _has_administrator() -> bool:
    """Whether somebody who can sign in manages accounts; simultaneous changes queue here."""
    administrators = db.session.scalars(
        select(Person.id)
        .join(PersonRole)
        .where(PersonRole.role == Role.ADMINISTRATOR.value, Person.active)
        .where(Person.password_hash.is_not(None))
        .with_for_update(of=Person)
    )
    return bool(administrators.all())


@contextmanager
def keeping_an_administrator() -> Iterator[None]:
    """For changes to roles and accounts. Raises NoAdministrator when the last one would go."""
    had_one = _has_administrator()
    yield
    db.session.flush()
    if had_one and not _has_administrator():
        raise NoAdministrator


def save_people(lines: Sequence[PersonLine]) -> tuple[int, int]:
    """Create or update the people of a file; (created, updated). Raises NoAdministrator."""
    with keeping_an_administrator():
        return _save_people(lines)


def _save_people(lines: Sequence[PersonLine]) -> tuple[int, int]:
    directorates = {d.code: d for d in db.session.scalars(select(Directorate))}
    known = {p.email: p for p in db.session.scalars(select(Person))}
    created = 0
    for line in lines:
        if line.directorate and line.directorate not in directorates:
            directorate = Directorate(code=line.directorate, name=Text(fr=line.directorate_name))
            db.session.add(directorate)
            directorates[line.directorate] = directorate
        person = known.get(line.email)
        if person is None:
            person = Person(email=line.email, active=True)
            db.session.add(person)
            created += 1
        person.name = line.name
        if "langue" in line.given or person.language is None:
            person.language = line.language
        if "sexe" in line.given:
            person.sex = line.sex
        if "categorie" in line.given:
            person.category = line.category
        if "direction" in line.given:
            person.directorate = directorates.get(line.directorate)
        if "dirige" in line.given:
            person.heads_directorate = line.heads_directorate
        person.set_roles(line.roles)
    db.session.flush()
    return created, len(lines) - created


def directorates() -> list[Directorate]:
    return list(db.session.scalars(select(Directorate).order_by(Directorate.code)))


def people(search: str = "", limit: int = 50) -> tuple[list[Person], int]:
    """People whose name or address contains `search`, and how many there are in all."""
    matching = select(Person)
    if search:
        pattern = "%" + search.lower().replace("%", "").replace("_", "") + "%"
        matching = matching.where(
            func.lower(Person.name).like(pattern) | Person.email.like(pattern)
        )
    total = db.session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    shown = matching.options(joinedload(Person.directorate)).order_by(Person.name, Person.id)
    return list(db.session.scalars(shown.limit(limit))), total


def heads_of_directorates() -> list[Person]:
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.heads_directorate, Person.active)
            .order_by(Person.directorate_id, Person.id)
        )
    )


def everybody() -> list[Person]:
    """All active people of the directory."""
    return list(db.session.scalars(select(Person).where(Person.active).order_by(Person.id)))


def addresses() -> frozenset[str]:
    """The addresses of all active people."""
    return frozenset(db.session.scalars(select(Person.email).where(Person.active)))


def people_with_role(role: Role) -> list[Person]:
    return list(
        db.session.scalars(
            select(Person)
            .join(PersonRole)
            .where(PersonRole.role == role.value, Person.active)
            .order_by(Person.id)
        )
    )
