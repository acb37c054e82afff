"""A roadmap of a programme that goes on; who imports plans, and into what."""

from __future__ import annotations

import datetime as dt

import pytest

from app.accounts.core import OrganisationKind
from app.accounts.service.organisations import add_organisation
from app.extensions import db, utcnow
from tests.people import make_person
from tests.roadmaps.factories import make_programme, make_roadmap
from tests.roadmaps.importing import ADA


@pytest.fixture
def today():
    return utcnow().date()


@pytest.fixture
def roadmap(app, today):
    """One of a programme that goes on."""
    roadmap = make_roadmap(make_person("ambassador"))
    roadmap.programme.ends_on = today + dt.timedelta(days=900)
    db.session.commit()
    return roadmap


@pytest.fixture
def mission(as_role):
    make_person("ambassador", name="Ada", email=ADA)
    add_organisation("CIDFF", OrganisationKind.ASSOCIATION)
    db.session.commit()
    return as_role("mission").speak("en")


@pytest.fixture
def programme(mission):
    row = make_programme()
    db.session.commit()
    return row
