"""The least costly cells to withhold where the tables that must exist are too many to write out.

The choice of cells is a programme of its own. A reader of the tables it leaves is a linear programme:
how far can a count to protect be from its true value? Where the answer is "not far enough", the prices
of that programme tell which cells would help, and ask the choice for one of them (Fischetti and Salazar,
Management Science 47, 2001). The first choices are fractional, which is quick; then they are whole.
Each is completed to one that protects and freed of what it can do without, so that there is an answer
whenever it stops: at the latest after so many rounds, since seconds would not give the same cells on
every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from app.statistics.disclosure.part import Flags, Numbers, Part

#: Rounds of fractional choices, then of whole ones.
_FRACTIONAL, _WHOLE = 80, 12
#: A choice is good enough when it costs so much more than the least possible at most.
ENOUGH = 1.05
#: A round of whole choices need not be nearer to the least possible than that.
_GAP = 0.01
_NOTHING = 1e-6


@dataclass(frozen=True)
class Choice:
    """The cells to withhold, what they cost, and the least that any choice would."""

    withheld: Flags
    cost: float
    bound: float


@dataclass(frozen=True)
class _Cut:
    """What a choice must have: `gains` of the cells withheld add up to `need`."""

    gains: Numbers
    need: float


def chosen_by_cuts(part: Part) -> Choice | None:
    """The cells of a part to withhold; None when withholding all of them would not be enough.

    What a cell may deviate by in a reader's eyes is limited to twice the largest deviation asked
    for, so that no count is protected by another that would have to be absurd.
    """
    reader, asked = _Reader(part), _Asked(part)
    if any(reader.missing(np.ones(len(part.counts)))):
        return None
    for _round in range(_FRACTIONAL):
        choice, _least = asked.solve(whole=False)
        if not asked.add(reader.missing(choice)):
            break
    return _whole_choice(part, reader, asked)


def _whole_choice(part: Part, reader: _Reader, asked: _Asked) -> Choice:
    """The cheapest of the choices that protect, until one is cheap enough."""
    best, bound = np.ones(len(part.counts), dtype=bool), 0.0
    for _round in range(_WHOLE):
        choice, least = asked.solve(whole=True)
        bound = max(bound, least)
        cuts = list(reader.missing(choice))
        completed = _freed(part, reader, _completed(part, reader, asked, choice, cuts))
        best = min(best, completed, key=lambda own: float(part.weights @ own))
        if not cuts or part.weights @ best <= ENOUGH * bound:
            break
    return Choice(best, float(part.weights @ best), bound)


def _completed(
    part: Part, reader: _Reader, asked: _Asked, choice: Numbers, cuts: list[_Cut]
) -> Flags:
    """A choice with the cells that it lacks, the most helpful for their weight first."""
    withheld = choice > 0.5
    while cuts and not withheld.all():  # all is enough: what is missing then is rounding
        asked.add(cuts)
        while cuts := [cut for cut in cuts if cut.gains @ withheld < cut.need - _NOTHING]:
            if withheld.all():
                break
            gains = sum((np.minimum(cut.gains, cut.need) / cut.need for cut in cuts), 0.0 * choice)
            withheld[np.argmax(np.where(withheld, -1.0, gains / (part.weights + _NOTHING)))] = True
        cuts = list(reader.missing(withheld.astype(float)))
    return withheld


def _freed(part: Part, reader: _Reader, withheld: Flags) -> Flags:
    """A choice without the cells that it can do without, the dearest first."""
    for cell in np.argsort(-part.weights, kind="stable").tolist():
        if withheld[cell] and not part.hidden[cell]:
            withheld[cell] = False
            if next(reader.missing(withheld.astype(float)), None):
                withheld[cell] = True
    return withheld


class _Reader:
    """What somebody who reads the tables can work out: one programme, asked for each aim."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.most = 2 * max(abs(deviation) for _cell, deviation in part.aims)
        self.least = np.minimum(part.counts, self.most)
        rows, size = part.sums.shape
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = size, rows
        model.col_cost_, model.col_lower_, model.col_upper_ = (np.zeros(size) for _ in range(3))
        model.row_lower_, model.row_upper_ = np.zeros(rows), np.zeros(rows)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = part.sums.indptr
        model.a_matrix_.index_ = part.sums.indices
        model.a_matrix_.value_ = part.sums.data
        model.sense_ = highspy.ObjSense.kMaximize
        self.solver = _solver(presolve="off")
        self.solver.passModel(model)

    def missing(self, choice: Numbers) -> Iterator[_Cut]:
        """What each count that is not protected by this choice asks for."""
        size = len(choice)
        low, high = -self.least * choice, self.most * choice
        self.solver.changeColsBounds(size, np.arange(size, dtype=np.int32), low, high)
        for cell, deviation in self.part.aims:
            prices = self._prices(cell, deviation, float(low[cell]), float(high[cell]))
            if prices is not None:
                yield self._cut(cell, abs(deviation), prices)

    def _prices(self, cell: int, deviation: float, low: float, high: float) -> Numbers | None:
        """What a little more room for each cell would bring; None when the count is protected."""
        solver, need = self.solver, abs(deviation)
        solver.changeColCost(cell, 1.0 if deviation > 0 else -1.0)
        solver.changeColBounds(cell, *((low, need) if deviation > 0 else (-need, high)))
        solver.run()
        short = solver.getObjectiveValue() < need - _NOTHING
        prices = np.array(solver.getSolution().col_dual) if short else None
        solver.changeColCost(cell, 0.0)
        solver.changeColBounds(cell, low, high)
        return prices

    def _cut(self, cell: int, need: float, prices: Numbers) -> _Cut:
        room = np.where(prices > 0, prices * self.most, -prices * self.least)
        gains = np.minimum(room, need)
        gains[cell] = 0.0
        return _Cut(np.where(gains > _NOTHING, gains, 0.0), need)


class _Asked:
    """The choice of cells, under all that was asked of it so far."""

    def __init__(self, part: Part) -> None:
        self.size = len(part.counts)
        self.known: set[tuple[float, bytes]] = set()
        self.solver = _solver(mip_rel_gap=_GAP)
        none = np.array([], dtype=np.int32)
        for weight, hidden in zip(part.weights, part.hidden, strict=True):
            self.solver.addCol(weight, float(hidden), 1.0, 0, none, np.array([]))

    def add(self, cuts: Iterable[_Cut]) -> int:
        """Ask for these too; how many of them are new."""
        before = len(self.known)
        for cut in cuts:
            key = (cut.need, np.round(cut.gains, 6).tobytes())
            if key not in self.known:
                self.known.add(key)
                cells = np.flatnonzero(cut.gains).astype(np.int32)
                gains = cut.gains[cells]
                self.solver.addRow(cut.need, highspy.kHighsInf, len(cells), cells, gains)
        return len(self.known) - before

    def solve(self, *, whole: bool) -> tuple[Numbers, float]:
        """The cheapest choice of all that was asked for, and what it costs at least."""
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        kinds = np.array([kind] * self.size)
        self.solver.changeColsIntegrality(self.size, np.arange(self.size, dtype=np.int32), kinds)
        self.solver.run()
        choice = np.clip(np.array(self.solver.getSolution().col_value), 0.0, 1.0)
        if whole:
            return np.round(choice), float(self.solver.getInfo().mip_dual_bound)
        return choice, float(self.solver.getObjectiveValue())


def _solver(**options: str | float) -> Any:
    """HiGHS, silent, on one thread: the same cells on every machine."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {
        "output_flag": False,
        "log_to_console": False,
        "threads": 1,
        **options,
    }.items():
        solver.setOptionValue(name, value)
    return solver
