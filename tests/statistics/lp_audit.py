"""What somebody could work out from everything published: linear programmes over all possible
people, written apart from the gate that they audit."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import linprog

from app.statistics.disclosure.linked import Equation, Linked, determined


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


def given_away(rows, columns, withheld, counts=None):
    """Withheld cells of a table with margins that follow from the others."""
    lines = [[(r, c) for c in range(columns)] for r in range(rows)]
    lines += [[(r, c) for r in range(rows)] for c in range(columns)]
    values = {(r, c): counts[r][c] if counts else 9 for r in range(rows) for c in range(columns)}
    linked = Linked(values, [Equation(tuple(line[:-1]), (line[-1],)) for line in lines])
    return determined(linked, withheld)
