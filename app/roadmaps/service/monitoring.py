"""The November report of a programme: prepared, reviewed roadmap by roadmap, frozen, reopened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from app.extensions import db
from app.jobs.service import enqueue, job_in_slot
from app.roadmaps.core.monitoring import Edition, figures_of
from app.roadmaps.models import (
    Monitoring,
    MonitoringFile,
    MonitoringWords,
    Programme,
    Snapshot,
)
from app.roadmaps.service.belonging import lock
from app.roadmaps.service.editions import compose
from app.statistics.plain_values import from_plain, to_plain
from app.text import LANGUAGES, Language, Text


class Frozen(Exception):
    """This version is frozen: nothing of it changes."""


class Stale(Exception):
    """Somebody else wrote the same meanwhile."""


class NotLatest(Exception):
    """Only the latest version is reopened, and only once."""


def versions_of(programme_id: int) -> list[Monitoring]:
    """The versions of a programme's November reports, the latest first."""
    own = select(Monitoring).where(Monitoring.programme_id == programme_id)
    latest = own.order_by(Monitoring.year.desc(), Monitoring.number.desc())
    return list(db.session.scalars(latest).unique())


def latest_of(programme_id: int, year: int) -> Monitoring | None:
    """The latest version of the report of a year."""
    return next((each for each in versions_of(programme_id) if each.year == year), None)


def prepare(programme: Programme, as_of: dt.date, now: dt.datetime) -> Monitoring:
    """Begin the report of the year of a day; the version that is there where one is being prepared,
    or the latest one where it is frozen."""
    lock(programme)
    return latest_of(programme.id, as_of.year) or _new(programme, as_of, 1, now)


def _new(programme: Programme, as_of: dt.date, number: int, now: dt.datetime) -> Monitoring:
    row = Monitoring(
        programme=programme, year=as_of.year, number=number, as_of=as_of, opened_at=now, figures=[]
    )
    db.session.add(row)
    db.session.flush()
    return row


def _to_write(row: Monitoring) -> None:
    """Let nobody else act on a version meanwhile. Raises Frozen."""
    lock(row.programme)
    db.session.refresh(row)
    if row.frozen_at is not None:
        raise Frozen


def write(row: Monitoring, as_of: dt.date, opening: Text, changes: Text, base: int) -> None:
    """Keep the day of the figures and the words of the whole. Raises Frozen, and Stale when somebody
    wrote them after revision `base`."""
    _to_write(row)
    if row.revision != base:
        raise Stale
    row.as_of, row.opening, row.changes = as_of, opening, changes
    row.revision += 1
    db.session.flush()


def words_of(row: Monitoring) -> dict[int, MonitoringWords]:
    """What is written of each roadmap in a version that is prepared."""
    own = select(MonitoringWords).where(MonitoringWords.monitoring_id == row.id)
    return {each.roadmap_id: each for each in db.session.scalars(own)}


def write_of(row: Monitoring, roadmap_id: int, text: Text, checked: bool, base: int) -> None:
    """Keep what is written of one roadmap, and whether it was reviewed. Raises Frozen, and Stale when
    somebody wrote it after revision `base`."""
    _to_write(row)
    own = words_of(row).get(roadmap_id)
    if (own.revision if own else 0) != base:
        raise Stale
    if own is None:
        own = MonitoringWords(monitoring_id=row.id, roadmap_id=roadmap_id, revision=0)
        db.session.add(own)
    own.text, own.checked, own.revision = text, checked, own.revision + 1
    db.session.flush()


def year_before(row: Monitoring) -> Snapshot | None:
    """What the latest frozen report of the programme before this year kept."""
    every = versions_of(row.programme_id)
    frozen = (m for m in every if m.year < row.year and m.frozen_at is not None)
    return next((m.snapshot for m in frozen if m.snapshot is not None), None)


def draft(row: Monitoring, words: Mapping[int, MonitoringWords]) -> Edition:
    """The report as it would be frozen now, with what is written of each roadmap."""
    return compose(row, words, year_before(row))


def freeze(row: Monitoring, author_id: int | None, now: dt.datetime) -> Edition:
    """Keep a version as it is now, for ever, and have it printed. Raises Frozen when somebody else
    has frozen it."""
    _to_write(row)
    edition = draft(row, words_of(row))
    row.snapshot = Snapshot(
        programme=row.programme, as_of=row.as_of, taken_at=now, content=to_plain(edition.state)
    )
    figures = figures_of(edition.state)
    row.content = to_plain(edition)
    row.figures = [to_plain(figures)] if figures is not None else []
    row.frozen_at, row.author_id = now, author_id
    db.session.flush()
    ask_to_print(row, now)
    return edition


def edition_of(row: Monitoring) -> Edition | None:
    """What a version froze; None for one of before reports were kept whole, or not frozen."""
    edition: Edition | None = from_plain(Edition, row.content)
    return edition


def reopen(row: Monitoring, now: dt.datetime) -> Monitoring:
    """A new version after a frozen one, with its words. Raises NotLatest."""
    lock(row.programme)
    if latest_of(row.programme_id, row.year) is not row or row.frozen_at is None:
        raise NotLatest
    again = _new(row.programme, row.as_of, row.number + 1, now)
    again.opening = row.opening
    edition = edition_of(row)
    db.session.add_all(
        MonitoringWords(monitoring_id=again.id, roadmap_id=number, text=text, revision=0)
        for number, text in (edition.words if edition else {}).items()
        if any(each.id == number for each in row.programme.roadmaps)
    )
    db.session.flush()
    return again


def take_away(row: Monitoring) -> None:
    """Take away a version that is not frozen. Raises Frozen."""
    _to_write(row)
    db.session.execute(delete(MonitoringWords).where(MonitoringWords.monitoring_id == row.id))
    db.session.delete(row)
    db.session.flush()


def slot_of(row: Monitoring) -> str:
    return f"roadmaps.print:{row.id}"


def ask_to_print(row: Monitoring, now: dt.datetime) -> None:
    """Have the files of a frozen version made, those that are lacking."""
    row.failure = ""
    enqueue("roadmaps.print", slot=slot_of(row), again=True, now=now, monitoring_id=row.id)


def being_printed(row: Monitoring) -> bool:
    """Whether files of a version are on their way."""
    job = job_in_slot(slot_of(row))
    return job is not None and job.state in ("waiting", "running") and not row.failure


def languages_printed(rows: Sequence[Monitoring]) -> dict[int, set[str]]:
    """In which languages each of these versions is printed."""
    own = select(MonitoringFile.monitoring_id, MonitoringFile.language)
    own = own.where(MonitoringFile.monitoring_id.in_([row.id for row in rows]))
    printed: dict[int, set[str]] = {row.id: set() for row in rows}
    for number, language in db.session.execute(own):
        printed[number].add(language)
    return printed


def file_of(row: Monitoring, language: str) -> MonitoringFile | None:
    """A version to print, in a language."""
    own = select(MonitoringFile).where(
        MonitoringFile.monitoring_id == row.id, MonitoringFile.language == language
    )
    return db.session.scalar(own)


def keep_file(row: Monitoring, language: Language, content: bytes, now: dt.datetime) -> None:
    """Keep a version that was printed in a language."""
    db.session.add(
        MonitoringFile(monitoring_id=row.id, language=language, content=content, made_at=now)
    )
    db.session.flush()


def lacking(row: Monitoring) -> list[Language]:
    """The languages in which a version is not printed yet."""
    have = languages_printed([row])[row.id]
    return [language for language in LANGUAGES if language not in have]
