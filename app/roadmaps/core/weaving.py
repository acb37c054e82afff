"""The rows of a plan's file, woven into a plan: what is there already, what is to be made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.roadmaps.core.plans import Category
from app.roadmaps.core.sheet import ActionValues, PlanLine
from app.roadmaps.core.titles import find, index_of, joined, keys
from app.text import Text


@dataclass(frozen=True, slots=True)
class Placed:
    """An action under an objective that is there, with its code."""

    objective: int
    code: str


@dataclass(frozen=True, slots=True)
class PresentAction:
    id: int
    title: Text
    places: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class PresentObjective:
    id: int
    axis: int | None
    title: Text
    ended_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PresentRoadmap:
    """A roadmap of the programme, with the names of those who are its ambassadors by number."""

    id: int
    policy: int
    owner: int | None
    ambassadors: Mapping[int, str]
    objectives: tuple[PresentObjective, ...] = ()
    actions: tuple[PresentAction, ...] = ()
    ended_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """A programme as it is, with every policy. What has ended comes after what goes on, so that a
    name is that of what goes on where both have it."""

    policies: Mapping[int, Text]
    axes: Mapping[int, Text]
    roadmaps: tuple[PresentRoadmap, ...] = ()
    ended_policies: Mapping[int, dt.date] = field(default_factory=dict)
    ended_axes: Mapping[int, dt.date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Titled:
    """A policy or an axis; `id` is its number where it is there already."""

    title: Text
    id: int | None


@dataclass(frozen=True, slots=True)
class WovenObjective:
    title: Text
    code: str
    axis: int | None
    id: int | None


@dataclass(frozen=True, slots=True)
class WovenAction:
    """An action, and the objectives that it is yet to be put under, with its code there."""

    line: int
    values: ActionValues
    id: int | None
    places: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class WovenRoadmap:
    """A roadmap; its policy, its axes and the objectives of its actions are places in lists.
    `ambassador` is somebody yet to be appointed, `category` one yet to be given."""

    policy: int
    owner: int | None
    id: int | None
    category: Category | None
    ambassador: int | None
    objectives: tuple[WovenObjective, ...]
    actions: tuple[WovenAction, ...]


@dataclass(frozen=True, slots=True)
class Woven:
    policies: tuple[Titled, ...]
    axes: tuple[Titled, ...]
    roadmaps: tuple[WovenRoadmap, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """Of one kind of part, how many are to be made and how many are there already."""

    new: int
    there: int


def counted(woven: Woven) -> dict[str, Count]:
    """What a file adds to a programme, and what it names that is there."""
    roadmaps = woven.roadmaps
    actions = [action for roadmap in roadmaps for action in roadmap.actions]
    parts: dict[str, list[int | None]] = {
        "roadmaps": [roadmap.id for roadmap in roadmaps],
        "axes": [axis.id for axis in woven.axes],
        "objectives": [each.id for roadmap in roadmaps for each in roadmap.objectives],
        "actions": [action.id for action in actions],
    }
    counts = {
        kind: Count(ids.count(None), len(ids) - ids.count(None)) for kind, ids in parts.items()
    }
    places = sum(len(action.places) for action in actions) - counts["actions"].new
    ambassadors = sum(roadmap.ambassador is not None for roadmap in roadmaps)
    return counts | {"places": Count(places, 0), "ambassadors": Count(ambassadors, 0)}


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one roadmap, in their order; its policy is a place in a list."""

    policy: int
    owner: int | None
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """Titles without those that are the same, each with what it stands under; and of each title
    that was merged its place among them, None for one without words."""

    titles: tuple[Text, ...]
    under: tuple[int | None, ...]
    places: tuple[int | None, ...]


def merged(titles: Sequence[tuple[int | None, Text]]) -> Merged:
    """Titles that are the same under the same thing made one, in both languages where any of them
    gives both."""
    kept: list[Text] = []
    above: list[int | None] = []
    indexes: dict[int | None, dict[str, int]] = {}
    places: list[int | None] = []
    for under, title in titles:
        index = indexes.setdefault(under, {})
        place = find(index, title)
        if place is None and title:
            place = len(kept)
            kept.append(title)
            above.append(under)
        if place is not None:
            kept[place] = joined(kept[place], title)
            for key in keys(kept[place]):
                index.setdefault(key, place)
        places.append(place)
    return Merged(tuple(kept), tuple(above), tuple(places))


def grouped(lines: Sequence[PlanLine], policies: Merged) -> tuple[Group, ...]:
    """The rows of each roadmap; `policies` are those of the rows."""
    groups: dict[tuple[int, int | None], list[PlanLine]] = {}
    for line, policy in zip(lines, policies.places, strict=True):
        if policy is not None:
            groups.setdefault((policy, line.under.owner), []).append(line)
    return tuple(Group(*key, tuple(rows)) for key, rows in groups.items())


def recognised(titles: Sequence[Text], there: Mapping[int, Text]) -> tuple[Titled, ...]:
    """Titles with the number of what has each of them already."""
    index = index_of(there)
    return tuple(Titled(title, find(index, title)) for title in titles)


def roadmap_there(
    group: Group, policies: Sequence[Titled], present: Present
) -> PresentRoadmap | None:
    """The roadmap that rows are about, where it is there."""
    number = policies[group.policy].id
    own = (r for r in present.roadmaps if (r.policy, r.owner) == (number, group.owner))
    return next(own, None) if number is not None else None
