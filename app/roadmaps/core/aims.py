"""Which action each row of a plan's file is about."""

from __future__ import annotations

from dataclasses import dataclass

from app.roadmaps.core.sheet import ActionValues, PlanLine
from app.roadmaps.core.titles import find, index_of
from app.roadmaps.core.weaving import Group, PresentRoadmap
from app.text import Text


@dataclass(frozen=True, slots=True)
class Target:
    """The action that a row is about: that of a row of the file, by its line, or one that is there
    already, by its number."""

    line: int | None = None
    present: int | None = None


def acting(group: Group) -> list[tuple[PlanLine, ActionValues]]:
    """The rows of a roadmap that say something of an action."""
    return [(line, line.action) for line in group.lines if line.action is not None]


def targets(group: Group, there: PresentRoadmap | None) -> dict[int, Target | None]:
    """The action of each row, by its line; None for a row that names one that is nowhere."""
    rows = {line.line: line for line, _action in acting(group)}
    own_rows = [line for line in rows.values() if not line.same_as]
    coded = {line.code: line.line for line in reversed(rows.values()) if line.code}
    coded |= {line.code: line.line for line in reversed(own_rows) if line.code}
    titled = index_of({line.line: line.action.title for line in own_rows if line.action})
    actions = there.actions if there else ()
    present = {place.code: each.id for each in actions for place in each.places if place.code}
    present_titled = index_of({each.id: each.title for each in actions})

    def follow(line: PlanLine, seen: frozenset[int]) -> Target | None:
        if not line.same_as:
            return Target(line=line.line)
        said = Text(line.same_as)
        other = coded.get(line.same_as) or find(titled, said)
        if other is not None:
            return None if other in seen else follow(rows[other], seen | {other})
        number = present.get(line.same_as) or find(present_titled, said)
        return Target(present=number) if number is not None else None

    return {line.line: follow(line, frozenset({line.line})) for line in rows.values()}
