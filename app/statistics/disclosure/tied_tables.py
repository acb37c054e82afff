"""The tables of one question as cells and sums, and what is lost by withholding each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from app.statistics.disclosure.linked import Equation, Linked, Margin, small_margins
from app.statistics.disclosure.optimum import TOTAL
from app.statistics.disclosure.part import Cell

#: The attributes of a cross, one or two; and one value of each.
Cross: TypeAlias = tuple[str, ...]
Group: TypeAlias = tuple[str, ...]
Counts: TypeAlias = Sequence[int]

#: Groups too small to be shown, put together.
REST: Group = ("~rest",)


def margins_of(
    linked: Linked, counts: Mapping[Cross, Mapping[Group, Counts]], threshold: int
) -> dict[Cell, Margin]:
    """Counts too small to be shown, and those of groups that answered as one."""
    margins = small_margins(linked, threshold)
    for cross, groups in counts.items():
        for group, values in groups.items():
            if (most := max(values)) == sum(values) >= threshold:
                margins[cross, group, list(values).index(most)] = Margin(0, 1)
    return margins


def weights_of(crosses: Sequence[Cross]) -> Callable[[Cell], float]:
    """What is lost by withholding a cell: of two attributes before those of one, which are the
    margins of the former, the cross declared last first; a total of all people last."""
    one_by_one = [cross for cross in crosses if len(cross) == 1]
    attributes = {name for cross in crosses if len(cross) > 1 for name in cross}
    weights = {(): TOTAL} | {
        cross: 1 + (cross[0] in attributes) - 0.1 * place / len(one_by_one)
        for place, cross in enumerate(one_by_one)
    }
    return lambda cell: weights.get(cell[0], 0.5)


def linked_tables(
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
