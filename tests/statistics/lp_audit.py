"""What somebody could work out from everything published: linear programmes over all possible
people, written apart from the gate that they audit."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import linprog


class Audit:
    """The unknowns are the counts of people by answer and by every attribute at once."""

    def __init__(self, **axes):
        self.names = list(axes)
        self.atoms = list(product(*axes.values()))
        self.lines, self.sums = [], []

    def line(self, **wanted):
        """People whose answer and attributes are among these."""
        return np.array(
            [
                all(
                    value in wanted[name]
                    for name, value in zip(self.names, atom, strict=True)
                    if name in wanted
                )
                for atom in self.atoms
            ],
            dtype=float,
        )

    def publish(self, people, **wanted):
        self.lines.append(self.line(**wanted))
        self.sums.append(people)

    def between(self, **wanted):
        """The least and the most people that all published counts allow."""
        aim = self.line(**wanted)
        ends = [
            linprog(sign * aim, A_eq=np.array(self.lines), b_eq=self.sums, bounds=(0, None))
            for sign in (1, -1)
        ]
        assert all(end.status == 0 for end in ends), ends[0].message
        return ends[0].fun, -ends[1].fun


def ranges(rows, columns, withheld, counts=None):
    """The least and the most that each withheld cell of a table with margins may be."""
    cells = sorted(withheld)
    lines = [[(r, c) for c in range(columns)] for r in range(rows)]
    lines += [[(r, c) for r in range(rows)] for c in range(columns)]
    matrix = [[(cell == line[-1]) - (cell in line[:-1]) for cell in cells] for line in lines]
    values = np.array([counts[r][c] if counts else 9 for r, c in cells], dtype=float)
    ties = {"A_eq": np.array(matrix, dtype=float), "b_eq": np.array(matrix) @ values}
    found = {}
    for place, cell in enumerate(cells):
        aim = np.eye(len(cells))[place]
        low, high = (linprog(s * aim, bounds=(0, values.sum() + 9), **ties).fun for s in (1, -1))
        found[cell] = (low, -high)
    return found


def given_away(rows, columns, withheld, counts=None):
    """Withheld cells of a table with margins that follow from the others."""
    found = ranges(rows, columns, withheld, counts)
    return {cell for cell, (low, high) in found.items() if high - low < 1e-6}
