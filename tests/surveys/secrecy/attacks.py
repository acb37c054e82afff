"""What an attacker makes of the rows, files and archives that campaigns leave, and how luck is told
from a leak.

Each person of a campaign answers a number of their own, their mark. The attacker is given more than
any copy of the data tells: the exact order in which people answered, and whose each sealed ballot
is. What is left to find is which opened answer is whose: people listed in one order are matched
with answers read in another, wherever answers can be read. Without a leak this finds one person in
a campaign, in the mean, whatever its size.
"""

from __future__ import annotations

import json
import math
import random
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import event, select, text

from app.backup.writing import write_backup
from app.extensions import db
from app.statistics.figures import Table
from app.surveys.campaigns.models import Ballot, Campaign, Invitation
from app.surveys.campaigns.service import answering, campaigns, participation
from app.surveys.results.core.battery_tables import upper_table
from app.surveys.results.core.rates import rate_tables
from app.surveys.results.core.tables import tables_of_measure
from app.surveys.results.service import stored
from tests.conftest import NOW, _empty_postgresql, _put_back
from tests.surveys import factories

PEOPLE = 40
SEEDS = 30
#: Luck alone passes this bound once in a hundred batches of 30 campaigns. That would be too often
#: for tests that run every day: a batch under it is tried again on fresh campaigns, and only
#: `BATCHES` in a row count as a leak. Luck does that once in a million; a leak does it every time,
#: since the smallest that we know of (the answers of one page in order) gives ten hits a campaign.
LUCK = 0.01
BATCHES = 3

_ANSWER = re.compile(rb'"cost": (\d+)\.0')
_TEXT = re.compile(rb"mark (\d+)\.")


def luck(hits: int, trials: int, odds: float) -> float:
    """The exact probability of so many hits or more by luck alone (binomial)."""
    logs = (
        math.lgamma(trials + 1)
        - math.lgamma(k + 1)
        - math.lgamma(trials - k + 1)
        + k * math.log(odds)
        + (trials - k) * math.log1p(-odds)
        for k in range(hits, trials + 1)
    )
    return math.fsum(map(math.exp, logs))


def read_marks(content: bytes, pattern: re.Pattern[bytes] = _ANSWER) -> list[int]:
    """The marks in raw bytes, in the order in which they first come."""
    return list(dict.fromkeys(int(found) for found in pattern.findall(content)))


def read_text_marks(content: bytes) -> list[int]:
    return read_marks(content, _TEXT)


@dataclass
class Evidence:
    """What one campaign leaves, people and answers named by their marks."""

    people: dict[str, list[int]] = field(default_factory=dict)
    answers: dict[str, list[int]] = field(default_factory=dict)
    #: What is read of coded answers, wherever they might lie: nothing, once they are counted.
    coded: dict[str, list[int]] = field(default_factory=dict)
    sealed: dict[int, bytes] = field(default_factory=dict)
    wrote: set[int] = field(default_factory=set)
    said_a: dict[int, bool] = field(default_factory=dict)
    published: list[Table] = field(default_factory=list)

    def listed(self, order: str, reading: str) -> list[int]:
        """The people in this order; for texts, those who wrote one, which is granted as well."""
        answers = set(self.answers[reading])
        return [mark for mark in self.people[order] if mark in answers]


Batch = Sequence[Evidence]


def matches(batch: Batch, reading: str) -> dict[str, float]:
    """How likely luck is to match people with answers so well, by order of the people."""
    found = {}
    for order in batch[0].people:
        pairs = [
            pair
            for evidence in batch
            for pair in zip(evidence.listed(order, reading), evidence.answers[reading], strict=True)
        ]
        hits = sum(person == answer for person, answer in pairs)
        found[f"{order} / {reading}"] = luck(hits, len(pairs), len(batch) / len(pairs))
    return found


def suspects(batch: Batch, readings: Iterable[str]) -> list[str]:
    """Ways of matching that luck does not explain; the bound is shared among all that are tried."""
    found: dict[str, float] = {}
    for reading in readings:
        found |= matches(batch, reading)
    return [way for way, chance in found.items() if chance < LUCK / len(found)]


def leaks(batches: Callable[[int], Batch], attack: Callable[[Batch], list[str]]) -> list[str]:
    """What an attack finds in every batch it is given; nothing as soon as one looks like luck."""
    found: list[str] = []
    for number in range(BATCHES):
        found = attack(batches(number))
        if not found:
            return []
    return found


# One campaign from its opening to its closing, and everything that can be read of it.


