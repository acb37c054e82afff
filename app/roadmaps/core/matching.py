"""A plan's file against the programme that it goes into: what is there is known again and left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from app.roadmaps.core.aims import Target, acting, targets
from app.roadmaps.core.sheet import ActionValues, PlanLine
from app.roadmaps.core.titles import find, index_of, keys, same_title
from app.roadmaps.core.weaving import (
    Group,
    Merged,
    Placed,
    Present,
    PresentAction,
    PresentRoadmap,
    Titled,
    Woven,
    WovenAction,
    WovenObjective,
    WovenRoadmap,
    grouped,
    merged,
    recognised,
    roadmap_there,
)
from app.text import Text


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of a file by roadmap, its policies and axes with their numbers where they are there;
    and for each row, by its line, the place of its axis among them."""

    groups: tuple[Group, ...]
    policies: tuple[Titled, ...]
    axes: tuple[Titled, ...]
    axis_of: Mapping[int, int | None]


def laid_out(lines: Sequence[PlanLine], present: Present) -> Layout:
    """Rows put where they stand in a plan."""
    policies = merged([(None, line.under.policy) for line in lines])
    axes = merged([(None, line.under.axis) for line in lines])
    return Layout(
        groups=grouped(lines, policies),
        policies=recognised(policies.titles, present.policies),
        axes=recognised(axes.titles, present.axes),
        axis_of={line.line: axis for line, axis in zip(lines, axes.places, strict=True)},
    )


def weave(lines: Sequence[PlanLine], present: Present) -> Woven:
    """The plan that rows without problems make, each part with its number where it is there."""
    layout = laid_out(lines, present)
    roadmaps = tuple(
        woven_roadmap(group, roadmap_there(group, layout.policies, present), layout)
        for group in layout.groups
    )
    kept = {roadmap.policy for roadmap in present.roadmaps}
    fresh = tuple(_left(each, layout.policies, kept) for each in roadmaps)
    return Woven(layout.policies, layout.axes, fresh)


def _left(roadmap: WovenRoadmap, policies: Sequence[Titled], kept: Set[int]) -> WovenRoadmap:
    """A roadmap without the category of a policy that the programme has already."""
    return replace(roadmap, category=None) if policies[roadmap.policy].id in kept else roadmap


def woven_roadmap(group: Group, there: PresentRoadmap | None, layout: Layout) -> WovenRoadmap:
    """The roadmap that the rows of a group make."""
    objectives, objective_of = objectives_of(group, there, layout)
    ambassador = next((line.ambassador for line in group.lines if line.ambassador), None)
    category = next((line.category for line in group.lines if line.category), None)
    return WovenRoadmap(
        policy=group.policy,
        owner=group.owner,
        id=there.id if there else None,
        category=category,
        ambassador=None if there and there.ambassadors else ambassador,
        objectives=objectives,
        actions=_actions(group, there, objectives, objective_of),
    )


def objectives_of(
    group: Group, there: PresentRoadmap | None, layout: Layout
) -> tuple[tuple[WovenObjective, ...], dict[int, int | None]]:
    """The objectives of a roadmap; and for each row, by its line, the place of its own."""
    own = merged([(layout.axis_of[line.line], line.under.objective) for line in group.lines])
    objectives = _objectives(group, own, there, layout.axes)
    return objectives, {
        line.line: place for line, place in zip(group.lines, own.places, strict=True)
    }


def _objectives(
    group: Group, own: Merged, there: PresentRoadmap | None, axes: Sequence[Titled]
) -> tuple[WovenObjective, ...]:
    """The objectives of a roadmap. One under no axis is that of any axis with its title."""
    codes = {
        place: line.code
        for place, line in reversed(list(zip(own.places, group.lines, strict=True)))
        if line.action is None and line.code
    }
    by_axis: dict[int | None, dict[int, Text]] = {}
    everywhere: dict[int, Text] = {}
    for each in there.objectives if there else ():
        by_axis.setdefault(each.axis, {})[each.id] = each.title
        everywhere[each.id] = each.title
    indexes = {axis: index_of(rows) for axis, rows in by_axis.items()}
    indexes[None] = index_of({**by_axis.get(None, {}), **everywhere})
    woven = []
    for place, (title, axis) in enumerate(zip(own.titles, own.under, strict=True)):
        number = axes[axis].id if axis is not None else None
        fresh = axis is not None and number is None
        known = None if fresh else find(indexes.get(number, {}), title)
        woven.append(WovenObjective(title, codes.get(place, ""), axis, known))
    return tuple(woven)


def _actions(
    group: Group,
    there: PresentRoadmap | None,
    objectives: Sequence[WovenObjective],
    objective_of: Mapping[int, int | None],
) -> tuple[WovenAction, ...]:
    """The actions of a roadmap, each with the objectives that it is yet to be put under: first the
    one of its own row, which is its own, then those that other rows add."""
    aims = targets(group, there)
    numbers = _known_actions(group, there, objectives, objective_of)
    present = {action.id: action for action in (there.actions if there else ())}
    rows: dict[Target, list[tuple[PlanLine, ActionValues]]] = {}
    for line, action in sorted(acting(group), key=lambda row: bool(row[0].same_as)):
        target = aims[line.line] or Target(line=line.line)
        number = numbers.get(target.line or 0)
        target = Target(present=number) if number is not None else target
        rows.setdefault(target, []).append((line, action))
    woven = []
    for target, those in rows.items():
        taken = {p.objective for p in present[target.present].places} if target.present else set()
        places: dict[int, Placed] = {}
        for line, _action in those:
            place = objective_of[line.line]
            if place is not None and objectives[place].id not in taken:
                places.setdefault(place, Placed(place, line.code))
        first, values = those[0]
        woven.append(WovenAction(first.line, values, target.present, tuple(places.values())))
    return tuple(sorted(woven, key=lambda action: action.line))


def _known_actions(
    group: Group,
    there: PresentRoadmap | None,
    objectives: Sequence[WovenObjective],
    objective_of: Mapping[int, int | None],
) -> dict[int, int]:
    """The number of the action that a row gives, by its line, where it is there already: under its
    code, or else under its objective with its title and no other code. Each is taken once."""
    actions = there.actions if there else ()
    by_code = {place.code: each.id for each in actions for place in each.places if place.code}
    by_title: dict[tuple[int, str], list[PresentAction]] = {}
    for each in actions:
        for key in keys(each.title):
            for place in each.places:
                by_title.setdefault((place.objective, key), []).append(each)
    numbers: dict[int, int] = {}
    rows = [row for row in acting(group) if not row[0].same_as]
    for line, _action in rows:
        if line.code in by_code:
            numbers[line.line] = by_code[line.code]
    taken = set(numbers.values())
    for line, action in rows:
        place_of_row = objective_of[line.line]
        objective = objectives[place_of_row].id if place_of_row is not None else None
        if line.line in numbers or objective is None:
            continue
        alike = [e for key in keys(action.title) for e in by_title.get((objective, key), [])]
        own = (e for e in alike if e.id not in taken and _is(e, line, action, objective))
        same = next(own, None)
        if same is not None:
            numbers[line.line] = same.id
            taken.add(same.id)
    return numbers


def _is(there: PresentAction, line: PlanLine, action: ActionValues, objective: int) -> bool:
    """Whether a row gives an action that is there under the objective of the row."""
    own = next(place for place in there.places if place.objective == objective)
    same = same_title(there.title, action.title)
    return same and (not own.code or not line.code or own.code == line.code)
