"""Sign-ins, which can be revoked."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import joinedload

from app.accounts import core
from app.accounts.models import Person, SignIn
from app.accounts.service.tokens import token_hash
from app.extensions import db


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
    db.session.flush()


def person_of_sign_in(token: str, now: dt.datetime) -> Person | None:
    """Who is signed in with this token; None when revoked, expired or disabled."""
    rows = db.session.scalars(
        select(Person)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(SignIn.token_hash == token_hash(token), _lasts(now), Person.active)
        .options(joinedload(Person.role_rows))  # asked for by every page
    )
    person = rows.unique().first()
    if person is not None:
        person.sign_in_token = token
    return person


def _lasts(now: dt.datetime) -> ColumnElement[bool]:
    """Neither expired nor dated by a clock that was ahead."""
    longest = core.SIGN_IN_LIFE + core.CLOCKS_APART
    return and_(SignIn.expires_at > now, SignIn.expires_at <= now + longest)


def forget_sign_ins_before(moment: dt.datetime) -> None:
    """Forget those that ended before, in the daily work: a wrong date would end them all."""
    db.session.execute(delete(SignIn).where(SignIn.expires_at < moment))


def end_sign_in(token: str) -> None:
    db.session.execute(delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def end_all_sign_ins(person: Person) -> None:
    """Sign the person out everywhere, at their next request."""
    db.session.execute(delete(SignIn).where(SignIn.person_id == person.id))
