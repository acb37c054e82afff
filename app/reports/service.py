"""The report: its figures, its texts, its versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.indicators import service as indicators
from app.indicators.core import YearTables
from app.jobs.service import enqueue
from app.network import service as network
from app.procurement.service import figures as procurement
from app.reports.core import WRITTEN, Chapter
from app.reports.models import ChapterText, ReportVersion
from app.roadmaps.service.figures import tables_of_year
from app.statistics.disclosure import Thresholds
from app.statistics.figures import Table
from app.surveys.campaigns.core import Audience, CampaignMode, CampaignState
from app.surveys.campaigns.service import campaigns
from app.surveys.results.core import Measure
from app.surveys.results.core.rates import rate_tables
from app.surveys.results.core.tables import Source
from app.surveys.results.service import publishing, stored
from app.text import LANGUAGES, Language, Text


@dataclass(frozen=True)
class SurveyFigures:
    """The survey that the report quotes: the latest one published."""

    source: Source
    participation: Table
    measures: list[Measure]


@dataclass(frozen=True)
class ReportFigures:
    """Everything that the report of a year says in figures."""

    year: int
    indicators: YearTables
    typed: Mapping[str, Table]
    survey: SurveyFigures | None
    progress: Table | None
    policies: Table | None
    clause: Sequence[Table]
    elected: Table | None
    families: Table | None


def figures(year: int, survey: Thresholds, hr: Thresholds) -> ReportFigures | None:
    """The figures of the report of a year; None without an agents' file for that year."""
    tables = indicators.tables(year)
    if tables is None:
        return None
    roadmaps = tables_of_year(year)
    return ReportFigures(
        year=year,
        indicators=tables,
        typed=indicators.typed_tables(year, hr),
        survey=_survey(survey),
        progress=roadmaps[0] if roadmaps else None,
        policies=roadmaps[1] if roadmaps else None,
        clause=procurement.tables_until(year),
        elected=network.elected_table(),
        families=network.territory_table(),
    )


def _survey(thresholds: Thresholds) -> SurveyFigures | None:
    """The latest survey with something published: one with too few answers replaces no other."""
    published = [
        c
        for c in campaigns.all_campaigns()
        if c.state is CampaignState.PUBLISHED
        and (c.mode, c.audience) == (CampaignMode.ANONYMOUS, Audience.DIRECTORY)
    ]
    for campaign in published:
        chosen = publishing.publication(campaign)
        results = stored.results_of(campaign)
        measures = [m for m in publishing.published_measures(chosen, results) if m.shown]
        if measures:
            source = stored.source_of(campaign)
            table = rate_tables(results.people, source)[-1]
            return SurveyFigures(source, table, measures)
    return None


def texts(year: int) -> dict[Chapter, ChapterText]:
    """The present text of each chapter that has one."""
    rows = db.session.scalars(
        select(ChapterText).where(ChapterText.year == year).order_by(ChapterText.version)
    )
    return {Chapter(row.chapter): row for row in rows}


def write_text(
    year: int, chapter: Chapter, text: Text, base: int, author_id: int | None, now: dt.datetime
) -> ChapterText | None:
    """A new version of a chapter's text; None when somebody wrote one after version `base`."""
    present = texts(year).get(chapter)
    version = present.version if present else 0
    if version != base:
        return None
    row = ChapterText(
        year=year,
        chapter=chapter,
        version=version + 1,
        text=text,
        author_id=author_id,
        written_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def missing_texts(year: int) -> list[tuple[Chapter, Language]]:
    """Chapters still to be written, and in which language."""
    present = texts(year)
    missing: list[tuple[Chapter, Language]] = []
    for chapter in WRITTEN:
        row = present.get(chapter)
        lacking = (row.text.missing() if row.text else LANGUAGES) if row else LANGUAGES
        missing += [(chapter, language) for language in lacking]
    return missing


def freeze(
    year: int, documents: Mapping[str, str], author_id: int | None, now: dt.datetime
) -> ReportVersion:
    """Keep the two documents as a new version, and have them printed."""
    last = latest_version(year)
    version = ReportVersion(
        year=year,
        number=last.number + 1 if last else 1,
        frozen_at=now,
        author_id=author_id,
        html_fr=documents["fr"],
        html_en=documents["en"],
    )
    db.session.add(version)
    db.session.flush()
    for language in LANGUAGES:
        ask_for_print(version, language, now)
    return version


def publish(version: ReportVersion, now: dt.datetime) -> bool:
    """Publish a version; whether it was not yet. The agents of its year are of no use any more:
    they are deleted."""
    if version.published_at is not None:
        return False
    version.published_at = now
    indicators.ask_to_delete(version.year, now)
    return True


def print_slot(version_id: int, language: str) -> str:
    return f"reports.print:{version_id}:{language}"


def ask_for_print(version: ReportVersion, language: str, now: dt.datetime) -> None:
    """One job for each document, however often it is asked for."""
    enqueue(
        "reports.print",
        slot=print_slot(version.id, language),
        now=now,
        version_id=version.id,
        language=language,
    )


def versions(year: int) -> list[ReportVersion]:
    """Frozen versions, the latest first."""
    return list(
        db.session.scalars(
            select(ReportVersion)
            .where(ReportVersion.year == year)
            .order_by(ReportVersion.number.desc())
        )
    )


def latest_version(year: int) -> ReportVersion | None:
    frozen = versions(year)
    return frozen[0] if frozen else None


def years_being_counted() -> set[int]:
    return set(indicators.current_imports())


def years() -> list[int]:
    """Years that can have a report."""
    return indicators.years()
