"""The indicators of a year, and their files."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from app.documents.spreadsheets import write_csv
from app.indicators import service
from app.indicators.core import TABLES, THEMES, Theme, YearTables
from app.permissions import Permission
from app.statistics.figures import SUPPRESSED, Table
from app.web import attached, current_language, render, requires
from app.web.drawings import drawn
from app.web.settings import hr_thresholds, keys

bp = Blueprint("indicators", __name__, url_prefix="/indicators", template_folder="../templates")


@bp.get("/")
@requires(Permission.INDICATOR_READ)
def index() -> Response:
    years = service.years(keys())
    return _show(years[0]) if years else render("indicators/none.html")


@bp.get("/<int:year>")
@requires(Permission.INDICATOR_READ)
def show(year: int) -> Response:
    return _show(year)


def _tables(year: int) -> YearTables:
    by_code = service.tables(year, hr_thresholds(), keys())
    if by_code is None:
        abort(404)
    return by_code


def _show(year: int) -> Response:
    tables = _tables(year)
    charts = {
        code: chart
        for code, declared in TABLES.items()
        if declared.drawing
        and (table := tables.get(code))
        and (chart := drawn(table, declared.drawing))
    }
    return render(
        "indicators/show.html",
        year=year,
        years=service.years(keys()),
        tables=tables,
        charts=charts,
        themes=[(theme, _of_theme(tables, theme)) for theme in THEMES],
    )


def _of_theme(tables: YearTables, theme: Theme) -> list[Table]:
    """The tables of a theme that the year has."""
    codes = [code for code, declared in TABLES.items() if declared.theme is theme]
    return [table for code in codes if (table := tables.get(code))]


@bp.get("/<int:year>/<code>.csv")
@requires(Permission.INDICATOR_READ)
def export(year: int, code: str) -> Response:
    """One table as a file, with the same figures as its page."""
    table = _tables(year).get(code) if code in TABLES else None
    if table is None:
        abort(404)
    language = current_language()
    rows = [
        [row.label[language], *("s" if cell is SUPPRESSED else cell for cell in row.cells)]
        for row in table.rows
    ]
    header = [table.title[language], *(column.label[language] for column in table.columns)]
    return attached(write_csv(header, rows), f"{code}-{year}.csv", "text/csv")
