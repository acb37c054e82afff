"""The tables of figures that were typed for a year, safe to show."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from app.extensions import db
from app.indicators.core.entered import SHOWN, SUBJECTS
from app.indicators.core.entered.lines import Line
from app.indicators.core.entered.tables import typed_table
from app.indicators.models import EnteredLine, Entry
from app.indicators.service.entered import line_of
from app.memory import Memory
from app.statistics.disclosure import Thresholds
from app.statistics.figures import Table

#: By the lines that they are made of, and what may be shown of people.
_TABLES: Memory[dict[str, Table]] = Memory(kept=16)


def typed_tables(
    year: int, thresholds: Thresholds, *, everything: bool = False
) -> dict[str, Table]:
    """What was typed for a year, by subject, each a table that went through the gate; of those that
    are among the indicators, or of `everything`."""
    rows = _rows(year)
    made_of = (year, thresholds, tuple(row.id for row in rows))
    tables = _TABLES.get(made_of, lambda: _made(year, rows, thresholds))
    return {code: own for code, own in tables.items() if everything or code in SHOWN}


def _rows(year: int) -> list[EnteredLine]:
    """The lines of a year that count, of every subject, in one reading."""
    rows = db.session.scalars(
        select(EnteredLine)
        .join(Entry)
        .where(Entry.undone_at.is_(None), EnteredLine.year == year)
        .order_by(EnteredLine.id)
    )
    latest = {(row.subject, row.key): row for row in rows}
    return [row for row in latest.values() if not row.removed]


def _made(year: int, rows: list[EnteredLine], thresholds: Thresholds) -> dict[str, Table]:
    lines: defaultdict[str, list[Line]] = defaultdict(list)
    for row in rows:
        lines[row.subject].append(line_of(row))
    tables = {
        code: typed_table(subject, year, lines[code], thresholds)
        for code, subject in SUBJECTS.items()
    }
    return {code: table for code, table in tables.items() if table is not None}
