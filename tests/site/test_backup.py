"""A backup is the whole database, and comes back on an empty one."""

import zipfile

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.jobs.models import Job
from app.jobs.service import queue_mail
from app.surveys.campaigns.models import Ballot, Campaign
from app.surveys.campaigns.service import answering, inviting
from tests.conftest import _empty_postgresql, _put_back
from tests.people import make_person
from tests.surveys import factories

pytestmark = pytest.mark.slow


def run(app, *arguments):
    db.session.rollback()
    return app.test_cli_runner().invoke(args=list(arguments))


def rows():
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table))
        for table in db.metadata.sorted_tables
    }


@pytest.fixture
def filled(app, settings, now, tmp_path):
    campaign = factories.make_campaign(settings, factories.make_managers(12))
    factories.answer_all(campaign, 3)
    queue_mail("a@b.example", "s", "b", domain="d.example", now=now)
    db.session.commit()
    file = tmp_path / "backup.zip"
    assert run(app, "backup", str(file)).exit_code == 0
    return file


def empty(settings, template_file):
    from pathlib import Path

    db.session.remove()
    if template_file is None:
        _empty_postgresql()
    else:
        _put_back(Path(settings.database_url.removeprefix("sqlite:///")), template_file)


def test_what_comes_back_is_what_was(app, settings, template_file, filled):
    before = rows()
    ballots = set(db.session.scalars(select(Ballot.sealed)))
    empty(settings, template_file)
    done = run(app, "restore", str(filled))
    assert done.exit_code == 0, done.output
    assert rows() == before
    assert set(db.session.scalars(select(Ballot.sealed))) == ballots
    campaign = db.session.scalar(select(Campaign))
    assert campaign.title.en == "Trial survey"
    # life goes on: new rows get new numbers, the urn still opens, mail is not sent again
    make_person("manager")
    factories_left = inviting.invitations(campaign)[3]
    assert answering.submit_answers(factories_left, {"one": "a"}, factories.OPENED)
    db.session.commit()
    assert db.session.scalar(select(Job.state)) == "failed"


def test_a_backup_has_neither_keys_nor_order(app, settings, filled):
    with zipfile.ZipFile(filled) as archive:
        names = archive.namelist()
        ids = [line[:40] for line in archive.read("ballots.jsonl").splitlines()]
        everything = b"".join(archive.read(name) for name in names)
    assert not any("key" in name for name in names)
    private = next(settings.keys_dir.glob("*.key")).read_bytes()
    assert private not in everything
    assert len(ids) == 3


def test_what_is_not_restored(app, settings, template_file, filled, tmp_path):
    refused = run(app, "restore", str(filled))
    assert refused.exit_code == 1
    assert "not empty" in refused.output
    empty(settings, template_file)
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"nothing")
    for path in (bad, tmp_path / "none.zip"):
        assert run(app, "restore", str(path)).exit_code == 1
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("about.json", '{"format": "isonomia backup 1", "revision": "older"}')
    assert "another version" in run(app, "restore", str(bad)).output
    assert db.session.scalar(select(Person.id)) is None
