"""What the tables of a year share: columns, the agents of a year, counts through the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.indicators.core import formulas, labels
from app.indicators.core.agents import Agent
from app.indicators.core.formulas import by_sex
from app.statistics.disclosure import Thresholds, protect
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Unit
from app.text import Text, both

SOURCE = Text("fichier des agents", "agents’ file")
STAFF = Text("agents présents au 31 décembre", "agents present on 31 December")
WOMEN = Column("women", labels.SEXES["F"], Unit.COUNT)
MEN = Column("men", labels.SEXES["H"], Unit.COUNT)
TOTAL = Column("total", labels.ALL, Unit.COUNT)
SHARE = Column("share", Text("Part des femmes", "Share of women"), Unit.SHARE)


@dataclass(frozen=True)
class YearStaff:
    """The agents of a year and what tables need to know of it."""

    year: int
    agents: Sequence[Agent]
    thresholds: Thresholds

    @property
    def staff(self) -> list[Agent]:
        return [agent for agent in self.agents if agent.present(self.year)]

    @property
    def as_of(self) -> dt.date:
        return dt.date(self.year, 12, 31)


def label_of(names: Mapping[str, Text], code: str) -> Text:
    if not code:
        return Text("Non renseigné", "Not given")
    return names.get(code) or both(code)


def head_counts(groups: Mapping[str, Sequence[Agent]], limits: Thresholds) -> list[list[Figure]]:
    """Women, men and all for each group and in all, protected."""
    return protect([by_sex(group) for group in groups.values()], limits.cell)


def given(agents: Sequence[Agent], name: str) -> bool:
    """Whether the year's file has this column: what it leaves out is unknown, not zero."""
    return any(getattr(agent, name) is not None for agent in agents)


def hidden_with(mask: Figure, value: float) -> Figure:
    """A sum over people is withheld where their number is."""
    return SUPPRESSED if mask is SUPPRESSED else value


def by_category(agents: Sequence[Agent]) -> dict[str, list[Agent]]:
    return formulas.grouped(agents, lambda a: a.category, [*labels.CATEGORIES])


def category_rows(
    groups: Mapping[str, Sequence[Agent]], cells: Sequence[tuple[Figure, ...]]
) -> tuple[Row, ...]:
    names = [*groups, "total"]
    return tuple(
        Row(name, labels.ALL if name == "total" else label_of(labels.CATEGORIES, name), values,
            total=name == "total")
        for name, values in zip(names, cells, strict=True)
    )  # fmt: skip
