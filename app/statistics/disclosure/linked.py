"""Cells that are tied by sums, and which of them must be withheld so that none follows.

Any set of published tables about the same people is cells and equations: the cells of a line add
up to its margin, the groups of one cross to the same total as those of another. A withheld cell is
given away when every solution of the equations that agrees with the published cells, and in which
no count is negative, gives it the same value (method: audit by linear programming, as in
Fischetti and Salazar, Management Science 47, 2001; complementary suppression by cost).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Cell: TypeAlias = tuple[Any, ...]
_STILL = 1e-6


@dataclass(frozen=True)
class Equation:
    """Cells that add up to others; to a number that everybody knows when there are no others."""

    parts: tuple[Cell, ...]
    totals: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Linked:
    """Counts of all cells, and the sums that tie them.

    Cells of `unpublished` are in no table, and must not be worked out either when they are small.
    """

    values: Mapping[Cell, int]
    equations: Sequence[Equation]
    unpublished: frozenset[Cell] = frozenset()


def complete(
    linked: Linked, withheld: set[Cell], threshold: int, cost: Callable[[Cell], Any]
) -> set[Cell]:
    """Add cells to `withheld` until none of them is given away; what could not be hidden is left.

    The cheapest cell that is tied to an exposed one is added first. Returns the counts that are
    still exposed: empty when the table may be published. A zero that follows is printed.
    """
    large = {cell for cell in linked.unpublished if linked.values[cell] >= threshold}
    withheld |= linked.unpublished
    while exposed := thin(linked, withheld, threshold) - large or determined(
        linked, withheld, large
    ):
        near = {
            cell
            for equation in linked.equations
            for cells in [(*equation.parts, *equation.totals)]
            if not exposed.isdisjoint(cells)
            for cell in cells
            if cell not in withheld
        }
        if not near:
            return exposed
        withheld.add(min(near, key=cost))
    withheld -= _plain_zeros(linked, withheld)
    return set()


def thin(linked: Linked, withheld: set[Cell], threshold: int) -> set[Cell]:
    """Withheld counts of published sums that hide too few people.

    Two withheld counts that add up to 2 are 1 and 1, for whoever knows that zeros are printed.
    """
    thinned: set[Cell] = set()
    for equation in linked.equations:
        parts = [cell for cell in equation.parts if cell in withheld]
        totals = [cell for cell in equation.totals if cell in withheld]
        hidden = parts or totals
        if hidden and not (parts and totals):
            people = sum(linked.values[cell] for cell in hidden)
            if 0 < people < threshold:
                thinned |= set(hidden)
    return thinned


def determined(
    linked: Linked, withheld: set[Cell], harmless: Collection[Cell] = frozenset()
) -> set[Cell]:
    """Withheld counts above zero, none of the harmless ones, that follow from the published."""
    fixed: set[Cell] = set()
    for cells, matrix in _components(linked, withheld):
        counts = np.array([linked.values[cell] for cell in cells], dtype=float)
        # A direction that the equations leave free can be followed a little where no count on it
        # is zero; a zero may only grow, which takes a linear programme.
        above = counts > 0
        stuck = np.zeros(len(cells), dtype=bool)
        stuck[above] = _freedom(matrix[:, above]) < _STILL
        stuck &= np.array([cell not in harmless for cell in cells])
        for place in np.flatnonzero(stuck).tolist():
            stuck[place] = above.all() or _fixed(matrix, counts, place)
        fixed |= {cells[place] for place in np.flatnonzero(stuck)}
    return fixed


def _plain_zeros(linked: Linked, withheld: set[Cell]) -> set[Cell]:
    """Withheld zeros that the published counts give away: nobody is behind them."""
    return {
        cells[place]
        for cells, matrix in _components(linked, withheld)
        for counts in [np.array([linked.values[cell] for cell in cells], dtype=float)]
        for place in np.flatnonzero(counts == 0).tolist()
        if cells[place] not in linked.unpublished and _fixed(matrix, counts, place)
    }


def _components(
    linked: Linked, withheld: set[Cell]
) -> list[tuple[list[Cell], npt.NDArray[np.float64]]]:
    """Withheld cells that share equations, and the coefficients of these equations."""
    parents: dict[Cell, Cell] = {cell: cell for cell in withheld}

    def root(cell: Cell) -> Cell:
        while parents[cell] != cell:
            parents[cell] = cell = parents[parents[cell]]
        return cell

    lines: list[list[tuple[Cell, int]]] = []
    for equation in linked.equations:
        line = [(cell, 1) for cell in equation.parts if cell in withheld]
        line += [(cell, -1) for cell in equation.totals if cell in withheld]
        if line:
            lines.append(line)
            for cell, _ in line[1:]:
                parents[root(cell)] = root(line[0][0])
    groups: dict[Cell, list[Cell]] = {}
    for cell in withheld:
        groups.setdefault(root(cell), []).append(cell)
    components = []
    for first, cells in groups.items():
        places = {cell: place for place, cell in enumerate(cells)}
        own = [line for line in lines if root(line[0][0]) == first]
        matrix = np.zeros((len(own), len(cells)))
        for row, line in enumerate(own):
            for cell, sign in line:
                matrix[row, places[cell]] = sign
        components.append((cells, matrix))
    return components


def _freedom(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How far each cell may move when the equations hold."""
    cells = matrix.shape[1]
    if not len(matrix):
        return np.ones(cells)
    _, values, directions = np.linalg.svd(matrix)
    free = directions[int((values > 1e-9).sum()) :]
    moves: npt.NDArray[np.float64] = np.abs(free).max(axis=0) if len(free) else np.zeros(cells)
    return moves


def _fixed(matrix: npt.NDArray[np.float64], counts: npt.NDArray[np.float64], place: int) -> bool:
    """Whether no other counts, none negative, agree with the equations and change this one."""
    from scipy.optimize import linprog

    aim = np.zeros(len(counts))
    aim[place] = 1.0
    ties = {"A_eq": matrix, "b_eq": matrix @ counts} if len(matrix) else {}
    for sign in (-1.0, 1.0) if counts[place] else (-1.0,):
        extreme = linprog(sign * aim, bounds=(0, counts.sum() + 1), **ties)
        if abs(float(extreme.fun) - sign * counts[place]) > _STILL:
            return False
    return True
