"""A backup is the whole database, and comes back on an empty one, or nothing does."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select

from app.accounts.models import Person
from app.backup import restoring, writing
from app.backup.form import database_revision
from app.config import ROOT
from app.extensions import db
from app.jobs.models import Clock, Job
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


def test_a_worker_beside_does_not_count_as_data(app, settings, template_file, filled, now):
    empty(settings, template_file)
    db.session.add(Clock(id=1, seen_at=now, steady_since=now))
    db.session.commit()
    assert run(app, "restore", str(filled)).exit_code == 0
    assert run(app, "backup", str(filled)).exit_code == 0
    assert "clock.jsonl" not in content_of(filled)


def test_a_backup_has_neither_keys_nor_order(app, settings, filled):
    with zipfile.ZipFile(filled) as archive:
        names = archive.namelist()
        ids = [line[:40] for line in archive.read("ballots.jsonl").splitlines()]
        everything = b"".join(archive.read(name) for name in names)
    assert not any("key" in name for name in names)
    private = next(settings.keys_dir.glob("*.key")).read_bytes()
    assert private not in everything
    assert len(ids) == 3


def content_of(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(file, content):
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def lines_of(content, table):
    return [json.loads(line) for line in content[f"{table}.jsonl"].splitlines()]


def edited(content, table, edit):
    """The same backup where the rows of a table were edited by somebody who knows of digests."""
    lines = lines_of(content, table)
    edit(lines)
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    about = json.loads(content["about.json"])
    about["tables"][table] = {"rows": len(lines), "sha256": hashlib.sha256(data).hexdigest()}
    return content | {f"{table}.jsonl": data, "about.json": json.dumps(about).encode()}


def about(content, **values):
    return content | {"about.json": json.dumps(json.loads(content["about.json"]) | values).encode()}


def without(content, *names):
    return {name: data for name, data in content.items() if name not in names}


def put(line, **values):
    return lambda lines: lines[line].update(values)


def twice(lines):
    lines.append(lines[0])


def tables(content, **values):
    return json.loads(content["about.json"])["tables"] | values


#: How a backup was edited, and what is said of it.
EDITED = [
    (lambda c: without(c, "about.json"), "about.json"),
    (lambda c: c | {"about.json": b"[]"}, "another version"),
    (lambda c: c | {"about.json": b"{"}, "cannot be read"),
    (lambda c: about(c, format="isonomia backup 1"), "another version"),
    (lambda c: about(c, revision="older"), "it was made at revision older"),
    (lambda c: about(c, tables=[]), "does not say what is in each table"),
    (lambda c: about(c, tables=tables(c, spies={})), "spies"),
    (lambda c: without(c, "drafts.jsonl"), "drafts.jsonl"),
    (lambda c: c | {"spies.jsonl": b""}, "spies.jsonl"),
    (lambda c: c | {"participations.jsonl": b""}, "participations is not as it was written"),
    (lambda c: c | {"people.jsonl": c["people.jsonl"].replace(b"fr", b"en")}, "people is not as"),
    (lambda c: edited(c, "campaigns", put(0, public_key="AAAA")), "campaigns, line 1: public_key"),
    (lambda c: edited(c, "campaigns", put(0, state="lost")), "campaigns, line 1: state"),
    (lambda c: edited(c, "campaigns", put(0, wave_of_id=9)), "wave_of_id refers to no row of camp"),
    (lambda c: edited(c, "people", put(1, email=None)), "people, line 2: email is empty"),
    (lambda c: edited(c, "people", put(1, name="x" * 121)), "people, line 2: name"),
    (lambda c: edited(c, "people", put(2, spy=1)), "people, line 3: columns missing or unknown"),
    (lambda c: edited(c, "people", twice), "people, line 13: id is that of another row"),
    (lambda c: edited(c, "directorates", put(1, code="d01")), "directorates, line 2: code is that"),
    (lambda c: edited(c, "people", lambda lines: lines.clear()), "person_id refers to no row of p"),
]


def test_what_was_edited_is_refused_with_nothing_written(
    app, settings, template_file, filled, tmp_path
):
    content = content_of(filled)
    empty(settings, template_file)
    downgrade(revision="-1")
    before = database_revision()
    bad = tmp_path / "bad.zip"
    try:
        for edit, said in EDITED:
            write(bad, edit(content))
            refused = run(app, "restore", str(bad))
            assert (refused.exit_code, said in refused.output) == (1, True), refused.output
            assert refused.output.count("\n") == 1
            assert database_revision() == before
            db.session.rollback()
    finally:
        upgrade()
    assert set(rows().values()) == {0}


def test_what_is_no_backup(app, filled, tmp_path):
    bad = tmp_path / "bad.zip"
    cut = filled.read_bytes()
    for data in (b"nothing", cut[:5000], cut[:3000] + b"x" + cut[3001:]):
        bad.write_bytes(data)
        refused = run(app, "restore", str(bad))
        assert (refused.exit_code, refused.output.count("\n")) == (1, 1), refused.output
        assert "Traceback" not in refused.output
    assert "No such file" in run(app, "restore", str(tmp_path / "none.zip")).output


def test_only_an_empty_database_is_filled(app, settings, template_file, filled):
    refused = run(app, "restore", str(filled))
    assert refused.exit_code == 1
    assert "not empty" in refused.output
    empty(settings, template_file)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE of_another_version (id INTEGER)")
        connection.exec_driver_sql("INSERT INTO of_another_version VALUES (1)")
    try:
        assert "(of_another_version)" in run(app, "restore", str(filled)).output
    finally:
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE of_another_version")
    assert db.session.scalar(select(Person.id)) is None


def test_what_the_database_refuses_is_one_line_and_leaves_nothing(
    app, settings, template_file, filled, monkeypatch
):
    empty(settings, template_file)
    monkeypatch.setattr(restoring, "check", lambda archive: None)
    bad = content_of(filled)
    write(filled, edited(bad, "person_roles", put(3, person_id=99)))
    refused = run(app, "restore", str(filled))
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1), refused.output
    assert "the database does not take it" in refused.output
    assert set(rows().values()) == {0}


def test_a_folder_that_cannot_be_written(app, tmp_path):
    for path in (tmp_path / "none" / "b.zip", Path("/proc/b.zip")):
        refused = run(app, "backup", str(path))
        assert (refused.exit_code, refused.output.count("\n")) == (1, 1), refused.output


def test_a_database_of_another_version_is_not_backed_up(app, tmp_path):
    downgrade(revision="-1")
    try:
        refused = run(app, "backup", str(tmp_path / "b.zip"))
    finally:
        db.session.rollback()
        upgrade()
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1), refused.output
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_fails_leaves_the_former(app, filled, monkeypatch):
    former = filled.read_bytes()
    monkeypatch.setattr(writing, "to_line", lambda row: (_ for _ in ()).throw(OSError(28, "full")))
    assert "full" in run(app, "backup", str(filled)).output
    assert filled.read_bytes() == former
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]


KILLED = """
import os, signal, sys
from app import create_app
from app.backup import {module}
from app.config import read_settings
inner, left = {module}.{name}, iter(range({calls}))
def killing(*arguments):
    if next(left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    return inner(*arguments)
{module}.{name} = killing
create_app(read_settings({settings!r})).test_cli_runner().invoke(args=[{command!r}, {file!r}])
"""


def kill_in(settings, command, file, module, name, calls):
    """Run a command in a process of its own that dies after so many calls of one function."""
    values = {
        "ISONOMIA_INSTANCE": str(settings.instance),
        "ISONOMIA_DATABASE_URL": settings.database_url,
        "ISONOMIA_SECRET_KEY": settings.secret_key,
    }
    code = KILLED.format(
        settings=values, command=command, file=str(file), module=module, name=name, calls=calls
    )
    db.session.remove()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ)
    assert done.returncode == -signal.SIGKILL


def test_a_backup_that_is_killed_leaves_the_former(app, settings, filled):
    former = filled.read_bytes()
    kill_in(settings, "backup", filled, "writing", "to_line", calls=40)
    assert filled.read_bytes() == former
    assert run(app, "backup", str(filled)).exit_code == 0
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]


def test_a_restore_that_is_killed_is_run_again(app, settings, template_file, filled):
    before = rows()
    empty(settings, template_file)
    kill_in(settings, "restore", filled, "restoring", "insert", calls=4)
    assert set(rows().values()) == {0}
    assert run(app, "restore", str(filled)).exit_code == 0
    assert rows() == before
