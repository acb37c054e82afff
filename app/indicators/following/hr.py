"""Figures of the agents' file, year by year."""

from __future__ import annotations

import datetime as dt

from app.indicators import service
from app.indicators.following import Followed
from app.statistics.figures import Table, number
from app.text import dashed


def hr_figures() -> list[Followed]:
    """The columns of the series of indicators, without what the gate withholds."""
    years = service.years()
    tables = service.tables(years[0]) if years else None
    if tables is None:
        return []
    series = [table for code, table in tables.tables.items() if code.endswith("-series")]
    return [each for table in series for each in _columns(table)]


def _columns(table: Table) -> list[Followed]:
    followed = []
    for column in table.columns:
        cells = [(row.code, number(table.cell(row.code, column.code))) for row in table.rows]
        points = [(dt.date(int(year), 12, 31), value) for year, value in cells if value is not None]
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
