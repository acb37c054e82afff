"""Ways through roles, clocks, pages and keys."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from base64 import b64encode

import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import DateTime, inspect, select, text

from app.accounts.models import AuditEntry
from app.backup.form import tables
from app.extensions import Moment, db
from app.jobs.service import run_all
from app.permissions import Role
from app.surveys.campaigns.core import CampaignMode, CampaignState
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Ballot, Campaign, Invitation, Participation
from app.surveys.campaigns.service import answering, campaigns
from app.surveys.results.service import publishing
from tests.people import sign_in_as
from tests.surveys import factories
from tests.surveys.secrecy import attacks
from tests.surveys.secrecy.fielded import (
    CANARY,
    FIRST,
    answer_marked,
    everything_stored,
    files_of,
    opened,
)

pytestmark = pytest.mark.slow


def guesses(batch):
    """Guess yes or no from anything in the bytes of a ballot that could follow from it."""
    ways = {
        "first byte": lambda b: b[0] & 1,
        "last byte": lambda b: b[-1] & 1,
        "sum": lambda b: sum(b) & 1,
        "high bits": lambda b: sum(x >> 7 for x in b) * 2 > len(b),
        "order": lambda b: b[32:48] < b[-16:],
        "length": lambda b: len(b) % 2,
    }
    found = []
    for name, way in ways.items():
        said = [(bool(way(e.sealed[m])), e.said_a[m]) for e in batch for m in e.sealed]
        hits = sum(guess == truth for guess, truth in said)
        hits = max(hits, len(said) - hits)  # the opposite guess is as good
        if 2 * attacks.luck(hits, len(said), 0.5) < attacks.LUCK / len(ways):
            found.append(name)
    return found


def test_t14_who_reads_urn_and_ledger_reads_sealed_ballots(batches):
    """A role that may read the database reads both tables in one session, and joins them.

    No right of the database keeps them apart: it is the seal that protects, and it holds. Guessing
    one bit of an answer from its ballot does no better than tossing a coin.
    """
    assert attacks.leaks(batches, guesses) == []
    assert len({len(b) for e in batches(0) for b in e.sealed.values()}) == 1


def test_t14_a_reading_role_opens_nothing(campaign, settings, database_name):
    answer_marked(campaign, 12)
    if database_name == "postgresql":
        db.session.execute(text("CREATE ROLE watcher"))
        db.session.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO watcher"))
        db.session.execute(text("SET LOCAL ROLE watcher"))
    ballots = db.session.scalars(select(Ballot.sealed)).all()
    public = db.session.scalar(select(Campaign.public_key))
    assert len(db.session.scalars(select(Participation.invitation_id)).all()) == 12
    db.session.rollback()
    for key in (public, bytes(32), settings.secret_key.encode()[:32]):
        for ballot in ballots:
            with pytest.raises(CryptoError):
                SealedBox(PrivateKey(key)).decrypt(ballot)


#: Tables of surveys that name a person, and those that hold answers.
DATED = (
    "participations",
    "invitations",
    "drafts",
    "ballots",
    "responses",
    "free_texts",
    "named_responses",
    "reminders",
    "campaigns",
)


def test_t15_no_column_keeps_an_hour(app):
    """Clocks that are wrong or elsewhere add nothing finer than a day."""
    for name in DATED:
        for column in db.metadata.tables[name].columns:
            assert not isinstance(column.type, Moment | DateTime), f"{name}.{column.name}"
        for found in inspect(db.engine).get_columns(name):
            assert not isinstance(found["type"], DateTime), f"{name}.{found['name']}"


def test_t15_answering_writes_no_hour(app, settings, campaign):
    """Signed in or by a link, what is written holds no time of the day."""
    signed = sign_in_as(app, ["manager"])
    person = db.session.get_one(Invitation, factories.invitations(campaign)[3].id)
    person.person_id = signed.person_id
    db.session.commit()
    before = everything_stored()
    signed.post(f"/surveys/{campaign.id}/answer")
    signed.post(f"/answer/{campaign.code}", {"how": "begin"})
    signed.post(f"/answer/{campaign.code}/1", {**FIRST, "one": "a"})
    signed.post(f"/answer/{campaign.code}/send")
    after = everything_stored()
    new = [row for name in after for row in after[name] if row not in before[name]]
    assert len(new) == 2  # the participation and the ballot
    assert not [v for row in new for v in row.values() if isinstance(v, dt.datetime)]
    said = [v for row in new for v in row.values() if not isinstance(v, bytes)]  # sealed: any bytes
    assert not [v for v in said if re.search(r"\d\d:\d\d", str(v))]


def values_of(app, campaign, invited):
    """What may stand in each place of an address."""
    codes = [campaign.code, campaign.version.code]
    numbers = [row.id for row in invited]
    secret = app.config["SETTINGS"].secret_key
    return {
        "campaign_id": [campaign.id],
        "invitation_id": numbers,
        "code": codes,
        "token": [row.token(secret) for row in invited],
        "person_id": [row.person_id for row in invited],
        "number": [1, 2, 3],
        "extension": ["yaml", "xlsx"],
        "section": ["first"],
        "question": ["why"],
        "year": [2023],
        "reminder_id": [1],
        "language": ["fr"],
    }


def addresses(app, campaign, invited):
    """Every address that can be read, with all that may stand in it; personal links come first."""
    known, found = values_of(app, campaign, invited), []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        names = sorted(rule.arguments)
        for values in itertools.product(*(known.get(name, [1]) for name in names)):
            found.append(rule.build(dict(zip(names, values, strict=True)))[1])
    return sorted(found, key=lambda path: not path.startswith("/a/"))


def pages_with(client, paths, canary):
    """The pages on which the canary can be read."""
    found = []
    for path in paths:
        db.session.rollback()
        with client.app.app_context():
            content = client.browser.get(path).get_data()
        if canary.encode() in content:
            found.append(path)
    return found


def plant(settings, campaign):
    """Answers with a canary in the urn, and in the draft of one more person."""
    rows = factories.invitations(campaign)
    for row in rows[:13]:
        given = {"one": "a", "yn": "yes", "why": CANARY, "sex": row.person.sex}
        assert answering.submit_answers(row, given, factories.OPENED)
    answering.save_draft(rows[13], {"yn": "yes", "why": CANARY}, "code-of-the-respondent")
    db.session.commit()
    return rows[12:14]


WATCHERS = [role.value for role in Role]


@pytest.mark.parametrize("watcher", [["mission"], ["administrator"], WATCHERS])
def test_t16_no_page_shows_an_answer(app, settings, campaign, now, watcher):
    """In no state of the campaign, to no role, not even to who opens somebody's personal link."""
    invited = plant(settings, campaign)
    client = sign_in_as(app, watcher)
    paths = addresses(app, campaign, invited)
    assert any(path.endswith("/results") for path in paths)
    states = []
    for move in (
        lambda: None,
        lambda: campaigns.close_campaign(campaign, now),
        run_all,
        lambda: publishing.publish_results(campaign, now.date()),
    ):
        move()
        db.session.commit()
        db.session.refresh(campaign)
        states.append(campaign.state)
        assert pages_with(client, paths, CANARY) == []
        results = client.browser.get(f"/surveys/{campaign.id}/results").status_code
        read = campaign.state is CampaignState.PUBLISHED or (
            campaign.state is CampaignState.CLOSED and "mission" in watcher
        )
        published = campaign.state is CampaignState.PUBLISHED
        assert results == (200 if published else 302 if read else 404)
    assert states == [
        CampaignState.OPEN,
        CampaignState.CLOSING,
        CampaignState.CLOSED,
        CampaignState.PUBLISHED,
    ]


