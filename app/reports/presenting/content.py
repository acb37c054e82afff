"""The content of a report in one language, out of the figures and the texts of its year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from flask_babel import force_locale
from flask_babel import gettext as _

from app.charts import Chart
from app.indicators.core import declared_indicators, labels
from app.indicators.core.agents import OTHERS_RULE, STAFF_RULE
from app.indicators.core.entered.bodies import COMPARED, NATIONAL
from app.reports.core.chapters import CHAPTERS, Chapter
from app.reports.core.choices import Choices
from app.reports.core.content import (
    Block,
    ChapterContent,
    Content,
    Drawn,
    Method,
    PartContent,
)
from app.reports.core.findings import reading, whole_row
from app.reports.core.layouts import LAYOUTS, Layout
from app.reports.core.legal import BASES
from app.reports.core.narrative import rendered
from app.reports.core.references import filled
from app.reports.core.tables import is_series
from app.reports.presenting.blocks import Piece, chosen, pieces_of
from app.reports.presenting.key_figures import key_figures
from app.reports.presenting.periods import missing_of, period_of, to_write
from app.reports.presenting.pointers import pointers_of
from app.reports.service.figures import ReportFigures
from app.statistics.disclosure import Thresholds
from app.statistics.figures import Table, Unit, number
from app.statistics.plain_values import mark_of
from app.text import Language, Text
from app.version import VERSION
from app.web.formats import figure_text


@dataclass(frozen=True)
class Sources:
    """What a report is made from, besides its figures."""

    authority: str
    demo: bool
    survey: Thresholds
    hr: Thresholds
    texts: Mapping[Chapter, Text]
    layout: Layout
    choices: Choices


#: Told of each chapter that is made.
Progress = Callable[[Chapter], None]


def content_of(
    figures: ReportFigures, sources: Sources, language: Language, progress: Progress | None = None
) -> Content:
    """The whole report in one language. A text that is not written in it is left out, never
    replaced by the other one."""
    with force_locale(language):
        return Composer(figures, sources, language, progress).content()


def quotable(figures: ReportFigures, pieces: Mapping[Chapter, Sequence[Piece]]) -> dict[str, Table]:
    """Every table that a text can quote, by its code."""
    own = {piece.table.code: piece.table for chapter in pieces.values() for piece in chapter}
    return {**figures.indicators.tables, **own}


class Composer:
    """Numbers tables and figures as the document goes on."""

    def __init__(
        self,
        figures: ReportFigures,
        sources: Sources,
        language: Language,
        progress: Progress | None = None,
    ) -> None:
        self.figures, self.sources, self.language = figures, sources, language
        self.choices = sources.choices
        self.pieces = {own: pieces_of(figures, own, sources.choices) for own in Chapter}
        self.tables = quotable(figures, self.pieces)
        self.progress = progress
        self.table_numbers, self.figure_numbers = count(1), count(1)

    def content(self) -> Content:
        laid = LAYOUTS[self.sources.layout]
        opening = PartContent("", (self.chapter(Chapter.ESSENTIAL, 3),))
        inside = [
            PartContent(
                part.title[self.language], tuple(self.chapter(code, 4) for code in part.chapters)
            )
            for part in laid.parts
        ]
        ending = PartContent("", (self.chapter(Chapter.METHOD, 3),))
        year = self.figures.year
        return Content(
            language=self.language,
            year=year,
            layout=self.sources.layout,
            title=laid.title[self.language],
            short=laid.short[self.language],
            subtitle=_("Situation on 31 December %(year)s", year=year),
            authority=self.sources.authority,
            demo=self.sources.demo,
            as_of=dt.date(year, 12, 31),
            key=tuple(key_figures(self.figures)),
            parts=(opening, *inside, ending),
            method=self.method(),
        )

    def chapter(self, code: Chapter, under: int) -> ChapterContent:
        """One chapter; the headings of its text are of the level `under` its title."""
        if self.progress is not None:
            self.progress(code)
        shown = chosen(self.pieces[code], code, self.choices)
        return ChapterContent(
            code=code,
            title=CHAPTERS[code].title[self.language],
            headline=self.headline(shown),
            period=period_of(self.figures, code, self.choices.plan),
            text=self.text(code, under),
            blocks=tuple(map(self.block, shown)),
            missing=tuple(self.missing(code)),
            pointers=tuple(pointers_of(self.figures, code, self.sources.layout, self.choices.plan)),
        )

    def headline(self, shown: Sequence[Piece]) -> str:
        """What a chapter finds first: in the year, rather than over the years."""
        said = [(is_series(own.table), text) for own in shown if (text := own.says())]
        return self.said(min(said, key=lambda own: own[0])[1]) if said else ""

    def missing(self, code: Chapter) -> list[str]:
        """What a chapter lacks: figures, or the words that it is told in."""
        lacking = missing_of(self.figures, code, self.pieces[code])
        text = self.sources.texts.get(code, Text())
        if CHAPTERS[code].in_words and not text.to_dict()[self.language]:
            lacking.append(to_write(code))
        return lacking

    def about(self, code: Chapter) -> list[Piece]:
        """The tables that the text of a chapter is about: those of every chapter for the essential."""
        if code is not Chapter.ESSENTIAL:
            return self.pieces[code]
        laid = LAYOUTS[self.sources.layout].chapters
        return [piece for own in laid for piece in self.pieces[own] if piece.by_default]

    def text(self, code: Chapter, under: int) -> str:
        text = self.sources.texts.get(code, Text())
        own = text.to_dict()[self.language]
        return rendered(self.written(own), under) if own else ""

    def written(self, text: str) -> str:
        """A text with its figures."""
        return filled(text, self.tables, figure_text)

    def said(self, text: Text | None) -> str:
        return self.written(text[self.language]) if text else ""

    def block(self, piece: Piece) -> Block:
        table = piece.table
        finding = self.said(piece.says())
        return Block(
            number=next(self.table_numbers),
            table=table,
            finding=finding,
            reading=self.said(reading(table)),
            people=_people(table),
            national=tuple(self.national(table)),
            chart=self.drawn(piece.drawn(finding or table.title[self.language]), piece),
        )

    def national(self, table: Table) -> Iterator[str]:
        """What is known of the whole country beside a table, with its source."""
        [axis] = NATIONAL.axes
        for line in self.figures.national:
            code = line.axes[axis.code]
            known = [(own, line.measures.get(own.code)) for own in NATIONAL.measures]
            for measure, value in known:
                if COMPARED[code] == table.code and value is not None:
                    yield _(
                        "In the territorial civil service, %(what)s: %(value)s (%(source)s, %(year)s).",
                        what=_lowered(axis.options[code][self.language]),
                        value=figure_text(value, measure.unit),
                        source=line.source,
                        year=line.year,
                    )

    def drawn(self, chart: Chart | None, piece: Piece) -> Drawn | None:
        """The chart of a table, which is called as the table is where both would say the same."""
        if chart is None:
            return None
        title = piece.table.title[self.language]
        caption = title if chart.title == self.said(piece.says()) else chart.title
        place = next(self.figure_numbers)
        return Drawn(place, caption, str(chart.svg), str(chart.narrow))

    def method(self) -> Method:
        limits = self.sources
        return Method(
            counting=tuple(rule[self.language] for rule in (STAFF_RULE, OTHERS_RULE)),
            cell=limits.hr.cell,
            pay=limits.hr.pay,
            survey_group=limits.survey.group,
            survey_cell=limits.survey.cell,
            bases=BASES,
            quality=tuple(self.quality()),
            sources=tuple(self.named_sources()),
            inputs=self.mark(),
            program=VERSION,
        )

    def mark(self) -> str:
        """The same for two documents of the same figures, whatever their language and layout."""
        return mark_of((sorted(self.tables.items()), self.figures.national))[:16]

    def quality(self) -> Iterator[str]:
        """What the agents' file of the year says, and what it does not."""
        known = self.figures.indicators.columns
        used = {
            name
            for own in declared_indicators().values()
            for need in own.needs
            for name in need.split("|")
        }
        lacking = [
            own[self.language]
            for name, own in labels.COLUMN_NAMES.items()
            if name in used and name not in known
        ]
        if lacking:
            names = ", ".join(lacking)
            yield _(
                "Columns that the agents’ file does not have, or has empty: %(names)s.", names=names
            )
        else:
            yield _("The agents’ file says something in each of its columns.")

    def named_sources(self) -> Iterator[str]:
        for code in LAYOUTS[self.sources.layout].chapters:
            period = period_of(self.figures, code, self.choices.plan)
            if period:
                title = CHAPTERS[code].title[self.language]
                yield _("%(chapter)s: %(period)s", chapter=title, period=period)


def _lowered(words: str) -> str:
    """Words in the middle of a sentence."""
    return words[:1].lower() + words[1:]


def _people(table: Table) -> str:
    """How many people a table is about, where it counts them all."""
    row, codes = whole_row(table), {column.code for column in table.columns}
    if row is None or not {"women", "total"} <= codes:
        return ""
    whole = table.cell(row.code, "total")
    return figure_text(whole, Unit.COUNT) if number(whole) is not None else ""
