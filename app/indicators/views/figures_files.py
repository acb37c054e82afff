"""Figures as files: one table, all tables of an indicator, everything as open data. Each holds the
figures that pages print, to their last digit, and none that is withheld."""

from __future__ import annotations

import json

from flask import Response, abort

from app.documents.spreadsheets import XLSX, Page, write_csv, write_standard_csv, write_workbook
from app.indicators import service
from app.indicators.core import TABLES, declared_indicators
from app.indicators.core.opened import FIELDS, OFFICIAL, SCHEMA, official_row, opened
from app.indicators.views.figures import bp, tables_of
from app.permissions import Permission
from app.web import attached, current_language, requires
from app.web.settings import hr_thresholds, settings
from app.web.tables import header_of, lines_of


@bp.get("/<int:year>/<code>.csv")
@requires(Permission.INDICATOR_READ)
def export(year: int, code: str) -> Response:
    """One table as a file, with the same figures as its page."""
    if code in TABLES:
        table = tables_of(year).get(code)
    else:
        typed = service.typed_tables(year, hr_thresholds())
        table = typed.get(code.removeprefix("typed-")) if code.startswith("typed-") else None
    if table is None:
        abort(404)
    return attached(write_csv(header_of(table), lines_of(table)), f"{code}-{year}.csv", "text/csv")


@bp.get("/<int:year>/<code>.xlsx")
@requires(Permission.INDICATOR_READ)
def workbook(year: int, code: str) -> Response:
    """All tables of an indicator, a page for each."""
    indicator, tables = declared_indicators().get(code), tables_of(year)
    if indicator is None:
        abort(404)
    pages: list[Page] = []
    for cut in indicator.cuts:
        if (table := tables.get(indicator.table_code(cut))) is not None:
            pages.append(
                Page(
                    f"{len(pages) + 1} {cut.words[current_language()]}",
                    header_of(table),
                    [*lines_of(table)],
                )
            )
    if not pages:
        abort(404)
    return attached(write_workbook(pages), f"{code}-{year}.xlsx", XLSX)


@bp.get("/<int:year>/open-data.csv")
@requires(Permission.INDICATOR_READ)
def open_data(year: int) -> Response:
    """Every figure of a year, one in a line, as its Table Schema says."""
    tables = [*tables_of(year).tables.values()]
    tables += service.typed_tables(year, hr_thresholds()).values()
    rows = (row for table in tables for row in opened(year, table))
    return attached(
        write_standard_csv([name for name, *_rest in FIELDS], rows), f"rsc-{year}.csv", "text/csv"
    )


@bp.get("/open-data-schema.json")
@requires(Permission.INDICATOR_READ)
def open_data_schema() -> Response:
    """What the columns of the open data are."""
    data = json.dumps(SCHEMA, ensure_ascii=False, indent=2).encode()
    return attached(data, "schema.json", "application/json")


@bp.get("/<int:year>/hautes-remunerations.csv")
@requires(Permission.INDICATOR_READ)
def official(year: int) -> Response:
    """The ten highest pays as the official schema asks for them."""
    row = official_row(year, settings().authority, tables_of(year).get("ten-highest-all"))
    if row is None:
        abort(404)
    return attached(
        write_standard_csv(OFFICIAL, [row]), f"hautes-remunerations-{year}.csv", "text/csv"
    )
