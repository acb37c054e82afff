"""The catalogue of indicators, and the published tables of one year that it declares.

To add an indicator: its declaration in the file of its theme, a calculation in `formulas.py`. The
page, the report, the files, the series and the guide list what is declared here and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b

from app.indicators.core.catalogue import careers, pay, staff, working_time
from app.indicators.core.catalogue.declaring import Cut, Indicator, Theme, Yearly, YearStaff
from app.indicators.core.catalogue.gated import SOURCE
from app.indicators.core.labels import ALL
from app.statistics.figures import Column, Drawing, Figure, Row, Table
from app.text import Text, both

THEMES: tuple[Theme, ...] = (staff.THEME, pay.THEME, careers.THEME, working_time.THEME)
INDICATORS: tuple[Indicator, ...] = (
    *staff.INDICATORS,
    *pay.INDICATORS,
    *careers.INDICATORS,
    *working_time.INDICATORS,
)
YEARS_IN_SERIES = 3  # the year and the two before, at least (CGFP R231-4)


@dataclass(frozen=True)
class Declared:
    """One table that a year may have: the series of a theme, or an `indicator` by one breakdown.

    `make` gives the table of a year; None when its file lacks the columns.
    """

    code: str
    theme: Theme
    chapter: str
    make: Callable[[YearStaff], Table | None]
    drawing: Drawing | None = None
    indicator: Indicator | None = None


def declared_tables(
    themes: Sequence[Theme], indicators: Sequence[Indicator]
) -> dict[str, Declared]:
    """Every table by its code, theme by theme: the series, then the indicators."""
    tables: list[Declared] = []
    for theme in themes:
        ours = [each for each in indicators if each.theme is theme]
        code = theme.series_code
        tables.append(Declared(code, theme, theme.chapter, partial(_series, code, theme, ours)))
        tables += [
            Declared(
                each.table_code(cut),
                theme,
                each.chapter,
                partial(_table, each, cut),
                cut.drawing,
                each,
            )
            for each in ours
            for cut in each.cuts
        ]
    return {declared.code: declared for declared in tables}


def _table(indicator: Indicator, cut: Cut, now: YearStaff) -> Table | None:
    if not indicator.known(now) or not now.has(cut.breakdown.column):
        return None
    groups = cut.breakdown.groups(now, indicator.people(now))
    [*cells, whole] = cut.lines.cells(now, [group.agents for group in groups])
    rows = [Row(g.code, g.label, own) for g, own in zip(groups, cells, strict=True)]
    return Table(
        indicator.table_code(cut),
        indicator.table_title(cut),
        cut.lines.columns,
        (*rows, Row("total", ALL, whole, total=True)),
        indicator.population,
        SOURCE,
        now.as_of,
        cut.lines.note(now.thresholds),
    )


def _series(code: str, theme: Theme, indicators: Sequence[Indicator], now: YearStaff) -> Table:
    """All indicators of a theme in one year; None where its file has none."""
    yearly = [(each, each.yearly) for each in indicators if each.yearly]
    notes = [own.note(now.thresholds) for _each, own in yearly]
    return Table(
        code,
        theme.series,
        tuple(column for _each, own in yearly for column in own.columns),
        (Row(str(now.year), both(str(now.year)), _year(yearly, now)),),
        theme.population,
        SOURCE,
        now.as_of,
        Text(" ".join(n.fr for n in notes if n), " ".join(n.en for n in notes if n)),
    )


def _year(yearly: Sequence[tuple[Indicator, Yearly]], now: YearStaff) -> tuple[Figure, ...]:
    cells: list[Figure] = []
    for each, own in yearly:
        cells += own.cells(now) if each.known(now) else (None,) * len(own.columns)
    return tuple(cells)


TABLES = declared_tables(THEMES, INDICATORS)


def edition_of(indicators: Sequence[Indicator]) -> str:
    """What tells one state of the catalogue from another: what is counted, and how in words."""
    lines = []
    for each in indicators:
        yearly = each.yearly.columns if each.yearly else ()
        lines += [each.code, each.formula.en, *(column.code for column in yearly)]
        for cut in each.cuts:
            lines += [each.table_code(cut), *(column.code for column in cut.lines.columns)]
    return blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


EDITION = edition_of(INDICATORS)


def declared_indicators() -> dict[str, Indicator]:
    """The indicators of these tables by their codes, in their order."""
    return {each.code: each for declared in TABLES.values() if (each := declared.indicator)}


@dataclass(frozen=True)
class YearTables:
    """The tables of a year by their codes, and the years that its series hold.

    Raises KeyError for a code that nobody declared.
    """

    year: int
    years: tuple[int, ...]
    tables: Mapping[str, Table] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Table:
        return self.tables[code]

    def get(self, code: str) -> Table | None:
        """One table; None when the year's file cannot give it."""
        return self.tables.get(TABLES[code].code)


def counted(now: YearStaff) -> YearTables:
    """The tables of one year, safe to publish; its series have this year alone."""
    tables = {code: declared.make(now) for code, declared in TABLES.items()}
    known = {code: table for code, table in tables.items() if table is not None}
    return YearTables(now.year, (now.year,), known)


def over_years(counted_years: Sequence[YearTables]) -> YearTables:
    """The tables of the last of these years, in their order, with its series over all of them
    (three by law, CGFP R231-4)."""
    now = counted_years[-1]
    series = {theme.series_code for theme in THEMES}
    tables = {
        code: _joined(table, counted_years) if code in series else table
        for code, table in now.tables.items()
    }
    return YearTables(now.year, tuple(each.year for each in counted_years), tables)


def _joined(now: Table, counted_years: Sequence[YearTables]) -> Table:
    """A series with a line for each year: a column that a year was not counted for is empty."""
    lines = [each.tables[now.code] for each in counted_years if now.code in each.tables]
    return replace(now, rows=tuple(_line(table, now.columns) for table in lines))


def _line(table: Table, columns: Sequence[Column]) -> Row:
    row, own = table.rows[-1], {column.code for column in table.columns}
    cells = (table.cell(row.code, c.code) if c.code in own else None for c in columns)
    return replace(row, cells=tuple(cells))
