"""The published tables of one year, each through disclosure control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.indicators.core import formulas, labels
from app.indicators.core.agents import Agent
from app.indicators.core.catalogue.careers import (
    movement_table,
    part_time_table,
    promotion_table,
    training_table,
)
from app.indicators.core.catalogue.parts import YearStaff
from app.indicators.core.catalogue.pay import pay_table
from app.indicators.core.catalogue.series import (
    careers_series,
    pay_series,
    staff_series,
    time_series,
)
from app.indicators.core.catalogue.staff import age_table, staff_table
from app.statistics.disclosure import Thresholds
from app.statistics.figures import Table
from app.text import Text


@dataclass(frozen=True)
class YearTables:
    """Every table of a year by its code, and the years that its series hold."""

    year: int
    years: tuple[int, ...]
    tables: Mapping[str, Table] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Table:
        return self.tables[code]

    def __contains__(self, code: str) -> bool:
        return code in self.tables


def year_tables(
    year: int,
    agents_by_year: Mapping[int, Sequence[Agent]],
    thresholds: Thresholds,
    directorates: Mapping[str, Text],
) -> YearTables:
    """The tables of `year`, with series over the years given (three by law, CGFP R231-4).

    `directorates` gives the names of the directorates that the file calls by their codes.
    """
    now = YearStaff(year, agents_by_year[year], thresholds)
    years = [
        YearStaff(y, agents_by_year[y], thresholds) for y in sorted(agents_by_year) if y <= year
    ]
    found = [
        staff_table(now, "staff-category", Text("Effectifs par catégorie", "Staff by category"),
                     lambda a: a.category, labels.CATEGORIES),
        staff_table(now, "staff-status", Text("Effectifs par statut", "Staff by status"),
                     lambda a: a.status, labels.STATUSES),
        staff_table(now, "staff-stream", Text("Effectifs par filière", "Staff by stream"),
                     lambda a: a.stream, labels.STREAMS),
        age_table(now),
        pay_table(now, "pay-category",
                   Text("Rémunération par catégorie", "Pay by category"),
                   lambda a: a.category, labels.CATEGORIES),
        pay_table(now, "pay-status", Text("Rémunération par statut", "Pay by status"),
                   lambda a: a.status, labels.STATUSES),
        pay_table(now, "pay-stream", Text("Rémunération par filière", "Pay by stream"),
                   lambda a: a.stream, labels.STREAMS),
        staff_series(years),
        pay_series(years),
    ]  # fmt: skip
    found += _optional_tables(now, years, directorates)
    return YearTables(year, tuple(y.year for y in years), {table.code: table for table in found})


def _optional_tables(
    now: YearStaff, years: Sequence[YearStaff], directorates: Mapping[str, Text]
) -> list[Table]:
    """Tables of columns that a file may leave out."""
    found = []
    if any(agent.directorate for agent in now.agents):
        title = Text("Effectifs par direction", "Staff by directorate")
        key: formulas.Key = lambda a: a.directorate  # noqa: E731
        found.append(staff_table(now, "staff-directorate", title, key, directorates))
    if any(agent.working_time for agent in now.agents):
        found.append(part_time_table(now))
    if any(agent.recruited_on for agent in now.agents):
        found.append(movement_table(now, "recruitments", formulas.recruited))
    if any(agent.left_on for agent in now.agents):
        found.append(movement_table(now, "departures", formulas.departed))
    if any(agent.eligible for agent in now.agents):
        found.append(promotion_table(now))
    if any(agent.training_hours or agent.training_days for agent in now.agents):
        found.append(training_table(now))
    found.append(careers_series(years))
    found.append(time_series(years))
    return found


__all__ = ["YearTables", "year_tables"]
