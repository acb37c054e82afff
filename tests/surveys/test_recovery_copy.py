"""The recovery copy of a campaign's key: not compulsory, checked where it is taken."""

import io

import pytest

from app.surveys.campaigns.core import OpeningProblem
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.service import campaigns
from tests.surveys import factories


@pytest.fixture
def mission(as_role):
    return as_role("mission")


@pytest.fixture
def draft(settings, people):
    return factories.make_campaign(settings, people, opened=False)


def test_no_passphrase_is_needed_and_its_absence_is_explained(mission, settings, draft, now):
    page = mission.get(f"/surveys/{draft.id}").get_data(as_text=True)
    assert "Sans elle, si le serveur est perdu" in page
    mission.post(f"/surveys/{draft.id}/open")
    page = mission.get(f"/surveys/{draft.id}").get_data(as_text=True)
    assert "il n’y a pas de copie" in page
    mission.get(f"/surveys/{draft.id}/recovery-copy", 410)
    factories.answer_all(draft, 12)
    factories.close_and_mix(draft, now)
    assert draft.opened_ballots == 12


def test_a_short_passphrase_is_still_refused(settings, draft):
    keys = KeyStore(settings.keys_dir)
    opened = campaigns.open_campaign(draft, keys, "courte", 11, factories.OPENED)
    assert opened == [OpeningProblem.SHORT_PASSPHRASE]


#: A copy that asks for endless work.
INFINITE = b'{"ops": Infinity, "memory": 1, "salt": "", "key": ""}'


def check(client, campaign, copy, phrase, status=303):
    sent = {"copy": (io.BytesIO(copy), "cle.recovery"), "key_phrase": phrase}
    return client.post(f"/surveys/{campaign.id}/recovery-copy/check", sent, status)


def test_a_copy_is_checked_with_its_passphrase(mission, settings, draft):
    factories.open_it(settings, draft)
    page = mission.get(f"/surveys/{draft.id}").get_data(as_text=True)
    assert "Pas encore vérifiée" in page
    copy = mission.get(f"/surveys/{draft.id}/recovery-copy").data
    for wrong, phrase in (
        (copy, "une autre phrase"),
        (b"{}", "x"),
        (b"\xff\x00", "x"),
        (b"", "x"),
        (b"[" * 4000, "x"),
        (INFINITE, "x"),
    ):
        refused = check(mission, draft, wrong, phrase, 422).get_data(as_text=True)
        assert "form" in refused
        assert draft.copy_checked_on is None
    check(mission, draft, copy, factories.PASSPHRASE)
    page = mission.get(f"/surveys/{draft.id}").get_data(as_text=True)
    assert "ouvrent cette campagne" in page
    assert "Pas encore vérifiée" not in page


def test_the_copy_of_another_campaign_opens_nothing(mission, settings, draft, people):
    other = factories.make_campaign(settings, people)
    factories.open_it(settings, draft)
    copy = mission.get(f"/surveys/{other.id}/recovery-copy").data
    check(mission, draft, copy, factories.PASSPHRASE, 422)
    assert draft.copy_checked_on is None
