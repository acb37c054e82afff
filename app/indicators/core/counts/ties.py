"""The numbers of people of a year as one system: what adds up to what.

A cell is a number of people of a population in a group of a cross, or of those of the population it
is inside of who are not among them: these are printed nowhere, and no small one may be worked out
either. Where everybody of a group is among them, or nobody, there is one number and not two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.indicators.core.counts.attributes import Attribute, Cross
from app.indicators.core.counts.people import DEPARTED, RECRUITED, STAFF, Population
from app.indicators.core.counts.sums import Group, Sums
from app.statistics.disclosure.linked import Equation, Linked
from app.statistics.disclosure.part import Cell

SEXES = ("F", "H")


@dataclass(frozen=True)
class Ties:
    """Cells with their values, what ties them, which of them are printed, and which everybody knows."""

    values: dict[Cell, int] = field(default_factory=dict)
    equations: dict[Equation, None] = field(default_factory=dict)
    printed: set[Cell] = field(default_factory=set)
    known: set[Cell] = field(default_factory=set)

    def add(self, other: Ties) -> None:
        self.values.update(other.values)
        self.equations.update(other.equations)
        self.printed.update(other.printed)
        self.known.update(other.known)

    def tie(self, equations: Iterable[Equation]) -> None:
        self.equations.update(dict.fromkeys(equations))

    @property
    def linked(self) -> Linked:
        """The same, for the gate."""
        unpublished = frozenset(self.values.keys() - self.printed)
        return Linked(self.values, list(self.equations), unpublished)


@dataclass(frozen=True)
class Cells:
    """Which cell each number of people is, in one year."""

    sums: Sums

    def of(self, people: Population, cross: Cross, group: Group) -> Cell | None:
        """The cell of a number; None where everybody knows that there is nobody."""
        count = self.sums.count(people, cross, group)
        if not self.sums.count(people, cross, group[: len(cross)]):
            return None
        if not count and people.inside is not None:
            return None
        while people.inside is not None and count == self.sums.count(people.inside, cross, group):
            people = people.inside
        return (people.code, _codes(cross), group)

    def without(self, people: Population, cross: Cross, group: Group) -> Cell | None:
        """The cell of those who are not among these people, but where these are."""
        inside = people.inside
        if inside is None:
            raise ValueError(f"{people.code} is inside of no population")
        here = self.sums.count(people, cross, group)
        if here == self.sums.count(inside, cross, group):
            return None
        if here == 0:
            return self.of(inside, cross, group)
        return (f"not {people.code}", _codes(cross), group)


def _codes(cross: Cross) -> tuple[str, ...]:
    return tuple(each.code for each in cross)


def ties_of(
    people: Population, crosses: Sequence[Cross], printed: Collection[Cross], sums: Sums
) -> Ties:
    """Everything that ties the numbers of a population to each other, and to those of the
    population it is inside of. Crosses that are not `printed` tie those that are."""
    cells, ties = Cells(sums), Ties()
    for cross in crosses:
        for group, own in _own_cells(people, cross, cells):
            ties.values[own] = sums.count(people, cross, group)
            if cross in printed:
                ties.printed.add(own)
                if len(group) == len(cross) == 1 and cross[0].known:
                    ties.known.add(own)
        ties.tie(_sexes(people, cross, cells))
        for coarser in _next_coarser(cross, crosses):
            ties.tie(_groups(people, cross, coarser, cells))
        if people.inside is not None:
            ties.add(_others(people, people.inside, cross, cells))
    return ties


def _own_cells(people: Population, cross: Cross, cells: Cells) -> Iterator[tuple[Group, Cell]]:
    for group in cells.sums.groups(people, cross):
        for own in (group, *((*group, sex) for sex in SEXES)):
            if (cell := cells.of(people, cross, own)) is not None:
                yield own, cell


def _sexes(people: Population, cross: Cross, cells: Cells) -> Iterator[Equation]:
    """Women and men are all."""
    for group in cells.sums.groups(people, cross):
        parts = [cells.of(people, cross, (*group, sex)) for sex in SEXES]
        yield _equation(parts, [cells.of(people, cross, group)])


def _groups(people: Population, cross: Cross, coarser: Cross, cells: Cells) -> Iterator[Equation]:
    """The groups of a cross are, together, those of a coarser one."""
    parts: dict[Group, list[Group]] = {}
    for group in cells.sums.groups(people, cross):
        parts.setdefault(_outer(group, cross, coarser), []).append(group)
    for outer, groups in parts.items():
        for sex in SEXES:
            yield _equation(
                [cells.of(people, cross, (*group, sex)) for group in groups],
                [cells.of(people, coarser, (*outer, sex))],
            )


def _others(people: Population, inside: Population, cross: Cross, cells: Cells) -> Ties:
    """These people and the others are the population that they are inside of."""
    ties, sums = Ties(), cells.sums
    for group, here in _own_cells(people, cross, cells):
        others, all_ = cells.without(people, cross, group), cells.of(inside, cross, group)
        if others is None or others == all_:
            continue
        count = sums.count(inside, cross, group) - sums.count(people, cross, group)
        ties.values[others] = count
        ties.tie([_equation([here, others], [all_])])
    return ties


def year_before(sums: Sums, threshold: int) -> Ties:
    """What ties a year to the one before: who was there and who came are those who stayed and those
    who left. The staff of the year before is known from its own figures, unless there were few."""
    cells, ties = Cells(sums), Ties()
    for sex in SEXES:
        stayed, came, left = (
            sums.count(people, (), (sex,)) for people in (STAFF, RECRUITED, DEPARTED)
        )
        parts = [cells.of(RECRUITED, (), (sex,))]
        totals = [cells.of(people, (), (sex,)) for people in (STAFF, DEPARTED)]
        before = stayed + left - came
        if 0 < before < threshold:
            few: Cell = ("staff a year before", (), (sex,))
            ties.values[few] = before
            parts.append(few)
        ties.tie([_equation(parts, totals)])
    return ties


def _equation(parts: Sequence[Cell | None], totals: Sequence[Cell | None]) -> Equation:
    """Without the numbers that everybody knows to be nothing."""
    return Equation(
        tuple(cell for cell in parts if cell is not None),
        tuple(cell for cell in totals if cell is not None),
    )


def _next_coarser(cross: Cross, crosses: Sequence[Cross]) -> list[Cross]:
    """The crosses that the groups of this one add up to, without those that follow."""
    coarser = [other for other in crosses if other != cross and _is_coarser(other, cross)]
    return [
        each
        for each in coarser
        if not any(other != each and _is_coarser(each, other) for other in coarser)
    ]


def _is_coarser(coarser: Cross, cross: Cross) -> bool:
    return all(any(_holds(own, each) for own in cross) for each in coarser)


def _holds(attribute: Attribute, outer: Attribute) -> bool:
    """Whether the groups of an attribute lie in those of another, or are the same."""
    return attribute is outer or attribute.inside is outer


def _outer(group: Group, cross: Cross, coarser: Cross) -> Group:
    """The group of a coarser cross in which a group lies."""
    return tuple(
        next(
            value if own is each else _within(own, value)
            for own, value in zip(cross, group, strict=True)
            if _holds(own, each)
        )
        for each in coarser
    )


def _within(attribute: Attribute, value: str) -> str:
    outer: Mapping[str, str] = attribute.outer or {}
    return outer.get(value, "")
