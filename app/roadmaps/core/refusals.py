"""What a programme refuses of rows that are right by themselves: to go into what has ended, and more
actions than a roadmap holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from app.cells import LineProblem
from app.roadmaps.core.columns import PlanTrouble
from app.roadmaps.core.matching import Layout, objectives_of, woven_roadmap
from app.roadmaps.core.plans import MAX_ACTIONS
from app.roadmaps.core.sheet import PlanLine
from app.roadmaps.core.weaving import Group, Present, PresentRoadmap


def ended(
    group: Group, there: PresentRoadmap | None, layout: Layout, present: Present
) -> Iterator[LineProblem]:
    """The names of what has ended, in each row that writes one."""
    policy = present.ended_policies.get(layout.policies[group.policy].id or 0)
    roadmap = there.ended_on if there and not policy else None
    objectives, objective_of = objectives_of(group, there, layout)
    present_objectives = {each.id: each for each in there.objectives} if there else {}
    for line in group.lines:
        place = layout.axis_of[line.line]
        axis = layout.axes[place].id if place is not None else None
        yield from _named(line, "politique", PlanTrouble.ENDED, policy)
        yield from _named(line, "politique", PlanTrouble.ENDED_ROADMAP, roadmap)
        yield from _named(line, "axe", PlanTrouble.ENDED, present.ended_axes.get(axis or 0))
        place = objective_of[line.line]
        number = objectives[place].id if place is not None else None
        objective = present_objectives.get(number or 0)
        if objective is None:
            continue
        yield from _named(line, "objectif", PlanTrouble.ENDED, objective.ended_on)
        if objective.ended_on is None and axis is None:
            above = present.ended_axes.get(objective.axis or 0)
            yield from _named(line, "objectif", PlanTrouble.ENDED_AXIS, above)


def _named(
    line: PlanLine, name: str, trouble: PlanTrouble, day: dt.date | None
) -> Iterator[LineProblem]:
    """A problem where a row writes a name, in either language; a roadmap by its owner too."""
    names = [name, f"{name}_en", *["proprietaire"] * (trouble is PlanTrouble.ENDED_ROADMAP)]
    column = next((each for each in names if each in line.texts), None)
    if day is not None and column is not None:
        yield LineProblem(line.line, column, line.texts[column], trouble, day.isoformat())


def overfull(group: Group, there: PresentRoadmap | None, layout: Layout) -> Iterator[LineProblem]:
    """The first action that is one too many for a roadmap."""
    kept = len(there.actions) if there else 0
    fresh = [each.line for each in woven_roadmap(group, there, layout).actions if each.id is None]
    room = max(0, MAX_ACTIONS - kept)
    if len(fresh) > room:
        line = next(each for each in group.lines if each.line == fresh[room])
        column = "action" if "action" in line.texts else "action_en"
        said = (line.texts.get(column, ""), PlanTrouble.TOO_MANY_ACTIONS, str(kept + len(fresh)))
        yield LineProblem(line.line, column, *said)
