"""The figures of a year: the tables of the import that counts, and of the two years before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from app.extensions import db
from app.indicators.core import TABLES, YEARS_IN_SERIES, YearTables, over_years
from app.indicators.core.entered import SUBJECTS
from app.indicators.core.entered.years import with_typed_years
from app.indicators.models import HrFigures, HrImport
from app.indicators.service.entered import lines_of
from app.indicators.service.imports import current_imports, has_data
from app.memory import Memory
from app.statistics.disclosure.thresholds import FLOOR_CELL
from app.statistics.figures import Table
from app.statistics.plain_values import from_plain

#: By the imports that they are of, and when each was counted.
_TABLES: Memory[YearTables] = Memory(kept=16)


def figures_of(imported: HrImport | None) -> HrFigures | None:
    """What an import counts; None while it is being counted."""
    return db.session.get(HrFigures, imported.id) if imported else None


def held_figures(year: int) -> HrFigures | None:
    """The figures of a year that wait to be shown."""
    figures = figures_of(current_imports().get(year))
    return figures if figures is not None and figures.held_for is not None else None


def held_years() -> list[int]:
    """The years of which figures wait to be shown, the latest first."""
    rows = db.session.execute(
        select(HrImport.year, HrFigures.held_for)
        .join(HrFigures, isouter=True)
        .where(HrImport.undone_at.is_(None), has_data())
        .order_by(HrImport.id)
    )
    latest = {year: held_for for year, held_for in rows}
    return sorted((year for year, own in latest.items() if own is not None), reverse=True)


def years() -> list[int]:
    """Years that have figures, the latest first."""
    return sorted(_counted(), reverse=True)


def tables(year: int, span: int = YEARS_IN_SERIES) -> YearTables | None:
    """Every table of the year, safe to publish, with series over so many years that end with it;
    None without figures."""
    counted = _counted()
    if year not in counted:
        return None
    series = _series(counted, year, span)
    made_of = tuple(counted[own] for own in series)
    joined = _TABLES.get(
        made_of, lambda: over_years([_stored(own, counted[own].number) for own in series])
    )
    return with_typed_years(joined, lines_of(SUBJECTS["years"]), counted[year].least)


def imports_behind(year: int, span: int = YEARS_IN_SERIES) -> dict[int, int]:
    """The import that gives the figures of each of these years."""
    counted = _counted()
    return {own: counted[own].number for own in _series(counted, year, span)}


def _series(counted: Collection[int], year: int, span: int) -> list[int]:
    return [own for own in range(year - span + 1, year + 1) if own in counted]


class _Counted(NamedTuple):
    """An import that is counted: its number, when it was, from how many people on counts are
    shown."""

    number: int
    counted_at: dt.datetime | None
    least: int


def _counted() -> dict[int, _Counted]:
    """The import that counts, and is counted, of each year that has one. One that is held back
    leaves in place what it replaces."""
    rows = db.session.execute(
        select(HrImport, HrFigures.counted_at, HrFigures.held_for, HrFigures.thresholds)
        .join(HrFigures, isouter=True)
        .where(HrImport.undone_at.is_(None), has_data())
        .order_by(HrImport.id)
    )
    latest = {
        imported.year: _Counted(imported.id, counted_at, (limits or {}).get("cell", FLOOR_CELL))
        for imported, counted_at, held_for, limits in rows
        if held_for is None
    }
    return {year: own for year, own in latest.items() if own.counted_at is not None}


def _stored(year: int, import_id: int) -> YearTables:
    """The tables of an import; one whose declaration is gone is left aside."""
    kept, profile = db.session.execute(
        select(HrFigures.tables, HrFigures.profile).where(HrFigures.import_id == import_id)
    ).one()
    tables = {code: from_plain(Table, each) for code, each in kept if code in TABLES}
    return YearTables(year, (year,), tables, frozenset(profile.get("columns", ())))
