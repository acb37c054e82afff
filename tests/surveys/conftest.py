"""A campaign in the field, for the tests that need one."""

import pytest

from tests.surveys import factories


@pytest.fixture
def people(app):
    return factories.make_managers(14)


@pytest.fixture
def campaign(settings, people):
    return factories.make_campaign(settings, people)
