"""Letting people in by their password; failed attempts are counted."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.accounts import core
from app.accounts.models import Person
from app.accounts.service import attempts
from app.accounts.service.passwords import (
    hash_password,
    needs_rehash,
    nobodys_hash,
    password_matches,
)
from app.extensions import db


def authenticate(
    email: str, password: str, address: str, key: str, now: dt.datetime
) -> Person | None:
    """The person with this password, or None. Raises Throttled after too many failures.

    An unknown address costs the same time and counts the same as a wrong password.
    """
    email, network = email.strip().lower(), core.network_of(address)
    here = attempts.subject_of(key, "account", f"{email} {network}")
    anybody = attempts.subject_of(key, "address", network)
    attempts.refuse_after_failures(here, now)
    attempts.refuse_throttled({anybody: core.ADDRESS_ATTEMPTS}, now)
    person = db.session.scalar(select(Person).where(Person.email == email))
    stored = person.password_hash if person and person.active else None
    if password_matches(stored or nobodys_hash(), password) and stored and person:
        attempts.forget_attempts(here)
        if needs_rehash(stored):
            person.password_hash = hash_password(password)
        return person
    attempts.note_attempts([here, anybody], now)
    return None
