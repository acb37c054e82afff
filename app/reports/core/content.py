"""The report as a value, in one language: what a frozen version keeps, and what every file of it is
made of. Texts are those of its language alone; figures are those that were published.

A field that is added later has a default: versions that were frozen before have none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from app.law import LegalBasis
from app.reports.core.chapters import Chapter
from app.reports.core.layouts import Layout
from app.reports.core.tables import is_series
from app.statistics.figures import Table

#: A table of no more columns, rows and signs in a label leaves room for a chart beside it.
_BESIDE_COLUMNS, _BESIDE_ROWS, _BESIDE_LABEL = 5, 12, 40


@dataclass(frozen=True)
class Drawn:
    """A chart, for the width of a page and for half of it."""

    number: int
    title: str
    wide: str
    narrow: str

    @property
    def drawn_wide(self) -> Markup:
        """It for the page: our own drawing, whose words were escaped."""
        return Markup(self.wide)

    @property
    def drawn_narrow(self) -> Markup:
        return Markup(self.narrow)


@dataclass(frozen=True)
class Block:
    """A table with what goes with it: its number in the document, what it says, how a line of it is
    read, what is known of the whole country, its chart."""

    number: int
    table: Table
    finding: str = ""
    reading: str = ""
    people: str = ""
    national: tuple[str, ...] = ()
    chart: Drawn | None = None

    @property
    def over_years(self) -> bool:
        return is_series(self.table)

    @property
    def beside(self) -> bool:
        """Whether the chart stands beside the table, which has room for it."""
        rows = self.table.rows
        few = len(self.table.columns) <= _BESIDE_COLUMNS and len(rows) <= _BESIDE_ROWS
        short = all(len(row.label.fr) <= _BESIDE_LABEL for row in rows)
        return self.chart is not None and few and short


@dataclass(frozen=True)
class Pointer:
    """A sentence that leads to another chapter."""

    words: str
    chapter: Chapter
    title: str


@dataclass(frozen=True)
class ChapterContent:
    """`headline` is what it finds first; `text` is safe HTML; `missing` says what it lacks, and who
    brings it; `pointers` lead to other chapters."""

    code: Chapter
    title: str
    headline: str
    period: str
    text: str
    blocks: tuple[Block, ...]
    missing: tuple[str, ...]
    pointers: tuple[Pointer, ...] = ()

    @property
    def html(self) -> Markup:
        """Its text for the page."""
        return Markup(self.text)

    def beginning(self, most: int) -> Markup:
        """The paragraphs of its text that are not longer than that together; none where the first
        one is."""
        kept = ""
        for paragraph in self.text.split("\n"):
            if len(kept) + len(paragraph) > most:
                break
            kept += paragraph
        return Markup(kept) if kept.count("<ul>") == kept.count("</ul>") else Markup("")


@dataclass(frozen=True)
class PartContent:
    """Some chapters, under a title when the document has several parts."""

    title: str
    chapters: tuple[ChapterContent, ...]


@dataclass(frozen=True)
class KeyFigure:
    value: str
    label: str
    detail: str


@dataclass(frozen=True)
class Method:
    """What the chapter on method says beyond its words."""

    counting: tuple[str, ...]
    cell: int
    pay: int
    survey_group: int
    survey_cell: int
    bases: tuple[LegalBasis, ...]
    quality: tuple[str, ...]
    sources: tuple[str, ...]
    inputs: str
    program: str


@dataclass(frozen=True)
class Content:
    language: str
    year: int
    layout: Layout
    title: str
    short: str
    subtitle: str
    authority: str
    demo: bool
    as_of: dt.date
    key: tuple[KeyFigure, ...]
    parts: tuple[PartContent, ...]
    method: Method

    @property
    def chapters(self) -> tuple[ChapterContent, ...]:
        return tuple(chapter for part in self.parts for chapter in part.chapters)

    def blocks(self) -> Iterator[Block]:
        """Every table, in the order of the document."""
        return (block for chapter in self.chapters for block in chapter.blocks)
