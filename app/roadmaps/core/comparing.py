"""What changed in a programme from one snapshot to another."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from app.roadmaps.core.lights import Light
from app.roadmaps.core.snapshots import (
    ActionState,
    IndicatorState,
    ProgrammeState,
    RiskState,
    RoadmapState,
)
from app.text import Text


class Field(StrEnum):
    """What differs of a part, in the order in which it is read."""

    ADDED = "added"
    GONE = "gone"
    STATUS = "status"
    BLOCKED = "blocked"
    APPLICABILITY = "applicability"
    DUE = "due"
    VALUE = "value"
    LEVEL = "level"


class Part(StrEnum):
    ACTION = "action"
    INDICATOR = "indicator"
    RISK = "risk"


@dataclass(frozen=True)
class Difference:
    """One field of a part that differs: what it was and what it became, as the snapshots keep them;
    of one that was added or is gone, nothing."""

    part: Part
    id: int
    code: str
    title: Text
    field: Field
    old: object = None
    new: object = None


@dataclass(frozen=True)
class RoadmapChange:
    """What differs of one roadmap, which was added or is gone where one of the two is None."""

    before: RoadmapState | None
    after: RoadmapState | None
    differences: tuple[Difference, ...]

    @property
    def either(self) -> RoadmapState:
        """The roadmap, as it is or as it was."""
        state = self.after or self.before
        assert state is not None
        return state

    @property
    def lights(self) -> tuple[Light, Light] | None:
        """The light that it had and the one that it has, where they differ."""
        if self.before is None or self.after is None or self.before.light is self.after.light:
            return None
        return self.before.light, self.after.light

    @property
    def nothing(self) -> bool:
        """Whether it is as it was."""
        both_there = self.before is not None and self.after is not None
        return both_there and not self.differences and self.lights is None


@dataclass(frozen=True)
class Comparison:
    """Two snapshots of a programme, roadmap by roadmap in the order of the later one."""

    before: ProgrammeState
    after: ProgrammeState
    roadmaps: tuple[RoadmapChange, ...]

    def counted(
        self, field: Field, value: object = None, was: Container[object] | None = None
    ) -> int:
        """How many actions differ in a field; that became a value, or were one of some, where they are
        given."""
        every = (each for roadmap in self.roadmaps for each in roadmap.differences)
        own = [each for each in every if each.part is Part.ACTION and each.field is field]
        became = (each for each in own if value is None or each.new == value)
        return sum(was is None or each.old in was for each in became)


def compare(before: ProgrammeState, after: ProgrammeState) -> Comparison:
    """What changed from one snapshot to a later one. Parts are the same by their numbers."""
    old = {each.id: each for each in before.roadmaps}
    new = {each.id: each for each in after.roadmaps}
    numbers = [*new, *(number for number in old if number not in new)]
    return Comparison(
        before=before,
        after=after,
        roadmaps=tuple(_roadmap(old.get(n), new.get(n)) for n in numbers),
    )


def _roadmap(before: RoadmapState | None, after: RoadmapState | None) -> RoadmapChange:
    if before is None or after is None:
        return RoadmapChange(before, after, ())
    differences = (
        *_parts(Part.ACTION, before.actions, after.actions),
        *_parts(Part.INDICATOR, before.indicators, after.indicators),
        *_parts(Part.RISK, before.risks, after.risks),
    )
    return RoadmapChange(before, after, differences)


class _Row(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def title(self) -> Text: ...


Row = TypeVar("Row", bound=_Row)


def _parts(part: Part, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Difference]:
    old: Mapping[int, Row] = {each.id: each for each in before}
    kept = {each.id for each in after}
    for row in after:
        was = old.get(row.id)
        if was is None:
            yield _difference(part, row, Field.ADDED)
            continue
        then, now = _fields(was), _fields(row)
        for field in now:
            if then[field] != now[field]:
                yield _difference(part, row, field, then[field], now[field])
    for row in before:
        if row.id not in kept:
            yield _difference(part, row, Field.GONE)


def _difference(
    part: Part, row: _Row, field: Field, old: object = None, new: object = None
) -> Difference:
    return Difference(part, row.id, getattr(row, "code", ""), row.title, field, old, new)


def _fields(row: _Row) -> dict[Field, object]:
    """What is compared of a part."""
    if isinstance(row, ActionState):
        return {
            Field.STATUS: row.status,
            Field.BLOCKED: row.blocked,
            Field.APPLICABILITY: row.applicability,
            Field.DUE: row.due,
        }
    if isinstance(row, IndicatorState):
        return {Field.VALUE: row.value}
    assert isinstance(row, RiskState)
    return {Field.LEVEL: row.level}
