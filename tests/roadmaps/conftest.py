"""Who imports plans, and into what."""

from __future__ import annotations

import pytest

from app.accounts.core import OrganisationKind
from app.accounts.service.organisations import add_organisation
from app.extensions import db
from tests.people import make_person
from tests.roadmaps.factories import make_programme
from tests.roadmaps.importing import ADA


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
