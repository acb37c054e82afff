"""What is written of each chapter of a year, and who found it right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.indicators.models import HrImport
from app.reports.core.chapters import WRITTEN, Chapter
from app.reports.models import ChapterCheck, ChapterText
from app.text import LANGUAGES, Language, Text


@dataclass(frozen=True)
class Writing:
    """A text as it is saved: from which version it was written, with which figures of the chapter
    before its author, without which of the sentences that were proposed."""

    text: Text
    base: int
    figures: Mapping[str, Any]
    left_out: Sequence[str]


def texts(year: int) -> dict[Chapter, ChapterText]:
    """The present text of each chapter that has one."""
    rows = db.session.scalars(
        select(ChapterText).where(ChapterText.year == year).order_by(ChapterText.version)
    )
    return {Chapter(row.chapter): row for row in rows}


def write(
    year: int, chapter: Chapter, writing: Writing, author_id: int | None, now: dt.datetime
) -> ChapterText | None:
    """A new version of a chapter's text; None when somebody wrote one after that of its base."""
    _wait(year)
    last = select(func.max(ChapterText.version))
    last = last.where(ChapterText.year == year, ChapterText.chapter == chapter)
    version = db.session.scalar(last) or 0
    if version != writing.base:
        return None
    row = ChapterText(
        year=year,
        chapter=chapter,
        version=version + 1,
        text=writing.text,
        figures=dict(writing.figures),
        left_out=list(writing.left_out),
        author_id=author_id,
        written_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _wait(year: int) -> None:
    """Whoever writes on the report of a year waits until the one before has saved."""
    db.session.execute(select(HrImport.id).where(HrImport.year == year).with_for_update())


def missing_texts(
    year: int, chapters: Sequence[Chapter] = WRITTEN
) -> list[tuple[Chapter, Language]]:
    """Chapters still to be written, and in which language."""
    present = texts(year)
    missing: list[tuple[Chapter, Language]] = []
    for chapter in chapters:
        if chapter in WRITTEN:
            row = present.get(chapter)
            lacking = row.text.missing() if row and row.text else LANGUAGES
            missing += [(chapter, language) for language in lacking]
    return missing


def checks(year: int) -> dict[Chapter, ChapterCheck]:
    """The last word on each chapter that somebody looked at."""
    rows = db.session.scalars(
        select(ChapterCheck).where(ChapterCheck.year == year).order_by(ChapterCheck.id)
    )
    return {Chapter(row.chapter): row for row in rows}


def check(
    year: int,
    chapter: Chapter,
    valid: bool,
    text_version: int,
    digest: str,
    author_id: int | None,
    now: dt.datetime,
) -> ChapterCheck:
    """Say that a chapter is right, with the text and the figures that were read; or open it again."""
    row = ChapterCheck(
        year=year,
        chapter=chapter,
        valid=valid,
        text_version=text_version,
        figures_digest=digest,
        author_id=author_id,
        at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def half_written(year: int, chapters: Sequence[Chapter]) -> list[tuple[Chapter, Language]]:
    """Chapters that are written in one language alone, with the one that they lack: no document is
    printed of these."""
    present = texts(year)
    return [
        (chapter, language)
        for chapter in chapters
        if (row := present.get(chapter)) is not None and row.text
        for language in row.text.missing()
    ]
