"""The addresses of the report, and what its pages need of a year."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, url_for

from app.reports import making
from app.reports.core.chapters import Chapter
from app.reports.core.choices import Choices
from app.reports.core.layouts import Laid, Layout
from app.reports.service import choosing
from app.reports.service.figures import ReportFigures

bp = Blueprint("reports", __name__, url_prefix="/report", template_folder="../templates")


def layout_of(name: str) -> Layout:
    """The layout of this name; 404 when there is none."""
    if name not in list(Layout):
        abort(404)
    return Layout(name)


def known_year(year: int) -> None:
    """A year that has figures; where they are being counted, its page of indicators says so."""
    if year not in choosing.years():
        counting = year in choosing.years_being_counted()
        abort(redirect(url_for("indicators.show", year=year)) if counting else 404)


def figures_or_404(year: int, choices: Choices) -> ReportFigures:
    figures = making.figures_for(year, choices)
    if figures is None:
        abort(404)
    return figures


def chapter_of(laid: Laid, name: str) -> Chapter:
    """A chapter of a layout; 404 when it has none of this name."""
    if name not in laid.chapters:
        abort(404)
    return Chapter(name)
