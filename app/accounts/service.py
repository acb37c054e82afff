"""Accounts: entering, leaving, passwords, people, audit."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, func, select, update

from app.accounts import core
from app.accounts.core import PersonLine
from app.accounts.models import (
    Attempt,
    AuditEntry,
    Directorate,
    PasswordLink,
    Person,
    PersonRole,
    SignIn,
)
from app.extensions import db
from app.permissions import Role
from app.text import Text

_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
_HASHING = threading.Semaphore(4)  # 64 MiB each: four at once at the most


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    """What an unknown address is compared with, so that it takes as long as a known one."""
    return _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    with _HASHING:
        return _HASHER.hash(password)


def token_hash(token: str) -> str:
    """What we keep of a secret link or sign-in: 128 random bits and more need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _subject(key: str, kind: str, value: str) -> str:
    return hmac.new(key.encode(), f"{kind}:{value}".encode(), "sha256").hexdigest()


class Throttled(Exception):
    """Too many failed attempts lately."""


def authenticate(
    email: str, password: str, address: str, key: str, now: dt.datetime
) -> Person | None:
    """The person with this password, or None. Raises Throttled after too many failures.

    An unknown address costs the same time and counts the same as a wrong password.
    """
    subjects = {
        _subject(key, "account", email.strip().lower()): core.ACCOUNT_ATTEMPTS,
        _subject(key, "address", address): core.ADDRESS_ATTEMPTS,
    }
    _refuse_throttled(subjects, now)
    person = db.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    stored = person.password_hash if person and person.active else None
    if _matches(stored or _nobodys_hash(), password) and stored and person:
        if _HASHER.check_needs_rehash(stored):
            person.password_hash = hash_password(password)
        return person
    db.session.add_all(Attempt(subject=subject, at=now) for subject in subjects)
    return None


def _refuse_throttled(subjects: dict[str, int], now: dt.datetime) -> None:
    since = now - core.ATTEMPT_WINDOW
    db.session.execute(delete(Attempt).where(Attempt.at < since))
    for subject, limit in subjects.items():
        count = db.session.scalar(
            select(func.count()).select_from(Attempt).where(Attempt.subject == subject)
        )
        if (count or 0) >= limit:
            raise Throttled


def _matches(stored: str, password: str) -> bool:
    with _HASHING:
        try:
            return _HASHER.verify(stored, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def start_sign_in(person: Person, now: dt.datetime) -> None:
    """Give the person a new sign-in for this browser."""
    person.sign_in_token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            token_hash=token_hash(person.sign_in_token),
            person_id=person.id,
            expires_at=now + core.SIGN_IN_LIFE,
            last_day=now.date(),
        )
    )
    db.session.execute(delete(SignIn).where(SignIn.expires_at < now))
    db.session.flush()


def person_of_sign_in(token: str, now: dt.datetime) -> Person | None:
    """Who is signed in with this token; None when revoked, expired or disabled."""
    person = db.session.scalar(
        select(Person)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(SignIn.token_hash == token_hash(token), SignIn.expires_at > now, Person.active)
    )
    if person is not None:
        person.sign_in_token = token
    return person


def end_sign_in(token: str) -> None:
    db.session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def end_all_sign_ins(person: Person) -> None:
    """Sign the person out everywhere, at their next request."""
    db.session.execute(delete(SignIn).where(SignIn.person_id == person.id))


def make_password_link(person: Person, life: dt.timedelta, now: dt.datetime) -> str:
    """The token of a new link to choose a password; earlier ones stop working."""
    db.session.execute(
        update(PasswordLink)
        .where(PasswordLink.person_id == person.id, PasswordLink.used_at.is_(None))
        .values(used_at=now)
    )
    token = secrets.token_urlsafe(32)
    db.session.add(
        PasswordLink(token_hash=token_hash(token), person_id=person.id, expires_at=now + life)
    )
    db.session.flush()
    return token


def may_ask_for_link(email: str, key: str, now: dt.datetime) -> bool:
    """Whether this address may be sent one more link; a few in a quarter of an hour, known or not."""
    subject = _subject(key, "link", email.strip().lower())
    try:
        _refuse_throttled({subject: core.LINK_REQUESTS}, now)
    except Throttled:
        return False
    db.session.add(Attempt(subject=subject, at=now))
    return True


def person_of_link(token: str, now: dt.datetime) -> Person | None:
    """Whose password this link sets; None when used, expired or unknown."""
    return db.session.scalar(
        select(Person)
        .join(PasswordLink, PasswordLink.person_id == Person.id)
        .where(
            PasswordLink.token_hash == token_hash(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > now,
            Person.active,
        )
    )


def set_password(token: str, password: str, now: dt.datetime) -> Person | None:
    """Use the link: choose the password and end every sign-in. None when the link is spent."""
    person = person_of_link(token, now)
    if person is None:
        return None
    used = db.session.execute(
        update(PasswordLink)
        .where(PasswordLink.token_hash == token_hash(token), PasswordLink.used_at.is_(None))
        .values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return None
    person.password_hash = hash_password(password)
    end_all_sign_ins(person)
    record(person.id, "password.set", f"person:{person.id}", now)
    return person


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
    """Whether somebody manages accounts; two changes at once wait for each other here."""
    found = db.session.scalars(
        select(Person.id)
        .join(PersonRole)
        .where(PersonRole.role == Role.ADMINISTRATOR.value, Person.active)
        .with_for_update(of=Person)
    )
    return bool(found.all())


@contextmanager
def keeping_an_administrator() -> Iterator[None]:
    """Changes of roles and accounts inside. Raises NoAdministrator when the last one would go."""
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
    """People whose name or address holds `search`, and how many there are in all."""
    found = select(Person)
    if search:
        pattern = "%" + search.lower().replace("%", "").replace("_", "") + "%"
        found = found.where(func.lower(Person.name).like(pattern) | Person.email.like(pattern))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = db.session.scalars(found.order_by(Person.name, Person.id).limit(limit))
    return list(rows), total


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


def people_with_role(role: Role) -> list[Person]:
    return list(
        db.session.scalars(
            select(Person)
            .join(PersonRole)
            .where(PersonRole.role == role.value, Person.active)
            .order_by(Person.id)
        )
    )


def record(person_id: int | None, act: str, subject: str, now: dt.datetime, **detail: Any) -> None:
    """Write an audit line. Never call it from a respondent's answer."""
    db.session.add(AuditEntry(at=now, person_id=person_id, act=act, subject=subject, detail=detail))
