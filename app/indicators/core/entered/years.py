"""Years that have no agents' file, past or to come, in the series: as they were typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.indicators.core.catalogue import YearTables
from app.indicators.core.catalogue.shared import gap, quotient
from app.indicators.core.entered.lines import Line
from app.statistics.figures import SUPPRESSED, Figure, Row, Table
from app.text import Text

#: Years before and after that of the tables that a series may have (CGFP R231-4).
REACH = 3
_WHOLE = "ALL"


def with_typed_years(tables: YearTables, lines: Sequence[Line], least: int) -> YearTables:
    """The tables with lines of years that were typed, in the series that say something of them; no
    count of people under `least` is shown, nor what goes with it."""
    known = {*tables.years}
    near = range(tables.year - REACH, tables.year + REACH + 1)
    typed = [
        line
        for line in lines
        if line.axes["group"] == _WHOLE and line.year in near and line.year not in known
    ]
    if not typed:
        return tables
    rows = {line.year: _figures(line.measures, least) for line in typed}
    return replace(
        tables,
        tables={
            code: _with(table, rows, tables.year) if code in _SERIES else table
            for code, table in tables.tables.items()
        },
    )


_SERIES = ("staff-series", "pay-series", "time-series")


def _with(table: Table, rows: Mapping[int, Mapping[str, Figure]], year: int) -> Table:
    own = {int(row.code): row for row in table.rows}
    for typed, figures in rows.items():
        cells = tuple(figures.get(column.code) for column in table.columns)
        if any(cell is not None for cell in cells):
            own[typed] = Row(str(typed), _label(typed, year), cells)
    return replace(table, rows=tuple(own[each] for each in sorted(own)))


def _label(typed: int, year: int) -> Text:
    if typed > year:
        return Text(f"{typed} (prévision)", f"{typed} (forecast)")
    return Text(f"{typed} (saisi)", f"{typed} (typed)")


def _figures(measures: Mapping[str, float | None], least: int) -> Mapping[str, Figure]:
    """What a year that was typed says, by the columns of the series."""
    women, men = measures.get("staff_women"), measures.get("staff_men")
    total = _sum(women, men)
    figures: dict[str, Figure] = {
        "women": women,
        "men": men,
        "total": total,
        "share": quotient(women, total),
        "fte": _sum(measures.get("fte_women"), measures.get("fte_men")),
        "mean_age": _mean_age(measures),
        **{
            f"{name}_{sex}": measures.get(f"{name}_pay_{sex}")
            for name in ("mean", "median")
            for sex in ("women", "men")
        },
        **{
            f"{name}_gap": gap(measures.get(f"{name}_pay_women"), measures.get(f"{name}_pay_men"))
            for name in ("mean", "median")
        },
        "part_time_women": _rate(measures.get("part_time_women"), women, least),
        "part_time_men": _rate(measures.get("part_time_men"), men, least),
    }
    few = any(own is not None and 0 < own < least for own in (women, men))
    return {
        code: SUPPRESSED if few and value is not None else value for code, value in figures.items()
    }


def _rate(part: float | None, whole: float | None, least: int) -> Figure:
    """A part of people; withheld where they, or the others, are few."""
    if part is None or whole is None:
        return None
    few = any(0 < own < least for own in (part, whole - part))
    return SUPPRESSED if few else quotient(part, whole)


def _sum(women: float | None, men: float | None) -> float | None:
    return None if women is None or men is None else women + men


def _mean_age(measures: Mapping[str, float | None]) -> float | None:
    women, men = measures.get("staff_women"), measures.get("staff_men")
    ages = measures.get("age_women"), measures.get("age_men")
    if women is None or men is None or ages[0] is None or ages[1] is None:
        return None
    return quotient(women * ages[0] + men * ages[1], women + men)