@dataclass(frozen=True)
class Ground:
    """Where campaigns are fielded: the tests' database and its files."""

    settings: object
    template: Path | None

    @property
    def file(self) -> Path:
        return Path(self.settings.database_url.removeprefix("sqlite:///"))  # type: ignore[attr-defined]

    def clear(self) -> None:
        db.session.remove()
        if self.template is not None:
            _put_back(self.file, self.template)
        else:
            _empty_postgresql()


def given_by(mark: int, sex: str, rng: random.Random) -> dict[str, object]:
    """Answers that hold a mark twice, once in the text, and that leave small cells in tables."""
    return {
        "s1": rng.choices(("disagree", "neutral", "agree"), (15, 25, 60))[0],
        "one": rng.choice(("a", "b")),
        "many": rng.choice((["x"], ["y"], ["x", "y"], ["none"], ["x"])),
        "yn": rng.choices(("yes", "no"), (80, 20))[0],
        "why": f"mark {mark}.",
        "cost": float(mark),
        "sex": sex if rng.random() < 0.95 else "~prefers_not_to_say",
        "directorate": "d01",
    }


def field_campaign(ground: Ground, seed: int, folder: Path) -> Evidence:
    """Field a campaign whose people answer in a random order; write down all that can be read."""
    ground.clear()
    rng = random.Random(seed)
    campaign = factories.make_campaign(ground.settings, factories.make_managers(PEOPLE))  # type: ignore[arg-type]
    invited = factories.invitations(campaign)
    mark_of = {row.id: seed * 100 + position for position, row in enumerate(invited)}
    evidence = Evidence()
    backups: list[Path] = []
    owners: dict[bytes, int] = {}
    order = rng.sample(invited, PEOPLE)
    for count, row in enumerate(order, start=1):
        _answer(row, mark_of[row.id], rng, owners, evidence)
        if count in (PEOPLE // 3, 2 * PEOPLE // 3, PEOPLE):
            backups.append(back_up(folder / f"{seed}-{count}.zip"))
    people = evidence.people
    people["arrival"] = [mark_of[row.id] for row in order]
    people["arrival, backwards"] = people["arrival"][::-1]
    people["ledger"] = sorted(people["arrival"])
    people["key of the ballot"] = [owners[key] for key in sorted(owners)]
    people["place of the ballot"] = [owners[key] for key in db.session.scalars(select(Ballot.id))]
    people["backups"] = [mark_of[number] for number in _newcomers(backups)]
    _close_and_read(ground, campaign, evidence, folder / f"{seed}-after.zip")
    for path in folder.glob(f"{seed}-*"):
        path.unlink()
    return evidence


def _answer(
    row: Invitation, mark: int, rng: random.Random, owners: dict[bytes, int], evidence: Evidence
) -> None:
    """One person answers; whoever follows each commit knows whose the new ballot is."""
    assert row.person is not None
    given = given_by(mark, row.person.sex or "", rng)
    assert answering.submit_answers(row, given, factories.OPENED)  # type: ignore[arg-type]
    db.session.commit()
    [key] = set(db.session.scalars(select(Ballot.id))) - set(owners)
    owners[key], evidence.sealed[mark] = mark, db.session.get_one(Ballot, key).sealed
    evidence.said_a[mark] = given["one"] == "a"
    if given["yn"] == "yes":
        evidence.wrote.add(mark)


def back_up(path: Path) -> Path:
    db.session.rollback()
    write_backup(path)
    db.session.rollback()
    return path


def backup_rows(path: Path, table: str) -> list[dict[str, object]]:
    """The rows of a table in a backup, in the order of its lines."""
    with zipfile.ZipFile(path) as archive:
        return [json.loads(line) for line in archive.read(f"{table}.jsonl").splitlines()]


def _newcomers(backups: Sequence[Path]) -> list[int]:
    """Who had answered at each backup and not at the one before."""
    found: dict[int, None] = {}
    for path in backups:
        for row in backup_rows(path, "participations"):
            found.setdefault(row["invitation_id"])  # type: ignore[call-overload]
    return list(found)


def _close_and_read(ground: Ground, campaign: Campaign, evidence: Evidence, after: Path) -> None:
    code, known = campaign.code, set(evidence.sealed)
    with archive(ground) as kept:
        factories.close_and_mix(campaign, NOW)
    again = campaigns.campaign_by_code(code)
    assert again is not None
    evidence.published = published_tables(again)
    evidence.coded = {
        "rows": _by("SELECT answers FROM responses"),
        "results": _by("SELECT content FROM results"),
        "archive": read_marks(kept()),
        "backup": read_marks(back_up(after).read_bytes()),
        **(_copies(ground) if ground.template else {}),
    }
    evidence.answers = {
        "texts by key": _by_text("SELECT text FROM free_texts ORDER BY id"),
        "texts by scan": _by_text("SELECT text FROM free_texts"),
        "texts in the archive": read_text_marks(kept()),
        "texts of the backup": read_text_marks(_lines(after, "free_texts")),
        **(_sqlite_files(ground) if ground.template else _postgresql_rows()),
    }
    for name, found in evidence.answers.items():
        evidence.answers[name] = [mark for mark in found if mark in known]
        assert set(evidence.answers[name]) == evidence.wrote, f"not all marks are read by {name}"
    db.session.rollback()


def _lines(path: Path, table: str) -> bytes:
    with zipfile.ZipFile(path) as found:
        return found.read(f"{table}.jsonl")


def _rows(query: str) -> bytes:
    found = db.session.execute(text(query)).scalars()
    return "\n".join(v if isinstance(v, str) else json.dumps(v) for v in found).encode()


def _by(query: str) -> list[int]:
    return read_marks(_rows(query))


def _by_text(query: str) -> list[int]:
    return read_text_marks(_rows(query))


def published_tables(campaign: Campaign) -> list[Table]:
    """Everything that pages and the report print of one campaign."""
    source = stored.source_of(campaign)
    measures = [m for m in stored.results_of(campaign).measures.values() if m.shown]
    tables = [t for m in measures for c in m.bases for t in tables_of_measure(m, c, source)]
    scales = [measure for measure in measures if measure.kind == "scale"]
    tables += [upper_table(scales, c, source) for c in ((), ("sex",))] if scales else []
    return [
        *tables,
        *rate_tables(stored.results_of(campaign).people, source),
        participation.participation_table(campaign),
    ]


# What each database leaves on disk.


@contextmanager
def archive(ground: Ground) -> Iterator[Callable[[], bytes]]:
    """Keep every byte of the write-ahead log, as a replica or an archive does, from here on."""
    if ground.template is None:
        start = db.session.scalar(text("SELECT pg_current_wal_insert_lsn()"))
        db.session.rollback()
        yield lambda: postgresql_log(str(start))
        return
    frames: list[bytes] = []
    log = ground.file.with_name(ground.file.name + "-wal")

    def copy(_session: object) -> None:
        frames.append(log.read_bytes() if log.exists() else b"")

    event.listen(db.session, "after_commit", copy)
    try:
        yield lambda: b"".join(frames)
    finally:
        event.remove(db.session, "after_commit", copy)


def postgresql_folder() -> Path:
    found = Path(str(db.session.scalar(text("SHOW data_directory"))))
    db.session.rollback()
    return found


def postgresql_log(start: str) -> bytes:
    """The write-ahead log since this position, without the headers of its pages."""
    query = "SELECT pg_walfile_name(:start), pg_walfile_name(pg_current_wal_flush_lsn())"
    first, last = db.session.execute(text(query), {"start": start}).one()
    position = int(start.split("/")[1], 16) % (16 * 1024 * 1024)
    files = sorted((postgresql_folder() / "pg_wal").glob("0*"))
    whole = b"".join(path.read_bytes() for path in files if first <= path.name <= last)
    pages = (whole[at : at + 8192] for at in range(position // 8192 * 8192, len(whole), 8192))
    return b"".join(page[40 if page[2] & 2 else 24 :] for page in pages)


def _sqlite_copies(ground: Ground) -> dict[str, bytes]:
    """The file of the database, and the copy that an administrator would make of it."""
    db.session.rollback()
    copy = ground.file.with_name("copy.db")
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(ground.file)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    contents = {"file": ground.file.read_bytes(), "copy of the file": copy.read_bytes()}
    copy.unlink()
    return contents


def _copies(ground: Ground) -> dict[str, list[int]]:
    return {name: read_marks(content) for name, content in _sqlite_copies(ground).items()}


def _sqlite_files(ground: Ground) -> dict[str, list[int]]:
    """Where texts lie in the file and in its copy."""
    copies = _sqlite_copies(ground).items()
    return {f"texts in the {name}": read_text_marks(content) for name, content in copies}


def _postgresql_rows() -> dict[str, list[int]]:
    """Texts by what PostgreSQL keeps of each row: its place, its transaction."""
    columns = "SELECT text FROM free_texts ORDER BY"
    return {
        "texts in the file": _by_text(f"{columns} ctid"),
        "texts by transaction": _by_text(f"{columns} xmin::text::bigint, ctid"),
    }