def test_t16_the_walk_finds_what_a_page_shows(app, settings):
    """In a campaign in people's names the same walk meets the answer at once."""
    people = factories.make_managers(14)
    survey = factories.make_campaign(settings, people, mode=CampaignMode.NOMINATIVE)
    invited = plant(settings, survey)
    found = pages_with(sign_in_as(app, ["mission"]), addresses(app, survey, invited), CANARY)
    assert f"/surveys/{survey.id}/answers/{invited[0].id}" in found
    client = sign_in_as(app, ["administrator"])
    paths = [path for path in addresses(app, survey, invited) if not path.startswith("/a/")]
    assert pages_with(client, paths, CANARY) == []


def test_t17_after_closing_nothing_on_disk_opens_a_ballot(
    campaign, settings, ground, tmp_path, now
):
    """An old backup, an old archive and every file of the server together hold no key."""
    backup = tmp_path / "old.zip"
    with attacks.archive(ground) as kept:
        answer_marked(campaign, 20)
        attacks.back_up(backup)
        keys = KeyStore(settings.keys_dir)
        private, copy = keys.private(campaign.code), keys.recovery_copy(campaign.code)
        sealed = db.session.scalars(select(Ballot.sealed)).all()
        assert all(opened(private, ballot)["one"] in "ab" for ballot in sealed)
        factories.close_and_mix(campaign, now)
        content = files_of(ground) + kept()
    content += b"".join(
        repr(row).encode() for table in tables() for row in attacks.backup_rows(backup, table.name)
    )
    assert list(settings.keys_dir.iterdir()) == []
    secret = bytes(private)
    for form in (
        secret,
        secret.hex().encode(),
        secret.hex().upper().encode(),
        b64encode(secret)[:40],
    ):
        assert form not in content
    assert copy[-200:-20] not in content
    assert db.session.scalar(
        select(AuditEntry.id).where(AuditEntry.act == "campaign.key_destroyed")
    )
