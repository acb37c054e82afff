"""The answers to one question: of all, and of the groups of every declared cross, in one go.

All tables of a question are about the same people, those who told the attributes of all declared
crosses. Hence they share their totals, no subtraction of one from another leaves a few people, and
one linked system (`linked`) holds everything that will ever be published about the question:
choosing fewer crosses, or another version of the publication, shows less of it and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from hashlib import blake2b
from itertools import product
from typing import TypeAlias

from app.statistics.disclosure.linked import Cell, Equation, Linked, complete
from app.statistics.disclosure.thresholds import Thresholds
from app.statistics.figures import SUPPRESSED, Figure

#: The attributes of a cross, one or two; and one value of each.
Cross: TypeAlias = tuple[str, ...]
Group: TypeAlias = tuple[str, ...]
Counts: TypeAlias = Sequence[int]

#: Groups too small to be shown, put together.
REST: Group = ("~rest",)


class Reason(StrEnum):
    """Why a question or one of its crosses is not shown."""

    NOBODY = "nobody"
    TOO_FEW = "too_few"
    UNANIMOUS = "unanimous"
    FOLLOWS = "follows"  # it could not be shown without giving a withheld count away
    TELLS_FILTER = "tells_filter"  # who was asked would give a withheld answer away
    TELLS_ONE = "tells_one"  # a mean would tell the number of one person or of a few
    KEPT_BACK = "kept_back"  # it was not chosen for publication
    ITEM_MISSING = "item_missing"  # a scale without one of its items is another scale


@dataclass(frozen=True)
class Protected:
    """Counts of one question that may be published.

    `counts` maps each cross that may be shown to its groups and their counts by option, or by class
    of options, and the empty cross to those of all; `hidden` says why a cross is not there. `bases`
    are never withheld.
    """

    counts: Mapping[Cross, Mapping[Group, tuple[Figure, ...]]]
    bases: Mapping[Cross, Mapping[Group, int]]
    hidden: Mapping[Cross, Reason] = field(default_factory=dict)
    #: The groups that `REST` stands for.
    pooled: Mapping[Cross, tuple[Group, ...]] = field(default_factory=dict)
    #: Whether the one answer that all gave is the last option, "not chosen" of several choices.
    nobody: bool = False

    @property
    def shown(self) -> bool:
        return () in self.counts

    def whole(self, cross: Cross) -> bool:
        """Whether every count of a cross is published."""
        groups = self.counts.get(cross)
        return groups is not None and not any(SUPPRESSED in each for each in groups.values())


def protect_answers(
    total: Counts,
    crosses: Mapping[Cross, Mapping[Group, Counts]],
    thresholds: Thresholds,
    classes: Mapping[Cross, Sequence[Sequence[int]]] | None = None,
    salt: bytes = b"",
) -> Protected:
    """Counts of one question by option, of all and by group, safe to publish together.

    The groups of each cross add up to `total`, option by option; a cross of two attributes comes
    with those of each. Raises ValueError when they do not. A cross in `classes` is shown by these
    classes of options, given as their positions. `salt`, unknown to readers, decides between cells
    that would do as well: which one was taken then says nothing of their counts.

    A question that fewer than `thresholds.group` people answered, or that all answered alike, is
    not shown. Groups under that threshold are put together; a cross of two attributes needs it of
    all its groups. Counts under `thresholds.cell` are withheld, so is a group that answered as one,
    and so is whatever would give them away.
    """
    if not all(_adds_up(groups, total) for groups in crosses.values()):
        raise ValueError("the groups of a cross must add up to the total")
    reason = _reason(total, thresholds)
    if reason is not None:
        hidden_all = {(): reason} | dict.fromkeys(crosses, reason)
        return Protected({}, {}, hidden_all, nobody=0 < sum(total) == total[-1])
    groups_of = {
        cross: _pooled(cross, groups, thresholds.group) for cross, groups in crosses.items()
    }
    hidden = {c: _too_few(crosses[c]) for c, (shown, _) in groups_of.items() if len(shown) < 2}
    whole: dict[Cross, dict[Group, Counts]] = {(): {(): total}}
    whole |= {c: shown for c, (shown, _) in groups_of.items() if c not in hidden}
    counts, withheld = _withheld(whole, hidden, thresholds, classes or {}, salt)
    figures = {
        cross: {group: _shown(cross, group, values, withheld) for group, values in groups.items()}
        for cross, groups in counts.items()
    }
    bases = {cross: {g: sum(v) for g, v in groups.items()} for cross, groups in counts.items()}
    pooled = {c: together for c, (_, together) in groups_of.items() if together and c in counts}
    return Protected(figures, bases, hidden, pooled)


def _shown(cross: Cross, group: Group, values: Counts, withheld: set[Cell]) -> tuple[Figure, ...]:
    return tuple(
        SUPPRESSED if (cross, group, option) in withheld else value
        for option, value in enumerate(values)
    )


def _too_few(groups: Mapping[Group, Counts]) -> Reason:
    """Why less than two groups are left."""
    empty = len(groups) < 2 or not all(map(sum, groups.values()))
    return Reason.NOBODY if empty else Reason.TOO_FEW


def _adds_up(groups: Mapping[Group, Counts], total: Counts) -> bool:
    if any(len(counts) != len(total) for counts in groups.values()):
        return False
    sums = [sum(counts[place] for counts in groups.values()) for place in range(len(total))]
    return sums == list(total)


def _reason(total: Counts, thresholds: Thresholds) -> Reason | None:
    people = sum(total)
    if not people:
        return Reason.NOBODY
    if people < thresholds.group:
        return Reason.TOO_FEW
    return Reason.UNANIMOUS if max(total) == people else None


def _pooled(
    cross: Cross, groups: Mapping[Group, Counts], threshold: int
) -> tuple[dict[Group, Counts], tuple[Group, ...]]:
    """The groups of a cross, small ones put together; which ones those are."""
    sizes = {group: sum(counts) for group, counts in groups.items()}
    small = [group for group, size in sizes.items() if size < threshold]
    if small and len(cross) > 1:
        return {}, ()
    while small and (len(small) < 2 or sum(sizes[g] for g in small) < threshold):
        others = [group for group in sizes if group not in small]
        if not others:
            return {}, ()
        small.append(min(others, key=lambda group: (sizes[group], group)))
    shown = {group: groups[group] for group in sizes if group not in small}
    if small:
        rest = zip(*(groups[group] for group in small), strict=True)
        shown[REST] = [sum(each) for each in rest]
    return shown, tuple(small)


def _classed(counts: Counts, classes: Sequence[Sequence[int]] | None) -> Counts:
    return counts if classes is None else [sum(counts[o] for o in each) for each in classes]


def _withheld(
    whole: dict[Cross, dict[Group, Counts]],
    hidden: dict[Cross, Reason],
    thresholds: Thresholds,
    classes: Mapping[Cross, Sequence[Sequence[int]]],
    salt: bytes,
) -> tuple[dict[Cross, dict[Group, Counts]], set[Cell]]:
    """Counts of the crosses that can be shown, and which of them to withhold."""
    while True:
        counts = {
            cross: {g: _classed(v, classes.get(cross)) for g, v in groups.items()}
            for cross, groups in whole.items()
        }
        linked = _linked(counts, whole, classes)
        withheld = _small(counts, thresholds.cell)
        exposed = complete(linked, withheld, thresholds.cell, partial(_cost, salt))
        empty = [
            cross
            for cross, groups in counts.items()
            if cross
            and all((cross, g, o) in withheld for g, v in groups.items() for o in range(len(v)))
        ]
        if not exposed and not empty:
            return counts, withheld
        involved = {cell[0] for cell in exposed}
        finest = max((c for c in counts if c), key=lambda c: (len(c), c in involved), default=())
        for cross in empty or [finest]:
            del whole[cross]
            hidden[cross] = Reason.FOLLOWS


def _small(counts: Mapping[Cross, Mapping[Group, Counts]], cell: int) -> set[Cell]:
    """Counts too small to be shown, and those of groups that answered as one."""
    return {
        (cross, group, option)
        for cross, groups in counts.items()
        for group, values in groups.items()
        for option, value in enumerate(values)
        if 0 < value < cell or max(values) == sum(values)
    }


def _cost(salt: bytes, cell: Cell) -> tuple[int, bytes]:
    """What is lost by withholding a cell: totals last, wide crosses first, then by lot."""
    return 2 - min(len(cell[0]), 2), blake2b(repr(cell).encode(), key=salt[:64]).digest()


def _linked(
    counts: Mapping[Cross, Mapping[Group, Counts]],
    whole: Mapping[Cross, Mapping[Group, Counts]],
    classes: Mapping[Cross, Sequence[Sequence[int]]],
) -> Linked:
    """All tables of a question, tied: options to their group, groups to all, two attributes to one.

    A cross of two attributes shown by classes is tied option by option, through cells that are in
    no table: the crosses of one attribute say something of them.
    """
    values = _cells(counts)
    equations = [
        Equation(tuple((cross, group, option) for option in range(len(by_option))))
        for cross, groups in counts.items()
        for group, by_option in groups.items()
    ]
    singly = [(option,) for option in range(len(counts[()][()]))]
    unpublished: dict[Cell, int] = {}
    for cross, groups in counts.items():
        if not cross:
            continue
        steps = classes.get(cross, singly)
        levels = [(cross, steps)]
        if len(cross) > 1 and cross in classes:
            fine = ("fine", *cross)
            unpublished |= _cells({fine: whole[cross]})
            for group in groups:
                equations += _tied(fine, [group], cross, group, singly, steps)
            levels.append((fine, singly))
        for (name, ours), (other, group) in product(levels, _above(cross, counts)):
            theirs = classes.get(other, singly)
            those = [g for g in groups if not other or g[cross.index(other[0])] == group[0]]
            equations += _tied(name, those, other, group, ours, theirs)
    return Linked(values | unpublished, equations, frozenset(unpublished))


def _above(
    cross: Cross, counts: Mapping[Cross, Mapping[Group, Counts]]
) -> list[tuple[Cross, Group]]:
    """What groups of this cross add up to: all people, and those of one attribute of the two."""
    tied: list[tuple[Cross, Group]] = [((), ())]
    for attribute in cross if len(cross) > 1 else ():
        groups = counts.get((attribute,), {})
        tied += [((attribute,), group) for group in groups if group != REST]
    return tied


def _cells(counts: Mapping[Cross, Mapping[Group, Counts]]) -> dict[Cell, int]:
    return {
        (cross, group, option): value
        for cross, groups in counts.items()
        for group, by_option in groups.items()
        for option, value in enumerate(by_option)
    }


def _tied(
    cross: Cross,
    groups: Sequence[Group],
    other: Cross,
    group: Group,
    ours: Sequence[Sequence[int]],
    theirs: Sequence[Sequence[int]],
) -> list[Equation]:
    """Groups of one cross that together are one group of another, class by class of the coarser."""
    equations = []
    for each in ours if len(ours) <= len(theirs) else theirs:
        parts = [place for place, own in enumerate(ours) if set(own) <= set(each)]
        totals = [place for place, own in enumerate(theirs) if set(own) <= set(each)]
        equations.append(
            Equation(
                tuple((cross, g, place) for g in groups for place in parts),
                tuple((other, group, place) for place in totals),
            )
        )
    return equations


def protect_reasons(counts: Mapping[str, int], threshold: int) -> dict[str, Figure]:
    """Why people did not answer. How many they are is known; one small reason hides all of them.

    A single possible reason is that number itself, and is said.
    """
    if len(counts) > 1 and any(0 < count < threshold for count in counts.values()):
        return dict.fromkeys(counts, SUPPRESSED)
    return dict(counts)
