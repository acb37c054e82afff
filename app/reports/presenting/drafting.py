"""What those who write a report see of it: the state of each chapter, its sentences, its preview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import force_locale

from app.reports.core.chapters import CHAPTERS, WRITTEN, Chapter
from app.reports.core.layouts import LAYOUTS
from app.reports.core.references import figures_in, outdated, printed_numbers
from app.reports.models import ChapterCheck, ChapterText
from app.reports.presenting.blocks import Piece, chosen
from app.reports.presenting.content import Composer, Sources
from app.reports.service.figures import ReportFigures
from app.statistics.figures import Table, number
from app.statistics.plain_values import mark_of
from app.text import LANGUAGES, Text
from app.web.formats import figure_text
from app.web.language import current_language


@dataclass(frozen=True)
class ChapterState:
    """A chapter on the outline: how many tables it shows, what it lacks, its text, who found it
    right, whether its figures or its text changed since."""

    code: Chapter
    title: Text
    tables: int
    lacking: bool
    text: ChapterText | None
    check: ChapterCheck | None
    changed: bool
    outdated: int

    @property
    def written(self) -> bool:
        return self.code in WRITTEN

    @property
    def valid(self) -> bool:
        return self.check is not None and self.check.valid


def digest_of_chapter(pieces: Sequence[Piece]) -> str:
    """What tells the figures of a chapter at one time from those at another."""
    return mark_of([piece.table for piece in pieces])


def outline(
    figures: ReportFigures,
    sources: Sources,
    written: Mapping[Chapter, ChapterText],
    checks: Mapping[Chapter, ChapterCheck],
) -> Iterator[ChapterState]:
    """The state of every chapter of a layout, in its order."""
    composer = Composer(figures, sources, current_language())
    for code in LAYOUTS[sources.layout].chapters:
        pieces = chosen(composer.pieces[code], code, sources.choices)
        text, check = written.get(code), checks.get(code)
        version = text.version if text else 0
        changed = check is not None and (
            check.text_version != version
            or check.figures_digest != digest_of_chapter(composer.about(code))
        )
        yield ChapterState(
            code=code,
            title=CHAPTERS[code].title,
            tables=len(pieces),
            lacking=bool(composer.missing(code)),
            text=text,
            check=check,
            changed=changed,
            outdated=len(outdated_in(text, composer.about(code))) if text else 0,
        )


def outdated_in(text: ChapterText, pieces: Sequence[Piece]) -> dict[str, str]:
    """The numbers typed in a text that are no figure of its chapter any more, each with what it is
    now."""
    old: dict[str, str] = {}
    for language, now in figures_seen(pieces).items():
        old |= outdated(text.text.to_dict()[language], text.figures.get(language, {}), now)
    return old


def figures_seen(pieces: Sequence[Piece]) -> dict[str, dict[str, str]]:
    """The figures of a chapter as they are printed in each language."""
    tables = {piece.table.code: piece.table for piece in pieces}
    seen: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with force_locale(language):
            seen[language] = printed_numbers(tables, figure_text)
    return seen


@dataclass(frozen=True)
class Sentence:
    """A sentence that is proposed: as it goes into the text, and as it reads."""

    code: str
    text: Text
    reads: str


def sentences(composer: Composer, chapter: Chapter) -> Iterator[Sentence]:
    """What the tables of a chapter say, those of every chapter for the essential; one each."""
    chapters = LAYOUTS[composer.sources.layout].chapters
    own = chapters if chapter is Chapter.ESSENTIAL else (chapter,)
    most = 2 if chapter is Chapter.ESSENTIAL else 12
    for code in own:
        pieces = chosen(composer.pieces[code], code, composer.choices)
        said = [(piece, text) for piece in pieces if (text := piece.says())]
        for piece, text in said[:most]:
            full = Text(f"{text.fr}.", f"{text['en']}.")
            yield Sentence(piece.table.code, full, composer.written(full[composer.language]))


@dataclass(frozen=True)
class Quotable:
    """A figure that a text can quote: its reference, its words, its value."""

    reference: str
    label: str
    value: str


def quotables(tables: Sequence[Table]) -> Iterator[Quotable]:
    """The figures of everybody, and of years, in these tables."""
    language = current_language()
    for table in tables:
        rows = {row.code: row for row in table.rows}
        columns = {column.code: column.label[language] for column in table.columns}
        for reference, cell, unit in figures_in({table.code: table}):
            row = rows[reference.row]
            if (row.total or row.code.isdigit()) and number(cell) is not None:
                words = (table.title[language], row.label[language], columns[reference.column])
                yield Quotable(str(reference), ", ".join(words), figure_text(cell, unit))
