"""The least costly cells to withhold, so that no small count can be worked out.

Tables are cells tied by sums (`Linked`). For each count to protect there must be another table that
agrees with everything published and gives it a value high enough, and one that gives it a value
lower: the range left to a reader is never narrower. Which cells to withhold is an integer
programme: one choice for each cell, and for each of these tables its deviations from the true one,
which only withheld cells may have (Fischetti and Salazar, Management Science 47, 2001). Up to a size
the tables that must exist are written out, and HiGHS is quicker so; beyond, they are asked for one by
one (`cuts`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from app.statistics.disclosure.cuts import Choice, chosen_by_cuts
from app.statistics.disclosure.linked import Linked, Margin
from app.statistics.disclosure.part import Cell, Flags, Numbers, Part

#: The weight of a total of everything, which is withheld only when nothing else will do.
TOTAL = 1000.0
#: Lots add up to this share to a weight. Were only ties decided by lot, the number of cells would
#: tell how small the counts behind them are; so, another choice that costs little more may be made.
_LOT = 0.5
#: Branches that the solver may try for one part of the tables: a number of seconds would not give
#: the same cells on every machine.
NODES = 4000
#: Tables that must exist times cells: beyond, they are not written out (`cuts`).
WRITTEN_OUT = 12_000
#: The solver's word for a programme that has no solution.
_IMPOSSIBLE = 2
#: Weights that differ by less are the same.
_NOTHING = 1e-6
#: How much further than the count to protect the others may deviate, tried in turn.
_REACHES = (1.0, 4.0)


@dataclass(frozen=True)
class Withheld:
    """The cells to withhold, what they weigh, and the least that any choice would."""

    cells: frozenset[Cell]
    cost: float = 0.0
    bound: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether no cheaper choice exists."""
        return self.cost <= self.bound + _NOTHING


def by_lot(weight: Callable[[Cell], float], salt: bytes) -> Callable[[Cell], float]:
    """The same weights, each increased by a lot: `salt` is unknown to readers."""

    def drawn(cell: Cell) -> float:
        digest = blake2b(repr(cell).encode(), key=salt[:64], digest_size=8).digest()
        return weight(cell) * (1 + _LOT * int.from_bytes(digest, "big") / 2**64)

    return drawn


def least_withheld(
    linked: Linked,
    margins: Mapping[Cell, Margin],
    weight: Callable[[Cell], float],
    kept: frozenset[Cell] = frozenset(),
    nodes: int = NODES,
    hidden: frozenset[Cell] = frozenset(),
) -> Withheld | None:
    """The cells to withhold, those of `margins` among them, of the least total weight; the `hidden`
    ones are withheld already, and weigh nothing.

    None when withholding every cell but the `kept` ones would not be enough. `weight` must not
    depend on counts: whoever knows the rule would learn from the choice. The same data give the
    same cells on any machine.
    """
    cells: set[Cell] = set()
    cost = bound = 0.0
    for part in _parts(linked, margins, weight, kept, hidden):
        chosen = _solved(part, nodes) if part.aims else _as_it_is(part)
        if chosen is None:
            return None
        cells |= {cell for cell, own in zip(part.cells, chosen.withheld, strict=True) if own}
        cost, bound = cost + chosen.cost, bound + chosen.bound
    return Withheld(frozenset(cells) - linked.unpublished, cost, bound)


def _as_it_is(part: Part) -> Choice:
    weight = float(part.weights @ part.hidden)
    return Choice(part.hidden, weight, weight)


def _parts(
    linked: Linked,
    margins: Mapping[Cell, Margin],
    weight: Callable[[Cell], float],
    kept: frozenset[Cell],
    hidden: frozenset[Cell],
) -> list[Part]:
    """The cells that may be withheld, apart where no sum ties them."""
    free = [cell for cell in linked.values if cell not in kept or cell in margins]
    lines = [
        [(cell, sign) for cells, sign in ((e.parts, 1.0), (e.totals, -1.0)) for cell in cells]
        for e in linked.equations
    ]
    lines = [[(c, s) for c, s in line if c not in kept or c in margins] for line in lines]
    parents: dict[Cell, Cell] = {cell: cell for cell in free}

    def root(cell: Cell) -> Cell:
        while parents[cell] != cell:
            parents[cell] = cell = parents[parents[cell]]
        return cell

    for line in lines:
        for cell, _ in line[1:]:
            parents[root(cell)] = root(line[0][0])
    grouped: dict[Cell, list[Cell]] = {}
    for cell in free:
        grouped.setdefault(root(cell), []).append(cell)
    own_lines: dict[Cell, list[list[tuple[Cell, float]]]] = {}
    for line in lines:
        if line:
            own_lines.setdefault(root(line[0][0]), []).append(line)
    return [
        _part(linked, cells, own_lines.get(first, []), margins, weight, hidden)
        for first, cells in grouped.items()
    ]


