"""The register of organisations."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.core import OrganisationKind, organisation_key
from app.accounts.models import Organisation
from app.extensions import db
from app.text import plain


def organisations(
    search: str = "", kind: OrganisationKind | None = None, ended: bool = False
) -> list[Organisation]:
    """Those whose name, acronym or municipality contains `search`, by name; those that have ended
    only where `ended` asks for them too. A database would sort accents apart."""
    asked = select(Organisation).order_by(Organisation.id)
    if kind is not None:
        asked = asked.where(Organisation.kind == kind)
    if not ended:
        asked = asked.where(Organisation.ended_on.is_(None))
    words = plain(search)
    matching = [row for row in db.session.scalars(asked) if words in plain(_words(row))]
    return sorted(matching, key=lambda row: plain(row.name))


def _words(row: Organisation) -> str:
    return "\n".join((row.name, row.acronym, row.municipality))


def find_organisation(name: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.key == organisation_key(name)))


def add_organisation(name: str, kind: OrganisationKind) -> Organisation:
    row = Organisation(kind=kind)
    row.rename(name)
    db.session.add(row)
    db.session.flush()
    return row


def end_organisation(row: Organisation, today: dt.date) -> None:
    """Propose it no longer; the first day counts."""
    row.ended_on = row.ended_on or today


def reopen_organisation(row: Organisation) -> None:
    row.ended_on = None


def remove_organisation(row: Organisation) -> bool:
    """Forget it; False, and nothing done, where something still names it."""
    try:
        with db.session.begin_nested():
            db.session.delete(row)
    except IntegrityError:
        return False
    return True
