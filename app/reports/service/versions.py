"""The versions of a report: frozen in the background, approved step by step, corrected by others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select

from app.extensions import db
from app.indicators import service as indicators
from app.jobs.service import enqueue, jobs_in_slots
from app.reports.core.approval import Step, locked, publish_by
from app.reports.core.chapters import Chapter
from app.reports.core.content import Content
from app.reports.core.files import FILES, Kind
from app.reports.core.layouts import LAYOUTS, Layout
from app.reports.models import Report, ReportComment, ReportFile, ReportStep, ReportVersion
from app.reports.service.choosing import begun, report_of
from app.statistics.plain_values import from_plain
from app.text import LANGUAGES, Language, Text

#: What is made of a version: its chapters and its files in each language.
FILE_KINDS = [(language, kind) for kind in Kind for language in LANGUAGES]


def slot_of(version: ReportVersion) -> str:
    return f"reports.build:{version.id}"


def freeze(
    year: int, layout: Layout, changes: Text, author_id: int | None, now: dt.datetime
) -> ReportVersion | None:
    """Ask for a new version, made in the background from what is there when it is made; None while
    another one of the same report is."""
    report = begun(year, layout)
    db.session.execute(select(Report.id).where(Report.id == report.id).with_for_update())
    if Making.BUSY in making(versions(report)).values() or on_its_way(report):
        return None
    last = max((version.number for version in versions(report)), default=0)
    version = ReportVersion(
        report_id=report.id,
        number=last + 1,
        changes=changes,
        frozen_at=now,
        author_id=author_id,
        step=Step.DRAFT,
        imports=[],
        progress_max=len(LANGUAGES) * len(LAYOUTS[layout].chapters) + len(FILE_KINDS),
    )
    db.session.add(version)
    db.session.flush()
    _ask(version, now)
    return version


def _ask(version: ReportVersion, now: dt.datetime) -> None:
    version.failure, version.stopped_at = "", None
    enqueue("reports.build", slot=slot_of(version), again=True, now=now, version_id=version.id)


def make_again(version: ReportVersion, now: dt.datetime) -> None:
    """Ask again for the files of a version that could not be made, or were stopped."""
    _ask(version, now)


class Making(StrEnum):
    """How the making of a version's files stands."""

    DONE = "done"
    BUSY = "busy"
    FAILED = "failed"
    STOPPED = "stopped"


def making(of: Sequence[ReportVersion]) -> dict[int, Making]:
    """How the making of each of these versions stands, by their numbers in the database."""
    jobs = jobs_in_slots([slot_of(version) for version in of])
    states = {}
    for version in of:
        job = jobs.get(slot_of(version))
        if version.stopped_at is not None:
            states[version.id] = Making.STOPPED
        elif version.failure or (job is not None and job.state == "failed"):
            states[version.id] = Making.FAILED
        else:
            waits = job is not None and job.state in ("waiting", "running")
            states[version.id] = Making.BUSY if waits else Making.DONE
    return states


def being_made(version: ReportVersion) -> bool:
    """Whether the files of a version are being made, or wait to be."""
    return making([version])[version.id] is Making.BUSY


def stop(version: ReportVersion, now: dt.datetime) -> None:
    """Have no more made of a version; what is made stays."""
    version.stopped_at = now


def versions(report: Report) -> list[ReportVersion]:
    """The versions of a report, the latest first."""
    own = select(ReportVersion).where(ReportVersion.report_id == report.id)
    return list(db.session.scalars(own.order_by(ReportVersion.number.desc())))


def current(report: Report) -> ReportVersion | None:
    """The version that goes on: the latest one whose content is frozen and that was not withdrawn."""
    every = versions(report)
    whole = with_content(every)
    going = (v for v in every if v.withdrawn_at is None and v.id in whole)
    return next(going, None)


def with_content(of: Sequence[ReportVersion]) -> set[int]:
    """Those of these versions, by their numbers in the database, whose content is frozen in each
    language: not those that are being made, nor those of before content was kept."""
    frozen = select(ReportVersion.id).where(
        ReportVersion.id.in_([version.id for version in of]),
        ReportVersion.content_fr.is_not(None),
        ReportVersion.content_en.is_not(None),
    )
    return set(db.session.scalars(frozen))


def to_change(version_id: int) -> ReportVersion | None:
    """A version that somebody acts on: whoever acts too waits for this."""
    own = select(ReportVersion).where(ReportVersion.id == version_id)
    locked_row = own.with_for_update(of=ReportVersion).execution_options(populate_existing=True)
    return db.session.scalar(locked_row)