def _part(
    linked: Linked,
    cells: list[Cell],
    lines: Sequence[Sequence[tuple[Cell, float]]],
    margins: Mapping[Cell, Margin],
    weight: Callable[[Cell], float],
    hidden: frozenset[Cell],
) -> Part:
    places = {cell: place for place, cell in enumerate(cells)}
    entries = [(row, places[c], s) for row, line in enumerate(lines) for c, s in line]
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    aims = [
        (places[cell], sign * reach)
        for cell in cells
        if (margin := margins.get(cell))
        for sign, reach in ((1.0, margin.above), (-1.0, margin.below))
        if reach > 0
    ]
    weightless = linked.unpublished | hidden
    return Part(
        cells,
        np.array([linked.values[cell] for cell in cells], dtype=float),
        np.array([0.0 if cell in weightless else weight(cell) for cell in cells]),
        np.array([cell in margins or cell in weightless for cell in cells]),
        sparse.csr_matrix((signs, (rows, columns)), shape=(len(lines), len(cells))),
        aims,
    )


def _solved(part: Part, nodes: int) -> Choice | None:
    """Which cells of a part to withhold."""
    if len(part.cells) * len(part.aims) > WRITTEN_OUT:
        return chosen_by_cuts(part)
    for reach in _REACHES:
        solution = milp(
            np.concatenate([part.weights, np.zeros(len(part.cells) * len(part.aims))]),
            constraints=_constraints(part, reach),
            bounds=_bounds(part, reach),
            integrality=[1] * len(part.cells) + [0] * (len(part.cells) * len(part.aims)),
            options={"node_limit": nodes, "mip_rel_gap": 0.0},
        )
        if solution.x is not None:
            withheld = solution.x[: len(part.cells)] > 0.5
            return Choice(withheld, float(part.weights @ withheld), float(solution.mip_dual_bound))
        stopped = solution.status != _IMPOSSIBLE
        if stopped and _protects(part, np.ones(len(part.cells), dtype=bool)):
            withheld = _pruned(part)
            return Choice(withheld, float(part.weights @ withheld), 0.0)
    return None


def _limits(part: Part, reach: float) -> tuple[Numbers, Numbers]:
    """How far down and up each cell may deviate in each table: a row for each aim."""
    up = np.abs([deviation for _, deviation in part.aims])[:, None] * reach
    up = np.repeat(up, len(part.cells), axis=1)
    return np.minimum(part.counts[None, :], up), up


def _constraints(part: Part, reach: float) -> LinearConstraint:
    """Deviations keep every sum, and are those of withheld cells."""
    tables, cells, rows = len(part.aims), len(part.cells), part.sums.shape[0]
    down, up = _limits(part, reach)
    deviations: Any = sparse.eye(tables * cells)
    of_cell: Any = sparse.vstack([sparse.eye(cells)] * tables)
    no_choice: Any = sparse.coo_matrix((tables * rows, cells))
    matrix = sparse.bmat(
        [
            [no_choice, sparse.block_diag([part.sums] * tables)],
            [of_cell.multiply(-up.reshape(-1, 1)), deviations],
            [of_cell.multiply(down.reshape(-1, 1)), deviations],
        ]
    )
    none, endless = np.zeros(tables * cells), np.full(tables * cells, np.inf)
    still = np.zeros(tables * rows)
    return LinearConstraint(
        matrix.tocsr(),
        np.concatenate([still, -endless, none]),
        np.concatenate([still, none, endless]),
    )


def _bounds(part: Part, reach: float) -> Bounds:
    down, up = _limits(part, reach)
    low, high = -down, up.copy()
    for table, (cell, deviation) in enumerate(part.aims):
        low[table, cell] = high[table, cell] = deviation
    return Bounds(
        np.concatenate([part.hidden.astype(float), low.ravel()]),
        np.concatenate([np.ones(len(part.cells)), high.ravel()]),
    )


def _protects(part: Part, withheld: Flags) -> bool:
    """Whether each table that must exist does, when these cells are withheld."""
    return all(_table(part, aim, withheld) is not None for aim in part.aims)


def _table(part: Part, aim: tuple[int, float], withheld: Flags) -> Numbers | None:
    """The deviations of a table that gives a count what it must be able to have; None without."""
    low = np.where(withheld, -part.counts, 0.0)
    high = np.where(withheld, part.counts.sum() + abs(aim[1]), 0.0)
    low[aim[0]] = high[aim[0]] = aim[1]
    solution = linprog(
        np.zeros(len(low)),
        A_eq=part.sums if part.sums.shape[0] else None,
        b_eq=np.zeros(part.sums.shape[0]) if part.sums.shape[0] else None,
        bounds=np.column_stack([low, high]),
    )
    return None if solution.x is None else solution.x


def _pruned(part: Part) -> Flags:
    """All cells, then without each that is not needed, the dearest first."""
    withheld = np.ones(len(part.cells), dtype=bool)
    tables = [_table(part, aim, withheld) for aim in part.aims]
    for cell in np.argsort(-part.weights, kind="stable").tolist():
        if part.hidden[cell]:
            continue
        withheld[cell] = False
        moved = [n for n, each in enumerate(tables) if each is not None and abs(each[cell]) > 1e-9]
        instead = {n: _table(part, part.aims[n], withheld) for n in moved}
        if any(each is None for each in instead.values()):
            withheld[cell] = True
        else:
            tables = [instead.get(n, each) for n, each in enumerate(tables)]
    return withheld
