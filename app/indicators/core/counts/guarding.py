"""Which numbers of people of a year are withheld, so that no small one can be worked out.

All of them are one system (`ties`). The populations that are inside of no other come first; then
each of those inside of them, what was decided before being fixed; then all at once, and what the
parts did not see is withheld too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TypeAlias

from app.indicators.core.counts.attributes import Cross
from app.indicators.core.counts.people import (
    DEPARTED,
    RECRUITED,
    REMAINDERS,
    STAFF,
    Population,
    Remainder,
)
from app.indicators.core.counts.sums import Group, Sums
from app.indicators.core.counts.ties import Cells, Ties, ties_of, year_before
from app.statistics.disclosure import Thresholds
from app.statistics.disclosure.linked import Linked, Margin, small_margin
from app.statistics.disclosure.optimum import TOTAL, Withheld, by_lot, least_withheld
from app.statistics.disclosure.part import Cell

#: Whether a cell was shown when the same people were counted before.
WasShown: TypeAlias = Callable[[Cell], bool]


def nothing_was(cell: Cell) -> bool:
    """Nobody counted these people before."""
    return False


@dataclass(frozen=True)
class Guarded:
    """The cells shown and those withheld, those of the latter that are small, what they weigh, and
    the least that any choice would."""

    shown: frozenset[Cell] = frozenset()
    withheld: frozenset[Cell] = frozenset()
    small: frozenset[Cell] = frozenset()
    cost: float = 0.0
    bound: float = 0.0


@dataclass(frozen=True)
class Counted:
    """What is counted of the people of a year: for each population the crosses that tie it, and
    those that are printed."""

    sums: Sums
    crosses: Mapping[Population, Sequence[Cross]]
    printed: Mapping[Population, Collection[Cross]]

    def ties(self, populations: Collection[Population], threshold: int) -> Ties:
        """All that ties these populations."""
        ties = Ties()
        for people in populations:
            ties.add(ties_of(people, self.crosses[people], self.printed.get(people, ()), self.sums))
        if {STAFF, RECRUITED, DEPARTED} <= {*populations}:
            ties.add(year_before(self.sums, threshold))
        return ties


def guarded(
    counted: Counted, thresholds: Thresholds, salt: bytes, was_shown: WasShown = nothing_was
) -> Guarded:
    """The cells to withhold. Those that were shown before, of the same people, stay so where they
    can."""
    guard = _Guard(counted, thresholds, by_lot(_weight, salt), was_shown)
    chosen = guard.decided(_Chosen(), [each for each in counted.crosses if each.inside is None])
    for people in counted.crosses:
        if people.inside is not None:
            chosen = guard.decided(chosen, [*people.line])
    return guard.checked(chosen)


def _weight(cell: Cell) -> float:
    """What is lost by withholding a number: those of all people last, then those of few attributes,
    which are the margins of the others."""
    _people, cross, group = cell
    if not cross:
        return TOTAL if not group else TOTAL / 10
    return 4.0 / len(cross) - (len(group) > len(cross)) / 2


@dataclass(frozen=True)
class _Chosen:
    """What is withheld so far, and among which cells that was decided."""

    withheld: frozenset[Cell] = frozenset()
    decided: frozenset[Cell] = frozenset()
    cost: float = 0.0
    bound: float = 0.0

    def with_more(self, cells: Collection[Cell], chosen: Withheld | None) -> _Chosen:
        """With these withheld as well."""
        return replace(
            self,
            withheld=self.withheld | {*cells},
            cost=self.cost + (chosen.cost if chosen else 0.0),
            bound=self.bound + (chosen.bound if chosen else 0.0),
        )


@dataclass(frozen=True)
class _Guard:
    """By what the cells to withhold are chosen."""

    counted: Counted
    thresholds: Thresholds
    weight: Callable[[Cell], float]
    was_shown: WasShown

    @property
    def threshold(self) -> int:
        """From how many people on a number, and what they are paid, may be shown."""
        return max(self.thresholds.cell, self.thresholds.pay)

    @cached_property
    def few(self) -> frozenset[Cell]:
        """The cells of which an amount is that of too few people."""
        return frozenset(_few_contributors(self.counted, self.threshold))

    def decided(self, before: _Chosen, populations: Sequence[Population]) -> _Chosen:
        """With a choice among the cells of these populations of which nothing was decided yet."""
        ties = self.counted.ties(populations, self.threshold)
        linked = ties.linked
        fresh = {cell: n for cell, n in linked.values.items() if cell not in before.decided}
        fixed = (before.decided & ties.printed) - before.withheld
        chosen = self._least(linked, self._margins(fresh), fixed, before.withheld, ties.known)
        cells = chosen.cells if chosen else fresh.keys() & ties.printed
        after = before.with_more(cells, chosen)
        return replace(after, decided=before.decided | {*linked.values})

    def checked(self, before: _Chosen) -> Guarded:
        """What is shown and withheld: what could be worked out from everything printed at once is
        withheld as well."""
        ties = self.counted.ties(self.counted.crosses, self.threshold)
        margins = self._margins(ties.values)
        chosen = self._least(ties.linked, margins, frozenset(), before.withheld, ties.known)
        after = before.with_more(chosen.cells if chosen else ties.printed, chosen)
        return Guarded(
            frozenset(ties.printed - after.withheld),
            after.withheld,
            frozenset(margins.keys() & ties.printed),
            after.cost,
            after.bound,
        )

    def _least(
        self,
        linked: Linked,
        margins: Mapping[Cell, Margin],
        fixed: frozenset[Cell],
        hidden: frozenset[Cell],
        known: Collection[Cell],
    ) -> Withheld | None:
        shown = linked.values.keys() - linked.unpublished - hidden
        before = frozenset(cell for cell in shown if self.was_shown(cell))
        # What everybody knows stays, unless a total of all people would have to go for it.
        stays = {cell for cell in shown if not cell[1] and cell not in margins}.union(known)
        with_known = (fixed | before | stays, fixed | stays) if known else ()
        for kept in dict.fromkeys((*with_known, fixed | before, fixed)):
            if chosen := least_withheld(linked, margins, self.weight, kept, hidden=hidden):
                return chosen
        return None

    def _margins(self, counts: Mapping[Cell, int]) -> dict[Cell, Margin]:
        """The numbers that nobody may work out, and how far from them a reader must be left."""
        few = {cell: Margin(0, 1) for cell in self.few if counts.get(cell, 0) >= self.threshold}
        return few | {
            cell: small_margin(count, self.threshold)
            for cell, count in counts.items()
            if 0 < count < self.threshold
        }


def _few_contributors(counted: Counted, threshold: int) -> set[Cell]:
    """The cells of which an amount is that of too few people."""
    cells, few = Cells(counted.sums), set()
    for people, crosses in counted.crosses.items():
        for (code, cross), groups in counted.sums.contributors.items():
            if counted.sums.of[code] is people and cross in crosses:
                few |= {
                    cells.of(people, cross, group)
                    for group, count in groups.items()
                    if 0 < count < threshold
                }
        few |= {
            cells.of(people, cross, group)
            for cross, own in product(crosses, REMAINDERS)
            if own.of is people
            for group in _left_of_few(own, cross, counted.sums, threshold)
        }
    return {cell for cell in few if cell is not None}


def _left_of_few(own: Remainder, cross: Cross, sums: Sums, threshold: int) -> list[Group]:
    """The groups of which few are left without those of whom an amount is known, who are there; of
    all people together, the law asks nothing of employers that are so small."""
    groups = []
    for group, count in sums.whole.get((own.left.code, cross), {}).items():
        here = sums.count(own.people, cross, group)
        everybody = here == sums.count(own.people, (), group[len(cross) :])
        if 0 < count < min(threshold, here) and not everybody:
            groups.append(group)
    return groups
