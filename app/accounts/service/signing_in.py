"""Letting people in by their password; failed attempts are counted."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from app.accounts import core
from app.accounts.models import Attempt, Person
from app.accounts.service.attempts import refuse_throttled, subject_of
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
    subjects = {
        subject_of(key, "account", email.strip().lower()): core.ACCOUNT_ATTEMPTS,
        subject_of(key, "address", address): core.ADDRESS_ATTEMPTS,
    }
    refuse_throttled(subjects, now)
    person = db.session.scalar(select(Person).where(Person.email == email.strip().lower()))
    stored = person.password_hash if person and person.active else None
    if password_matches(stored or nobodys_hash(), password) and stored and person:
        if needs_rehash(stored):
            person.password_hash = hash_password(password)
        return person
    db.session.add_all(Attempt(subject=subject, at=now) for subject in subjects)
    return None
