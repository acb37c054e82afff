"""Seventeen ways of finding out who answered what, tried on campaigns fielded for real.

The rule for what has a random part: over 30 campaigns, no way of matching people with answers does
better than luck. Here is what the attacker is given; see `attacks` for what they do with it.
"""

from __future__ import annotations

import pytest

from tests.surveys import factories
from tests.surveys.secrecy import attacks
from tests.surveys.secrecy.attacks import PEOPLE, Ground


@pytest.fixture(scope="session")
def ground(settings, template_file):
    return Ground(settings, template_file)


@pytest.fixture(scope="session")
def batches(migrated_app, ground, tmp_path_factory):
    """Batches of 30 campaigns, made when they are first asked for."""
    folder, made = tmp_path_factory.mktemp("backups"), {}

    def batch(number):
        if number not in made:
            seeds = range(number * attacks.SEEDS + 1, (number + 1) * attacks.SEEDS + 1)
            with migrated_app.app_context():
                made[number] = [attacks.field_campaign(ground, seed, folder) for seed in seeds]
        return made[number]

    return batch


@pytest.fixture
def campaign(app, settings):
    return factories.make_campaign(settings, factories.make_managers(PEOPLE))
