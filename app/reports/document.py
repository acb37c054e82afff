"""The report as a document: figures, texts and charts in one language, as HTML to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.charts import Chart
from app.indicators.core import TABLES, YearTables
from app.indicators.core.agents import OTHERS_RULE, STAFF_RULE
from app.indicators.core.catalogue.declaring import Indicator
from app.indicators.core.entered import SHOWN
from app.indicators.core.standing import own_series
from app.reports import core, service
from app.reports.core import Chapter
from app.reports.service import ReportFigures, SurveyFigures
from app.statistics.figures import Table, Unit
from app.surveys.results.core import MeasureKind
from app.surveys.results.core.batteries import batteries
from app.surveys.results.core.battery_tables import upper_table
from app.surveys.results.presenting import battery_chart
from app.text import LANGUAGES, Language, Text
from app.web import drawings
from app.web.formats import figure_text
from app.web.language import current_language
from app.web.settings import hr_thresholds, settings, thresholds


@dataclass
class Part:
    """A table, with the chart of its figures when it has one."""

    table: Table
    chart: Chart | None = None


@dataclass
class ChapterContent:
    code: Chapter
    title: Text
    text: Text
    parts: list[Part] = field(default_factory=list)


def documents(year: int, *, draft: bool) -> dict[str, str] | None:
    """The report of the year in French and in English; None when the year has no figures."""
    figures = service.figures(year, thresholds(), hr_thresholds())
    if figures is None:
        return None
    return {language: _document(figures, language, draft) for language in LANGUAGES}


def chapter_tables(year: int, chapter: Chapter) -> list[Table]:
    """The tables that a chapter of this year shows, for the page where its text is written."""
    figures = service.figures(year, thresholds(), hr_thresholds())
    parts = _parts(figures, current_language()).get(chapter, []) if figures else []
    return [part.table for part in parts]


def _document(figures: ReportFigures, language: Language, draft: bool) -> str:
    with force_locale(language):
        template = current_app.jinja_env.get_template("reports/document.html")
        return template.render(
            language=language,
            year=figures.year,
            figures=figures,
            chapters=_chapters(figures, language),
            key=_key_figures(figures),
            bases=core.BASES,
            authority=settings().authority,
            counting_rules=(STAFF_RULE, OTHERS_RULE),
            limits={"hr": hr_thresholds(), "survey": thresholds()},
            draft=draft,
            demo_data=current_app.extensions["demo_data"](),
        )


def _chapters(figures: ReportFigures, language: Language) -> list[ChapterContent]:
    written = service.texts(figures.year)
    parts = _parts(figures, language)
    chapters = []
    for code, title in core.TITLES.items():
        row = written.get(code)
        # a text that is not written in this language is left out: the chapter has its figures only
        text = row.text if row and language not in row.text.missing() else Text()
        chapters.append(ChapterContent(code, title, text, parts.get(code, [])))
    return chapters


def _parts(figures: ReportFigures, language: Language) -> dict[Chapter, list[Part]]:
    tables = figures.indicators
    parts = {
        chapter: [
            *_indicator_parts(tables, chapter),
            *(Part(own) for code, own in figures.typed.items() if SHOWN[code].chapter == chapter),
        ]
        for chapter in Chapter
    }
    if figures.survey:
        parts[Chapter.SURVEY] = _survey_parts(figures.survey, language)
    parts[Chapter.ROADMAPS] = [Part(t) for t in (figures.progress, figures.policies) if t]
    parts[Chapter.PROCUREMENT] = [Part(own) for own in figures.clause]
    territory = []
    if figures.elected:
        chart = drawings.women_and_men(figures.elected, _("Women and men elected, by term"))
        territory.append(Part(figures.elected, chart))
    if figures.families:
        territory.append(Part(figures.families))
    parts[Chapter.TERRITORY] = territory
    return parts


def _indicator_parts(tables: YearTables, chapter: Chapter) -> Iterator[Part]:
    """Each indicator of a chapter: over the years, then its tables."""
    begun: set[Indicator] = set()
    for code in core.indicator_tables(chapter):
        declared, table = TABLES[code], tables.get(code)
        if declared.indicator is not None and declared.indicator not in begun:
            begun.add(declared.indicator)
            if (series := own_series(tables, declared.indicator)) is not None:
                yield Part(series)
        if table is not None:
            yield Part(table, drawings.drawn(table, declared.drawing))


def _survey_parts(survey: SurveyFigures, language: Language) -> list[Part]:
    rate = figure_text(survey.participation.cell("total", "rate"), Unit.SHARE)
    title = _("%(rate)s of the people invited answered", rate=rate)
    parts = [Part(survey.participation, drawings.rates(survey.participation, title))]
    scales = [m for m in survey.measures if m.kind is MeasureKind.SCALE]
    for measures in batteries(scales):
        cross = next((c for c in measures[0].crosses if len(c) == 1), ())
        table = upper_table(measures, cross, survey.source)
        parts.append(Part(table, battery_chart(measures, measures[0].section[language])))
    return parts


def _key_figures(figures: ReportFigures) -> list[tuple[str, str, str]]:
    """(value, label, detail): each value is a cell of a table of the report."""
    tables, year = figures.indicators, str(figures.year)
    series, money, time = tables["staff-series"], tables["pay-series"], tables["time-series"]

    def said(table: Table, row: str, column: str) -> str:
        return figure_text(table.cell(row, column), table.unit(column))

    def before(column: str) -> str:
        return _before(series, figures.year, column)

    gap = figure_text(money.known(year, "within_gap"), Unit.GAP)
    within = _("At equal stream and category: %(gap)s", gap=gap)
    lines = [
        (said(series, year, "total"), _("agents on 31 December"), before("total")),
        (said(series, year, "share"), _("of them women"), before("share")),
        (said(series, year, "mean_age"), _("mean age, in years"), before("mean_age")),
        (said(money, year, "mean_gap"), _("gap of mean pay, (women − men) / men"), within),
        (said(time, year, "hours"), _("hours of training"), _before(time, figures.year, "hours")),
    ]
    if figures.survey:
        rate = said(figures.survey.participation, "total", "rate")
        lines.append((rate, _("of managers answered the survey"), ""))
    return lines


def _before(table: Table, year: int, column: str) -> str:
    """The figure of the year before, when there is one."""
    before = str(year - 1)
    if before not in {row.code for row in table.rows}:
        return ""
    value = figure_text(table.cell(before, column), table.unit(column))
    return _("%(value)s in %(year)s", value=value, year=before)