def going_on_at(step: Step) -> list[ReportVersion]:
    """The versions that go on, of every report, and are at a step."""
    at = select(ReportVersion).where(
        ReportVersion.step == step, ReportVersion.withdrawn_at.is_(None)
    )
    standing = db.session.scalars(at.order_by(ReportVersion.id.desc())).all()
    return [own for own in standing if (going := current(own.report)) and going.id == own.id]


def published(report: Report) -> ReportVersion | None:
    """The version that readers see: the latest published one that was not withdrawn."""
    own = (v for v in versions(report) if v.step is Step.PUBLISHED and v.withdrawn_at is None)
    return next(own, None)


def withdrawn_from_readers(report: Report) -> ReportVersion | None:
    """The latest version that readers had and that was taken away from them."""
    own = (v for v in versions(report) if v.step is Step.PUBLISHED and v.withdrawn_at is not None)
    return next(own, None)


def on_its_way(report: Report | None) -> ReportVersion | None:
    """The version that is being approved: what it says is not written on meanwhile."""
    version = current(report) if report else None
    if version is None or version.step is Step.PUBLISHED or not locked(version.step):
        return None
    return version


def rests(version: ReportVersion) -> bool:
    """Whether a version can take a step: it is the one that goes on, it is made, and no other one of
    its report is being made."""
    going = current(version.report)
    states = making(versions(version.report))
    busy = Making.BUSY in states.values()
    return (
        going is not None
        and going.id == version.id
        and not busy
        and states[version.id] is Making.DONE
    )


def taken_on(version: ReportVersion, step: Step) -> dt.date | None:
    """The day on which a version last took a step."""
    days = [own.on for own in version.steps if own.step is step]
    return days[-1] if days else None


def take(
    version: ReportVersion, step: Step, on: dt.date, author_id: int | None, now: dt.datetime
) -> None:
    """A version goes on to a step, or back to one; its documents are made again with what they then
    say of themselves. Once it is published, the agents of its year are of no use any more: they are
    deleted."""
    version.step = step
    db.session.add(ReportStep(version_id=version.id, step=step, on=on, at=now, author_id=author_id))
    if step is Step.PUBLISHED:
        indicators.ask_to_delete(version.report.year, now)
    _ask(version, now)
    db.session.flush()


def due(version: ReportVersion) -> dt.date | None:
    """By when a version is to be published; None before the committee gave its opinion, and after."""
    given = taken_on(version, Step.OPINION)
    if given is None or version.step not in (Step.OPINION, Step.PRESENTED):
        return None
    return publish_by(given, version.report.year)


def withdraw(version: ReportVersion, why: str, now: dt.datetime) -> None:
    """Take a version away from readers; it stays for those who write."""
    version.withdrawn_at, version.withdrawn_why = now, why


def comment(
    version: ReportVersion,
    text: str,
    chapter: Chapter | None,
    language: str,
    author_id: int | None,
    now: dt.datetime,
) -> None:
    """Say something of a version, or of one of its chapters."""
    db.session.add(
        ReportComment(
            version_id=version.id,
            chapter=chapter,
            text=text,
            language=language,
            at=now,
            author_id=author_id,
        )
    )
    db.session.flush()


def files_of(all_versions: Sequence[ReportVersion]) -> dict[tuple[int, str, str], ReportFile]:
    """The files of versions, by version, language and kind; without their content."""
    ids = [version.id for version in all_versions]
    rows = db.session.scalars(select(ReportFile).where(ReportFile.version_id.in_(ids)))
    return {(row.version_id, row.language, row.kind): row for row in rows}


def file_of(version: ReportVersion, language: str, kind: Kind) -> ReportFile | None:
    return files_of([version]).get((version.id, language, kind))


def to_make(version: ReportVersion) -> list[tuple[Language, Kind]]:
    """The files that a version lacks, or that were made at another step of it."""
    have = files_of([version])
    lacking = []
    for language, kind in FILE_KINDS:
        own = have.get((version.id, language, kind))
        if own is None or (FILES[kind].marked and own.step is not version.step):
            lacking.append((language, kind))
    return lacking


def keep_file(
    version: ReportVersion, language: str, kind: Kind, step: Step, content: bytes, now: dt.datetime
) -> None:
    """Keep a file in place of the one before."""
    row = file_of(version, language, kind)
    if row is None:
        row = ReportFile(version_id=version.id, language=language, kind=kind)
        db.session.add(row)
    row.step, row.content, row.made_at = step, content, now
    db.session.flush()


def content_of_version(version: ReportVersion, language: Language) -> Content | None:
    """What a version froze in one language."""
    plain = version.content_fr if language == "fr" else version.content_en
    return from_plain(Content, plain) if plain else None


def latest_version(year: int, layout: Layout) -> ReportVersion | None:
    """The version that goes on, of the report of a year."""
    report = report_of(year, layout)
    return current(report) if report else None
