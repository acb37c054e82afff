"""Letting people in by their password; failed attempts are counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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
from app.extensions import begin_writing, db


@dataclass(frozen=True)
class Try:
    """A password about to be tried, counted before it is: many at once do not pass for one."""

    email: str
    here: str  # the account from this network, or from a browser of its own
    anybody: str  # this network


def begin_try(email: str, address: str, browser: str, key: str, now: dt.datetime) -> Try:
    """Count a try, to be committed before the password is looked at, which takes a while. Raises
    Throttled after too many failures.

    A `browser` that this account has signed in with waits for its own failures alone, not for what
    others in its network try.
    """
    email, network = email.strip().lower(), core.network_of(address)
    here = attempts.subject_of(key, "account", f"{email} {browser or network}")
    anybody = attempts.subject_of(key, "address", network)
    attempts.in_turn(here)
    attempts.refuse_after_failures(here, now)
    if not browser:
        attempts.refuse_throttled(anybody, core.ADDRESS_ATTEMPTS, now)
    attempts.note_attempts([here, anybody], now)
    return Try(email, here, anybody)


def authenticate(tried: Try, password: str, now: dt.datetime) -> Person | None:
    """The person with this password, or None.

    An unknown address costs the same time and counts the same as a wrong password. No transaction
    is open while the password is hashed.
    """
    row = db.session.execute(
        select(Person.id, Person.password_hash).where(Person.email == tried.email, Person.active)
    ).first()
    stored = row.password_hash if row else None
    db.session.rollback()
    matches = password_matches(stored or nobodys_hash(), password)
    better = hash_password(password) if matches and stored and needs_rehash(stored) else None
    if row is None or not stored or not matches:
        return None
    begin_writing()
    person = db.session.get(Person, row.id, with_for_update=True)
    if person is None or not person.active or person.password_hash != stored:
        return None  # another password was chosen meanwhile
    attempts.forget_attempts(tried.here)
    attempts.forget_one(tried.anybody, now)
    if better:
        person.password_hash = better
    return person
