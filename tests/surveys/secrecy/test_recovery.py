"""Servers lost, backups restored, keys recovered."""

from __future__ import annotations

import random
import shutil
import sqlite3

import pytest
from sqlalchemy import select, text

from app.extensions import db
from app.jobs.models import Job, Mail
from app.jobs.service import run_all
from app.surveys.campaigns.core import CampaignState
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Ballot, Campaign, Draft, Participation
from app.surveys.campaigns.service import answering, campaigns, retention
from app.surveys.results.service import stored
from tests.people import Client, make_person
from tests.surveys import factories
from tests.surveys.secrecy import attacks
from tests.surveys.secrecy.fielded import FIRST, answer_marked, files_of

pytestmark = pytest.mark.slow


def run(app, *arguments):
    db.session.rollback()
    return app.test_cli_runner().invoke(args=list(arguments))


def restored(app, ground, file):
    """Lose the database, and come back with what the backup holds."""
    ground.clear()
    done = run(app, "restore", str(file))
    assert done.exit_code == 0, done.output
    return db.session.scalars(select(Campaign)).one()


def counts():
    people = set(db.session.scalars(select(Participation.invitation_id)))
    ballots = len(db.session.scalars(select(Ballot.id)).all())
    return people, ballots


def answer_range(campaign, start, end):
    """People answer who have not; how many answers were taken."""
    taken = 0
    for number, row in list(enumerate(factories.invitations(campaign)))[start:end]:
        given = attacks.given_by(number, row.person.sex, random.Random(number))
        taken += answering.submit_answers(row, given, factories.OPENED)
        db.session.commit()
    return taken


def test_losing_the_server_between_two_backups(app, campaign, ground, tmp_path, now):
    """What came after the backup is gone as a whole: those people can answer again, once."""
    file = tmp_path / "backup.zip"
    answer_range(campaign, 0, 15)
    assert run(app, "backup", str(file)).exit_code == 0
    answer_range(campaign, 15, 25)
    again = restored(app, ground, file)
    people, ballots = counts()
    assert len(people) == ballots == 15
    assert answer_range(again, 0, 15) == 0
    assert answer_range(again, 15, 30) == 15
    people, ballots = counts()
    assert len(people) == ballots == 30
    factories.close_and_mix(again, now)
    assert stored.results_of(again).people.answered == 30
    assert again.opened_ballots == 30


def test_a_draft_begun_after_the_backup_begins_again(app, campaign, ground, settings, tmp_path):
    """The browser holds a code that opens nothing any more: the answer goes on from an empty one."""
    file = tmp_path / "backup.zip"
    assert run(app, "backup", str(file)).exit_code == 0
    client = Client(app)
    page = factories.begin(client, settings, campaign)
    client.post(page, {**FIRST, "one": "a"})
    restored(app, ground, file)
    client.post(page, {**FIRST, "one": "b"})
    client.post(page.replace("/1", "/send"))
    people, ballots = counts()
    assert len(people) == ballots == 1
    assert db.session.scalar(select(Draft.invitation_id)) is None


def test_a_key_lost_with_the_server_comes_back_by_its_passphrase(
    app, campaign, ground, settings, tmp_path, now, monkeypatch
):
    file, copy = tmp_path / "backup.zip", tmp_path / "copy.recovery"
    code = campaign.code
    copy.write_bytes(KeyStore(settings.keys_dir).recovery_copy(code))
    answer_range(campaign, 0, 20)
    assert run(app, "backup", str(file)).exit_code == 0
    shutil.rmtree(settings.keys_dir)
    again = restored(app, ground, file)
    campaigns.close_campaign(again, now)
    db.session.commit()
    run_all()
    db.session.refresh(again)
    assert again.state is CampaignState.CLOSING
    assert counts()[1] == 20
    monkeypatch.setattr("getpass.getpass", lambda _: "une autre phrase")
    assert run(app, "survey", "recover-key", code, str(copy)).exit_code == 1
    monkeypatch.setattr("getpass.getpass", lambda _: factories.PASSPHRASE)
    nowhere = run(app, "survey", "recover-key", code, str(copy.parent / "none"))
    assert (nowhere.exit_code, nowhere.output.count("\n")) == (1, 1)
    for _ in range(2):  # killed before it said so, it is run again
        done = run(app, "survey", "recover-key", code, str(copy))
        assert done.exit_code == 0, done.output
    (settings.keys_dir / f"{code}.key.partial").write_bytes(b"left by a kill")
    db.session.execute(text("UPDATE jobs SET run_after = '2024-06-03 09:00:00'"))
    db.session.commit()
    run_all()
    again = db.session.scalars(select(Campaign)).one()
    assert (again.state, again.opened_ballots) == (CampaignState.CLOSED, 20)
    assert list(settings.keys_dir.iterdir()) == []
    assert counts() == ({row.id for row in factories.invitations(again)[:20]}, 0)


def test_an_old_link_opens_nothing_of_a_later_campaign(app, settings, now):
    """Numbers of erased invitations may be given out again: no link follows from a number alone."""
    first = factories.make_campaign(settings, factories.make_managers(14))
    factories.answer_all(first, 12)
    old = {row.id: row.token(settings.secret_key) for row in factories.invitations(first)}
    factories.close_and_mix(first, now)
    retention.erase_people(first, now.date())
    db.session.commit()
    others = [make_person("manager", sex="woman") for _ in range(14)]
    second = factories.make_campaign(settings, others)
    for row in factories.invitations(second):
        Client(app).get(f"/a/{row.token(settings.secret_key)}", 302)
        assert row.token(settings.secret_key) != old.get(row.id)
    for token in old.values():
        Client(app).get(f"/a/{token}", 404)


def test_a_reader_at_closing_does_not_keep_old_pages(campaign, ground, now):
    """A backup that is being written when the campaign closes: the closing waits or tries again."""
    if ground.template is None:
        return
    answer_marked(campaign, 12)
    sealed = db.session.scalars(select(Ballot.sealed)).all()
    db.session.rollback()
    reader = sqlite3.connect(ground.file)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM ballots").fetchone()
    campaigns.close_campaign(campaign, now)
    db.session.commit()
    run_all()
    reader.close()
    jobs = db.session.scalars(select(Job.state).where(Job.name == "surveys.mix")).all()
    content = files_of(ground)
    kept = sum(ballot[:24] in content for ballot in sealed)
    assert jobs == ["waiting"] or kept == 0
    assert db.session.scalar(select(Mail.id)) is None
