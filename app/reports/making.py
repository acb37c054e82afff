"""What a version is made of: its content from the data of the day, its files from its content."""

from __future__ import annotations

from flask import current_app

from app.documents.archive import archived
from app.documents.pdf import render_pdf
from app.reports.core.choices import Choices
from app.reports.core.content import Content
from app.reports.core.files import Kind
from app.reports.core.layouts import Layout
from app.reports.files import charts_zip, csv_files, csv_zip, tables_workbook
from app.reports.models import ReportVersion
from app.reports.presenting.content import Sources, content_of
from app.reports.rendering import State, page, printed, summary
from app.reports.service import choosing, texts
from app.reports.service.figures import ReportFigures, figures
from app.text import Language
from app.web.settings import hr_thresholds, settings, thresholds


def figures_for(year: int, choices: Choices) -> ReportFigures | None:
    return figures(year, choices, thresholds(), hr_thresholds())


def sources_of(year: int, layout: Layout, choices: Choices) -> Sources:
    return Sources(
        authority=settings().authority,
        demo=current_app.extensions["demo_data"](),
        survey=thresholds(),
        hr=hr_thresholds(),
        texts={chapter: row.text for chapter, row in texts.texts(year).items()},
        layout=layout,
        choices=choices,
    )


def draft(year: int, layout: Layout, language: Language) -> Content | None:
    """The report as it would be frozen now, in one language; None when the year has no figures."""
    choices = choosing.choices_of(year, layout)
    own = figures_for(year, choices)
    if own is None:
        return None
    return content_of(own, sources_of(year, layout, choices), language)


def state_of(version: ReportVersion) -> State:
    """What the documents of a version say of it."""
    return State(version.number, version.step, version.opinion, version.changes)


def make(content: Content, kind: Kind, state: State, pdf: bytes) -> bytes:
    """One file of a version; the archive copy is made of its PDF. Raises PdfFailure."""
    match kind:
        case Kind.PDF:
            return render_pdf(printed(content, state))
        case Kind.SUMMARY:
            return render_pdf(summary(content, state))
        case Kind.PAGE:
            return page(content, state).encode()
        case Kind.ARCHIVE:
            return archived(pdf, {"tables.xlsx": tables_workbook(content), **csv_files(content)})
        case Kind.TABLES:
            return tables_workbook(content)
        case Kind.CSV:
            return csv_zip(content)
        case Kind.CHARTS:
            return charts_zip(content)
