"""The tables of each chapter, with their charts, what they say and how they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from app.charts import Chart
from app.indicators.core import TABLES, YearTables
from app.indicators.core.catalogue.declaring import Indicator
from app.indicators.core.standing import own_series
from app.reports.core.chapters import Chapter, indicators_of, subjects_of
from app.reports.core.choices import Choices
from app.reports.core.findings import finding
from app.reports.core.tables import says_something
from app.reports.presenting.charts import chart_of
from app.reports.service.figures import ReportedProgramme, ReportFigures, SurveyFigures
from app.statistics.figures import Drawing, Table, Unit
from app.surveys.results.core import MeasureKind
from app.surveys.results.core.batteries import batteries
from app.surveys.results.core.battery_tables import upper_table
from app.surveys.results.presenting import battery_chart
from app.text import Text
from app.web import drawings
from app.web.formats import figure_text
from app.web.language import current_language


@dataclass(frozen=True)
class Piece:
    """A table that a chapter can show: by default or when it is asked for; what it is about, and what
    its figure is called where its column does not say; its chart, where it is drawn otherwise than
    by its columns, or that it has none."""

    table: Table
    name: Text
    by_default: bool = True
    drawing: Drawing | None = None
    chart: Chart | None = None
    plain: bool = False
    label: Text | None = None

    def says(self) -> Text | None:
        """What it finds, with its figures by reference."""
        return finding(self.table, self.name, self.label)

    def drawn(self, title: str) -> Chart | None:
        if self.chart is not None or self.plain:
            return self.chart
        return chart_of(self.table, self.drawing, title)


def pieces_of(figures: ReportFigures, chapter: Chapter, choices: Choices) -> list[Piece]:
    """Every table that a chapter can show, in its usual order."""
    pieces = [*_of_indicators(figures.indicators, chapter), *_typed(figures.typed, chapter)]
    if chapter is Chapter.SURVEY and figures.survey:
        pieces += _of_survey(figures.survey)
    if chapter in (Chapter.ACTION_PLAN, Chapter.POLICIES):
        pieces += _of_programmes(programmes_of(figures.programmes, chapter, choices.plan))
    if chapter is Chapter.PROCUREMENT:
        pieces += [Piece(own, own.title, plain=True) for own in figures.clause]
    if chapter is Chapter.TERRITORY:
        pieces += _of_territory(figures)
    return pieces


def chosen(pieces: Sequence[Piece], chapter: Chapter, choices: Choices) -> list[Piece]:
    """Those that the report shows, those that were put first before the others."""
    shown = [own for own in pieces if choices.shows(own.table.code, own.by_default)]
    first = {code: place for place, code in enumerate(choices.order.get(chapter, ()))}
    return sorted(shown, key=lambda own: first.get(own.table.code, len(first)))


def _of_indicators(tables: YearTables, chapter: Chapter) -> Iterator[Piece]:
    """Each indicator: over the years, then its tables. One course is drawn in a chapter, the first:
    of three years, a table says the others as well."""
    drawn = False
    for indicator in indicators_of(chapter):
        series = own_series(tables, indicator)
        if series is not None:
            yield Piece(series, indicator.name, says_something(series), plain=drawn)
            drawn = True
        yield from _of_indicator(tables, indicator)


def _of_indicator(tables: YearTables, indicator: Indicator) -> Iterator[Piece]:
    for cut in indicator.cuts:
        declared = TABLES[indicator.table_code(cut)]
        table = tables.get(declared.code)
        if table is not None:
            yield Piece(
                table,
                indicator.name,
                by_default=declared.first and says_something(table),
                drawing=declared.drawing,
                plain=not declared.first,
            )


def _typed(typed: Mapping[str, Table], chapter: Chapter) -> Iterator[Piece]:
    for subject in subjects_of(chapter):
        if (table := typed.get(subject.code)) is not None:
            yield Piece(table, subject.title, by_default=says_something(table), plain=True)


def _of_survey(survey: SurveyFigures) -> Iterator[Piece]:
    rate = figure_text(survey.participation.cell("total", "rate"), Unit.SHARE)
    title = _("%(rate)s of the people invited answered", rate=rate)
    chart = drawings.rates(survey.participation, title)
    yield Piece(survey.participation, survey.participation.title, chart=chart)
    scales = [m for m in survey.measures if m.kind is MeasureKind.SCALE]
    for measures in batteries(scales):
        first = measures[0]
        cross = next((c for c in first.crosses if len(c) == 1), ())
        name = first.label if len(measures) == 1 else first.section
        title = Text(
            f"{name.fr} : {first.upper.label.fr}", f"{name['en']}: {first.upper.label['en']}"
        )
        table = replace(upper_table(measures, cross, survey.source), title=title)
        chart = battery_chart(measures, name[current_language()])
        yield Piece(table, name, chart=chart, label=first.upper.label)


def _of_territory(figures: ReportFigures) -> Iterator[Piece]:
    if figures.families:
        yield Piece(figures.families, figures.families.title, plain=True)
    if figures.elected:
        title = _("Women and men elected, by term")
        chart = drawings.women_and_men(figures.elected, title)
        yield Piece(figures.elected, figures.elected.title, chart=chart)


def programmes_of(
    programmes: Sequence[ReportedProgramme], chapter: Chapter, plan: str
) -> list[ReportedProgramme]:
    """Those that a chapter is about: the employer's own plan, or all the others."""
    own = chapter is Chapter.ACTION_PLAN
    return [each for each in programmes if (each.figures.code == plan) is own]


def _of_programmes(programmes: Sequence[ReportedProgramme]) -> Iterator[Piece]:
    for each in programmes:
        figures = each.figures
        yield Piece(figures.progress, figures.title, plain=True)
        yield Piece(figures.policies, figures.title, plain=True)
