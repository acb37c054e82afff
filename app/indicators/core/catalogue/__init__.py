"""The catalogue of indicators, and the published tables of one year that it declares.

To add an indicator: its declaration in the file of its theme, a calculation in `formulas.py`. The
page, the report, the files, the series and the guide list what is declared here and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b

from app.indicators.core.catalogue import (
    access,
    bonuses,
    careers,
    directive,
    explained,
    fpt_index,
    health,
    highest,
    organisation,
    paths,
    pay,
    staff,
    staffing,
    working_time,
)
from app.indicators.core.catalogue.declaring import Indicator, Theme
from app.indicators.core.catalogue.tables import series_of, table_of
from app.indicators.core.counts.figures import YearFigures
from app.indicators.core.counts.guarding import Guarded, WasShown, nothing_was
from app.indicators.core.counts.measures import Asked
from app.indicators.core.counts.year import YearStaff, has_one
from app.statistics.figures import Column, Drawing, Row, Table

THEMES: tuple[Theme, ...] = (
    staff.THEME,
    pay.THEME,
    careers.THEME,
    working_time.THEME,
    health.THEME,
)
INDICATORS: tuple[Indicator, ...] = (
    *staff.INDICATORS,
    *staffing.INDICATORS,
    *pay.INDICATORS,
    *bonuses.INDICATORS,
    *highest.INDICATORS,
    *explained.INDICATORS,
    *fpt_index.INDICATORS,
    *directive.INDICATORS,
    *careers.INDICATORS,
    *access.INDICATORS,
    *paths.INDICATORS,
    *working_time.INDICATORS,
    *organisation.INDICATORS,
    *health.INDICATORS,
)
YEARS_IN_SERIES = 3  # the year and the two before, at least (CGFP R231-4)


@dataclass(frozen=True)
class Declared:
    """One table that a year may have: the series of a theme, or an `indicator` by one breakdown.

    `make` gives the table of a year; None when its file lacks the columns. The annual report shows
    those of the `first` rank: series, the first table of each indicator, those that are drawn.
    """

    code: str
    theme: Theme
    chapter: str
    make: Callable[[YearFigures], Table | None]
    drawing: Drawing | None = None
    indicator: Indicator | None = None
    first: bool = True


def declared_tables(
    themes: Sequence[Theme], indicators: Sequence[Indicator]
) -> dict[str, Declared]:
    """Every table by its code, theme by theme: the series, then the indicators."""
    tables: list[Declared] = []
    for theme in themes:
        ours = [each for each in indicators if each.theme is theme]
        code = theme.series_code
        tables.append(Declared(code, theme, theme.chapter, partial(series_of, code, theme, ours)))
        tables += [
            Declared(
                each.table_code(cut),
                theme,
                each.chapter,
                partial(table_of, each, cut),
                cut.drawing,
                each,
                place == 0 or cut.drawing is not None,
            )
            for each in ours
            for place, cut in enumerate(each.cuts)
        ]
    return {declared.code: declared for declared in tables}


TABLES = declared_tables(THEMES, INDICATORS)


#: Raised when what is counted or withheld changes under the same words: all is counted anew.
REVISION = 3


def edition_of(indicators: Sequence[Indicator]) -> str:
    """What tells one state of the catalogue from another: what is counted, and how in words."""
    lines = [str(REVISION)]
    for each in indicators:
        lines += [each.code, each.formula.en, *(own.column.code for own in each.yearly)]
        for cut in each.cuts:
            columns = (column.code for column in each.columns_of(cut))
            lines += [each.table_code(cut), *columns]
    return blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


EDITION = edition_of(INDICATORS)


def declared_indicators() -> dict[str, Indicator]:
    """The indicators of these tables by their codes, in their order."""
    return {each.code: each for declared in TABLES.values() if (each := declared.indicator)}


@dataclass(frozen=True)
class YearTables:
    """The tables of a year by their codes, the years that its series hold, and the columns of which
    its file says anything.

    Raises KeyError for a code that nobody declared.
    """

    year: int
    years: tuple[int, ...]
    tables: Mapping[str, Table] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()

    def __getitem__(self, code: str) -> Table:
        return self.tables[code]

    def lacking(self, needs: Sequence[str]) -> list[str]:
        """Those of these columns that the year's file does not have, or has empty."""
        return [need for need in needs if not has_one(self.columns, need)]

    def get(self, code: str) -> Table | None:
        """One table; None when the year's file cannot give it."""
        return self.tables.get(TABLES[code].code)


def asked() -> Iterator[Asked]:
    """All that is asked of a year."""
    return (each for indicator in INDICATORS for each in indicator.asked())


def counted(now: YearStaff, was_shown: WasShown = nothing_was) -> tuple[YearTables, Guarded]:
    """The tables of one year, safe to publish, and what they withhold; its series have this year
    alone. What was shown before, of the same people, stays so."""
    figures, guarded = YearFigures.of(now, asked()).guarded(was_shown)
    tables = {code: declared.make(figures) for code, declared in TABLES.items()}
    known = {code: table for code, table in tables.items() if table is not None}
    return YearTables(now.year, (now.year,), known, now.columns), guarded


def over_years(counted_years: Sequence[YearTables]) -> YearTables:
    """The tables of the last of these years, in their order, with its series over all of them
    (three by law, CGFP R231-4)."""
    now = counted_years[-1]
    series = {theme.series_code for theme in THEMES}
    tables = {
        code: _joined(table, counted_years) if code in series else table
        for code, table in now.tables.items()
    }
    return replace(now, years=tuple(each.year for each in counted_years), tables=tables)


def _joined(now: Table, counted_years: Sequence[YearTables]) -> Table:
    """A series with a line for each year: a column that a year was not counted for is empty."""
    lines = [each.tables[now.code] for each in counted_years if now.code in each.tables]
    return replace(now, rows=tuple(_line(table, now.columns) for table in lines))


def _line(table: Table, columns: Sequence[Column]) -> Row:
    row, own = table.rows[-1], {column.code for column in table.columns}
    cells = (table.cell(row.code, c.code) if c.code in own else None for c in columns)
    return replace(row, cells=tuple(cells))
