"""Which numbers of people of a year are withheld, so that no small one can be worked out.

All of them are one system (`ties`). The populations that are inside of no other come first; then
each of those inside of them, what was decided before being fixed; then all at once, and what the
parts did not see is withheld too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.indicators.core.counts.attributes import Cross
from app.indicators.core.counts.people import Population
from app.indicators.core.counts.sums import Sums
from app.indicators.core.counts.ties import Cells, Ties, ties_of
from app.statistics.disclosure import Thresholds
from app.statistics.disclosure.optimum import (
    TOTAL,
    Equation,
    Linked,
    Margin,
    Withheld,
    by_lot,
    least_withheld,
    small_margin,
)
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
    those that are printed. `moves` tie the staff to those who came and left."""

    sums: Sums
    crosses: Mapping[Population, Sequence[Cross]]
    printed: Mapping[Population, Collection[Cross]]
    moves: Sequence[Equation] = ()

    def ties(self, populations: Iterable[Population]) -> Ties:
        """All that ties these populations."""
        ties = Ties()
        for people in populations:
            ties.add(ties_of(people, self.crosses[people], self.printed.get(people, ()), self.sums))
        known = ties.values.keys()
        ties.tie(e for e in self.moves if known >= {*e.parts, *e.totals})
        return ties


def guarded(
    counted: Counted, thresholds: Thresholds, salt: bytes, was_shown: WasShown = nothing_was
) -> Guarded:
    """The cells to withhold. Those that were shown before, of the same people, stay so where they
    can."""
    guard = _Guard(counted, thresholds, by_lot(_weight, salt), was_shown)
    guard.decide([each for each in counted.crosses if each.inside is None])
    for people in counted.crosses:
        if people.inside is not None:
            guard.decide([each for each in reversed([*people.line])])
    return guard.checked()


def _weight(cell: Cell) -> float:
    """What is lost by withholding a number: those of all people last, then those of few attributes,
    which are the margins of the others."""
    _people, cross, group = cell
    if not cross:
        return TOTAL if not group else TOTAL / 10
    return 4.0 / len(cross) - (len(group) > len(cross)) / 2


class _Guard:
    """What is withheld so far."""

    def __init__(
        self,
        counted: Counted,
        thresholds: Thresholds,
        weight: Callable[[Cell], float],
        was_shown: WasShown,
    ) -> None:
        self.counted, self.weight, self.was_shown = counted, weight, was_shown
        self.threshold = max(thresholds.cell, thresholds.pay)
        self.few = _few_contributors(counted, self.threshold)
        self.withheld: set[Cell] = set()
        self.decided: set[Cell] = set()
        self.cost = self.bound = 0.0

    def decide(self, populations: Sequence[Population]) -> None:
        """Choose among the cells of these populations of which nothing was decided yet."""
        ties = self.counted.ties(populations)
        linked = ties.linked
        fresh = {cell: n for cell, n in linked.values.items() if cell not in self.decided}
        margins = self._margins(fresh)
        fixed = (self.decided & ties.printed) - self.withheld
        chosen = self._least(linked, margins, frozenset(fixed))
        self.withheld |= chosen.cells if chosen else fresh.keys() & ties.printed
        self.decided |= linked.values.keys()
        if chosen:
            self.cost, self.bound = self.cost + chosen.cost, self.bound + chosen.bound

    def _least(
        self, linked: Linked, margins: Mapping[Cell, Margin], fixed: frozenset[Cell]
    ) -> Withheld | None:
        shown = linked.values.keys() - linked.unpublished - self.withheld
        before = frozenset(cell for cell in shown if self.was_shown(cell))
        for kept in dict.fromkeys((fixed | before, fixed)):
            hidden = frozenset(self.withheld)
            if chosen := least_withheld(linked, margins, self.weight, kept, hidden=hidden):
                return chosen
        return None

    def checked(self) -> Guarded:
        """What is shown and withheld: what could be worked out from everything printed at once is
        withheld as well."""
        ties = self.counted.ties(self.counted.crosses)
        margins = self._margins(ties.values)
        chosen = self._least(ties.linked, margins, frozenset())
        self.withheld |= chosen.cells if chosen else ties.printed
        return Guarded(
            frozenset(ties.printed - self.withheld),
            frozenset(self.withheld),
            frozenset(margins.keys() & ties.printed),
            self.cost + (chosen.cost if chosen else 0.0),
            self.bound,
        )

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
    return {cell for cell in few if cell is not None}
