"""A chapter that somebody has open: what it is of, its figures, what is saved of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask import url_for

from app.reports import making
from app.reports.core.chapters import Chapter
from app.reports.core.choices import Choices
from app.reports.core.layouts import LAYOUTS, Layout
from app.reports.models import ChapterText
from app.reports.presenting import drafting
from app.reports.presenting.blocks import Piece, chosen
from app.reports.presenting.content import Composer, Sources
from app.reports.service import choosing, texts, versions
from app.reports.service.figures import ReportFigures
from app.reports.views.blueprint import chapter_of, figures_or_404, known_year, layout_of
from app.web import current_language


@dataclass(frozen=True)
class Open:
    """A chapter that somebody has open: what it is of, its figures, what is saved of it."""

    chapter: Chapter
    figures: ReportFigures
    sources: Sources
    saved: ChapterText | None

    @property
    def year(self) -> int:
        return self.figures.year

    @property
    def layout(self) -> Layout:
        return self.sources.layout

    @property
    def choices(self) -> Choices:
        return self.sources.choices

    @cached_property
    def composer(self) -> Composer:
        return Composer(self.figures, self.sources, current_language())

    @cached_property
    def about(self) -> list[Piece]:
        """What the figures of this chapter are, shown or not."""
        return self.composer.about(self.chapter)

    @cached_property
    def shown(self) -> list[Piece]:
        return chosen(self.composer.pieces[self.chapter], self.chapter, self.choices)

    @cached_property
    def digest(self) -> str:
        """What tells the figures that it is about from those at another time."""
        return drafting.digest_of_chapter(self.about)

    @property
    def address(self) -> str:
        return url_for(".chapter", year=self.year, layout=self.layout, chapter=self.chapter)


def opened(year: int, layout: str, chapter: str) -> Open:
    """A chapter of a report by its address; 404 when there is none."""
    known_year(year)
    own = layout_of(layout)
    code = chapter_of(LAYOUTS[own], chapter)
    choices = choosing.choices_of(year, own)
    return Open(
        code,
        figures_or_404(year, choices),
        making.sources_of(year, own, choices),
        texts.texts(year).get(code),
    )


def locked(own: Open) -> bool:
    """Whether a version that says this chapter is being approved."""
    for layout, laid in LAYOUTS.items():
        report = choosing.report_of(own.year, layout)
        if own.chapter in laid.chapters and versions.on_its_way(report) is not None:
            return True
    return False
