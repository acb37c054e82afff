"""What somebody could work out from everything published: linear programmes over all possible
people, written apart from the gate that they audit."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp

#: What the solver says of a programme.
POSSIBLE, IMPOSSIBLE, ENDLESS = 0, 2, 3


class Audit:
    """The unknowns are the counts of people by answer and by every attribute at once."""

    def __init__(self, **axes):
        self.names = list(axes)
        self.atoms = list(product(*axes.values()))
        self._with = {
            (name, value): np.array([atom[place] == value for atom in self.atoms])
            for place, (name, values) in enumerate(axes.items())
            for value in values
        }
        self.lines, self.least, self.most = [], [], []

    def line(self, **wanted):
        """People whose answer and attributes are among these."""
        found = np.ones(len(self.atoms), dtype=bool)
        for name, values in wanted.items():
            nobody = np.zeros(len(self.atoms), dtype=bool)
            found &= sum((self._with[name, value] for value in values), nobody)
        return found.astype(float)

    def publish(self, people, **wanted):
        self.publish_sum(self.line(**wanted), people, people)

    def publish_sum(self, weights, least, most):
        """A sum over all people, each at the weight of their answer, lies between these."""
        self.lines.append(weights)
        self.least.append(least)
        self.most.append(most)

    def between(self, **wanted):
        """The least and the most people that all published counts allow."""
        aim, lines = self.line(**wanted), np.array(self.lines)
        assert self.least == self.most, "sums that are rounded are for `settles`"
        ends = [
            linprog(sign * aim, A_eq=lines, b_eq=self.least, bounds=(0, None)) for sign in (1, -1)
        ]
        assert ends[0].status == POSSIBLE, ends[0].message
        assert ends[1].status in (POSSIBLE, ENDLESS), ends[1].message
        return ends[0].fun, np.inf if ends[1].status == ENDLESS else -ends[1].fun

    def settles(self, people, **wanted):
        """Whether no other whole number of these people is possible, with nobody cut in pieces."""
        lines = np.array([*self.lines, self.line(**wanted)])
        found = [
            milp(
                np.zeros(len(self.atoms)),
                constraints=LinearConstraint(lines, [*self.least, low], [*self.most, high]),
                integrality=np.ones(len(self.atoms)),
            ).status
            for low, high in ((-np.inf, people - 1), (people + 1, np.inf))
        ]
        assert set(found) <= {POSSIBLE, IMPOSSIBLE}, found
        return POSSIBLE not in found


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
