"""Figures of the agents' file, year by year."""

from __future__ import annotations

import datetime as dt

from app.indicators import service
from app.indicators.following import Followed
from app.statistics.figures import Table, number, printed
from app.text import dashed


def hr_figures() -> list[Followed]:
    """The columns of the series of indicators, without what the gate withholds."""
    years = service.years()
    tables = service.tables(years[0]) if years else None
    if tables is None:
        return []
    series = [table for code, table in tables.tables.items() if code.endswith("-series")]
    return [each for table in series for each in _columns(table, years[0])]


def _columns(table: Table, last: int) -> list[Followed]:
    """Each column over the years, forecasts left out."""
    followed = []
    for column in table.columns:
        rows = [row.code for row in table.rows if int(row.code) <= last]
        cells = [(code, number(table.cell(code, column.code))) for code in rows]
        points = [
            (dt.date(int(year), 12, 31), float(printed(value, column.unit)))
            for year, value in cells
            if value is not None
        ]
        if points:
            followed.append(
                Followed(
                    code=f"hr:{table.code}:{column.code}",
                    label=dashed(table.title, column.label),
                    source=table.source,
                    unit=column.unit,
                    points=tuple(sorted(points)),
                )
            )
    return followed
