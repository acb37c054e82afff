"""The two layouts of the report over the same figures: the comparative situation of the law of the
civil service, and the report presented before the budget debate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.reports.core.chapters import Chapter as _C
from app.text import Text


class Layout(StrEnum):
    COMPARATIVE = "comparative"
    BUDGET = "budget"


_HR = (
    _C.STAFF,
    _C.RECRUITMENT,
    _C.TRAINING,
    _C.WORKING_TIME,
    _C.PROMOTION,
    _C.CONDITIONS,
    _C.VIOLENCE,
    _C.PAY,
    _C.ARTICULATION,
)


@dataclass(frozen=True)
class Part:
    """Some chapters of a layout, under a title."""

    title: Text
    chapters: tuple[_C, ...]


@dataclass(frozen=True)
class Laid:
    """A layout: what the document is called, and its parts. What opens and what ends it belongs to
    none of them."""

    title: Text
    short: Text
    parts: tuple[Part, ...]

    @property
    def chapters(self) -> tuple[_C, ...]:
        inside = (chapter for part in self.parts for chapter in part.chapters)
        return (_C.ESSENTIAL, *inside, _C.METHOD)


LAYOUTS: dict[Layout, Laid] = {
    Layout.COMPARATIVE: Laid(
        Text(
            "Rapport de situation comparée des femmes et des hommes",
            "Report on the comparative situation of women and men",
        ),
        Text("Situation comparée", "Comparative situation"),
        (
            Part(Text("La situation, domaine par domaine", "The situation, field by field"), _HR),
            Part(
                Text(
                    "Ce qui en est perçu, ce qui est entrepris",
                    "What people see of it, what is being done",
                ),
                (_C.SURVEY, _C.ACTION_PLAN),
            ),
        ),
    ),
    Layout.BUDGET: Laid(
        Text(
            "Rapport sur la situation en matière d’égalité entre les femmes et les hommes",
            "Report on the situation of equality between women and men",
        ),
        Text("Rapport avant le budget", "Report before the budget"),
        (
            Part(
                Text("La politique de ressources humaines", "Human resources policy"),
                (*_HR, _C.SURVEY, _C.ACTION_PLAN, _C.ORIENTATIONS),
            ),
            Part(
                Text("Les politiques conduites sur le territoire", "Policies on the territory"),
                (_C.POLICIES, _C.PROCUREMENT, _C.RESOURCES, _C.TERRITORY),
            ),
        ),
    ),
}
