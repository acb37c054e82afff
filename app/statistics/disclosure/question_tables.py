"""The answers to one question: of all, and of the groups of every declared cross, in one go.

All tables of a question are about the same people, those who told the attributes of all declared
crosses. Hence they share their totals, no subtraction of one from another leaves a few people, and
one linked system (`optimum`) holds everything that will ever be published about the question:
choosing fewer crosses, or another version of the publication, shows less of it and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.statistics.disclosure.optimum import Withheld, by_lot, least_withheld
from app.statistics.disclosure.part import Cell
from app.statistics.disclosure.thresholds import Thresholds
from app.statistics.disclosure.tied_tables import (
    REST,
    Counts,
    Cross,
    Group,
    linked_tables,
    margins_of,
    weights_of,
)
from app.statistics.figures import SUPPRESSED, Figure

#: Under so many people, no cross is shown beside a withheld total: who tries the rule on every
#: possible table could find one that is alone in giving what is published.
FEW = 50


class Reason(StrEnum):
    """Why a question or one of its crosses is not shown.

    Readers learn no more than `WITHHELD`: that everybody gave the same answer would be that answer.
    """

    WITHHELD = "withheld"  # one of those below

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
    #: Whether nothing less could have been withheld, as far as the solver looked.
    exact: bool = True

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
    if reason := _reason(total, thresholds):
        hidden_all = dict.fromkeys([(), *crosses], reason)
        return Protected({}, {}, hidden_all, nobody=0 < sum(total) == total[-1])
    groups_of = {
        cross: _pooled(cross, groups, thresholds.group) for cross, groups in crosses.items()
    }
    hidden = {c: _too_few(crosses[c]) for c, (shown, _) in groups_of.items() if len(shown) < 2}
    whole: dict[Cross, dict[Group, Counts]] = {(): {(): total}}
    whole |= {c: shown for c, (shown, _) in groups_of.items() if c not in hidden}
    counts, chosen = _withheld(whole, hidden, thresholds, classes or {}, salt)
    figures = {
        cross: {
            group: _shown(cross, group, values, chosen.cells) for group, values in groups.items()
        }
        for cross, groups in counts.items()
    }
    bases = {cross: {g: sum(v) for g, v in groups.items()} for cross, groups in counts.items()}
    pooled = {c: together for c, (_, together) in groups_of.items() if together and c in counts}
    return Protected(figures, bases, hidden, pooled, exact=chosen.exact)


def _shown(
    cross: Cross, group: Group, values: Counts, withheld: Collection[Cell]
) -> tuple[Figure, ...]:
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
    if people < max(thresholds.group, thresholds.cell):
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
) -> tuple[dict[Cross, dict[Group, Counts]], Withheld]:
    """Counts of the crosses that can be shown, and which of them to withhold.

    A cross that could be shown in no way, or of which nothing would be left, is hidden: the first
    of two attributes first.
    """
    while True:
        counts = {
            cross: {g: _classed(v, classes.get(cross)) for g, v in groups.items()}
            for cross, groups in whole.items()
        }
        linked = linked_tables(counts, whole, classes)
        margins = margins_of(linked, counts, thresholds.cell)
        weight = by_lot(weights_of(list(counts)), salt)
        totals = frozenset(cell for cell in linked.values if cell[0] == ())
        chosen = least_withheld(linked, margins, weight, totals) or least_withheld(
            linked, margins, weight
        )
        lost = _lost(counts, chosen)
        if chosen and not lost:
            return counts, chosen
        for cross in lost:
            del whole[cross]
            hidden[cross] = Reason.FOLLOWS


def _lost(counts: Mapping[Cross, Mapping[Group, Counts]], chosen: Withheld | None) -> list[Cross]:
    """The crosses that cannot be shown with these cells withheld."""
    crosses = [cross for cross in counts if cross]
    if chosen is None:
        return [max(crosses, key=len)]
    if sum(counts[()][()]) < FEW and any(cell[0] == () for cell in chosen.cells):
        return crosses
    return [cross for cross in crosses if _nothing_left(cross, counts[cross], chosen)]


def _nothing_left(cross: Cross, groups: Mapping[Group, Counts], chosen: Withheld) -> bool:
    cells = ((cross, group, o) for group, values in groups.items() for o in range(len(values)))
    return all(cell in chosen.cells for cell in cells)


def protect_reasons(counts: Mapping[str, int], threshold: int) -> dict[str, Figure]:
    """Why people did not answer. How many they are is known; one small reason hides all of them.

    A single possible reason is that number itself, and is said.
    """
    if len(counts) > 1 and any(0 < count < threshold for count in counts.values()):
        return dict.fromkeys(counts, SUPPRESSED)
    return dict(counts)
