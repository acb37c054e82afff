"""Passwords, and the links by which they are chosen."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select, update

from app.accounts import core
from app.accounts.models import PasswordLink, Person
from app.accounts.service.attempts import (
    Throttled,
    note_attempts,
    refuse_throttled,
    subject_of,
)
from app.accounts.service.audit import record
from app.accounts.service.sign_ins import end_all_sign_ins
from app.accounts.service.tokens import token_hash
from app.extensions import db

_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
_HASHING = threading.Semaphore(4)  # 64 MiB each: at most four at once


@lru_cache(maxsize=1)
def nobodys_hash() -> str:
    """What an unknown address is compared with, so that it takes as long as a known one."""
    return _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    with _HASHING:
        return _HASHER.hash(password)


def needs_rehash(stored: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(stored)


def password_matches(stored: str, password: str) -> bool:
    with _HASHING:
        try:
            return _HASHER.verify(stored, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


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
    """Whether this address, known or not, may be sent another link: a few every 15 minutes."""
    subject = subject_of(key, "link", email.strip().lower())
    try:
        refuse_throttled(subject, core.LINK_REQUESTS, now)
    except Throttled:
        return False
    note_attempts([subject], now)
    return True


def person_of_link(token: str, now: dt.datetime) -> Person | None:
    """Whose password this link sets; None when used, expired, unknown or dated by a clock that was
    ahead."""
    longest = core.FIRST_PASSWORD_LIFE + core.CLOCKS_APART
    return db.session.scalar(
        select(Person)
        .join(PasswordLink, PasswordLink.person_id == Person.id)
        .where(
            PasswordLink.token_hash == token_hash(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > now,
            PasswordLink.expires_at <= now + longest,
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
