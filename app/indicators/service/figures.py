"""The figures of a year, computed once for each import."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import polars as pl

from app.accounts.service.people import directorates
from app.documents.key_folder import KeyFolder
from app.indicators.core import YEARS_IN_SERIES, YearTables, year_tables
from app.indicators.core.agents import NOBODY, completed
from app.indicators.service.imports import agents_of, current_import, current_imports
from app.statistics.disclosure import Thresholds
from app.text import Text


def agents(year: int, keys: KeyFolder) -> pl.DataFrame:
    """The agents of a year; none without an import, or without the key that opens it."""
    imported = current_import(year)
    opened = agents_of(imported.id, year, keys) if imported else None
    return NOBODY if opened is None else completed(opened)


def tables(year: int, thresholds: Thresholds, keys: KeyFolder) -> YearTables | None:
    """Every table of the year and the two before it, safe to publish; None without an import, or
    without the key that opens it."""
    imports = current_imports()
    counted = [imports[y] for y in range(year - YEARS_IN_SERIES + 1, year + 1) if y in imports]
    if year not in imports:
        return None
    sources = tuple((each.year, each.id, each.digest, each.imported_at) for each in counted)
    names = tuple((directorate.code, directorate.name) for directorate in directorates())
    return _tables(year, sources, thresholds, names, keys)


@lru_cache(maxsize=16)
def _tables(
    year: int,
    sources: tuple[tuple[int, int, str | None, dt.datetime], ...],
    thresholds: Thresholds,
    names: tuple[tuple[str, Text], ...],
    keys: KeyFolder,
) -> YearTables | None:
    """The tables of these imports: they change with an import, a threshold or a directorate's name,
    and with nothing else."""
    opened = {own: agents_of(number, own, keys) for own, number, *_ in sources}
    by_year = {own: completed(rows) for own, rows in opened.items() if rows is not None}
    return year_tables(year, by_year, thresholds, dict(names)) if year in by_year else None
