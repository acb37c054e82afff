"""The figures of a report: each chapter takes those of its own period, and says which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.indicators import service as indicators
from app.indicators.core import YearTables
from app.indicators.core.entered.lines import Line
from app.network import service as network
from app.procurement.service import figures as procurement
from app.reports.core.choices import Choices
from app.roadmaps.core.monitoring import ProgrammeFigures
from app.roadmaps.models import Monitoring
from app.roadmaps.service import causes
from app.roadmaps.service import figures as roadmaps
from app.statistics.disclosure import Thresholds
from app.statistics.figures import Table
from app.surveys.campaigns.core import Audience, CampaignMode, CampaignState
from app.surveys.campaigns.models import Campaign
from app.surveys.campaigns.service import campaigns
from app.surveys.results.core import Measure
from app.surveys.results.core.rates import rate_tables
from app.surveys.results.core.tables import Source
from app.surveys.results.service import publishing, stored
from app.text import Text


@dataclass(frozen=True)
class SurveyFigures:
    """The survey that the report quotes, with the days between which it was open."""

    source: Source
    opens_on: dt.date | None
    closes_on: dt.date
    participation: Table
    measures: list[Measure]


@dataclass(frozen=True)
class ReportedProgramme:
    """Where a programme stood on a day; `version` is that of the November report that it comes
    from, None where it is what stood at the end of the year."""

    figures: ProgrammeFigures
    as_of: dt.date
    version: int | None = None


@dataclass(frozen=True)
class OpenedAction:
    """An action that was opened because of what the survey of the report showed."""

    title: Text
    programme: str
    label: Text


@dataclass(frozen=True)
class ReportFigures:
    """Everything that the report of a year says in figures."""

    year: int
    indicators: YearTables
    typed: Mapping[str, Table]
    survey: SurveyFigures | None
    programmes: Sequence[ReportedProgramme]
    opened: Sequence[OpenedAction]
    clause: Sequence[Table]
    elected: Table | None
    families: Table | None
    national: Sequence[Line]
    imports: Mapping[int, int]


def figures(
    year: int, choices: Choices, survey: Thresholds, hr: Thresholds
) -> ReportFigures | None:
    """The figures of the report of a year; None without an agents' file for that year."""
    tables = indicators.tables(year, choices.years)
    if tables is None:
        return None
    end = dt.date(year, 12, 31)
    return ReportFigures(
        year=year,
        indicators=tables,
        typed=indicators.typed_tables(year, hr),
        survey=_survey(choices.survey),
        programmes=_programmes(year, choices.monitorings),
        opened=_opened(choices.survey),
        clause=procurement.tables_until(year),
        elected=network.elected_table(end),
        families=network.territory_table(end),
        national=network.national_lines(end),
        imports=indicators.imports_behind(year, choices.years),
    )


def surveys_to_choose(year: int) -> list[Campaign]:
    """The published surveys that a report can quote, the latest first: anonymous ones, of the
    people of the directory, closed by the end of the year after it."""
    return [
        campaign
        for campaign in campaigns.all_campaigns()
        if campaign.state is CampaignState.PUBLISHED
        and (campaign.mode, campaign.audience) == (CampaignMode.ANONYMOUS, Audience.DIRECTORY)
        and campaign.closes_on.year <= year + 1
    ]


def usual_survey(year: int) -> str:
    """The code of the latest published survey that closed within the year; none where none did."""
    own = (each.code for each in surveys_to_choose(year) if each.closes_on.year == year)
    return next(own, "")


def _survey(code: str) -> SurveyFigures | None:
    campaign = campaigns.campaign_by_code(code) if code else None
    if campaign is None or campaign.state is not CampaignState.PUBLISHED:
        return None
    results = stored.results_of(campaign)
    chosen = publishing.publication(campaign)
    measures = [m for m in publishing.published_measures(chosen, results) if m.shown]
    if not measures:
        return None
    source = stored.source_of(campaign)
    participation = rate_tables(results.people, source)[-1]
    return SurveyFigures(source, campaign.opens_on, campaign.closes_on, participation, measures)


def _opened(code: str) -> list[OpenedAction]:
    """The actions that were opened because of the questionnaire of a survey."""
    campaign = campaigns.campaign_by_code(code) if code else None
    if campaign is None or campaign.state is not CampaignState.PUBLISHED:
        return []
    prefix = f"survey:{campaign.version.code}:"
    return [
        OpenedAction(each.action.title, each.action.roadmap.programme.code, each.label)
        for each in causes.opened_because_of(prefix)
    ]


def monitorings_to_choose(year: int) -> list[Monitoring]:
    """The November reports of a year that are frozen, by programme, the latest first."""
    return roadmaps.frozen_monitorings(year)


def latest_monitorings(year: int) -> list[Monitoring]:
    """The latest version of each programme's November report of a year."""
    latest: dict[int, Monitoring] = {}
    for monitoring in monitorings_to_choose(year):
        latest.setdefault(monitoring.programme_id, monitoring)
    return list(latest.values())


def _programmes(year: int, numbers: Collection[int]) -> list[ReportedProgramme]:
    """Each programme from the November report that was chosen; otherwise as it stood at the end of
    the year."""
    frozen = {
        own.code: ReportedProgramme(own, monitoring.as_of, monitoring.number)
        for monitoring in monitorings_to_choose(year)
        if monitoring.id in numbers
        for own in roadmaps.frozen_figures(monitoring)
    }
    end = dt.date(year, 12, 31)
    stood = {own.code: ReportedProgramme(own, end) for own in roadmaps.figures_on(end)}
    return list((stood | frozen).values())
