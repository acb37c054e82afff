"""Large tables, of two or three attributes, read by somebody who knows the rules of the gate.

Replaying every table that agrees (`test_replay`) is out of reach here. An integer programme gives
the least and the most that each small count may be: among all people who agree with everything
published, then among those of whom the gate could have withheld just these cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from app.statistics.disclosure import Thresholds, protect_answers
from app.statistics.figures import SUPPRESSED as S
from tests.statistics.lp_audit import Audit

LIMITS = Thresholds()
PAIR = (("sex",), ("place",), ("sex", "place"))
#: Of three attributes, two by two.
TRIO = (*PAIR, ("category",), ("sex", "category"))


def drawn(seed):
    """People by sex, place, perhaps category, and answer: every group is large enough to be shown,
    its answers lean as those of all."""
    rng = np.random.default_rng(seed)
    places = {"sex": 2, "place": int(rng.integers(6, 13))}
    if seed % 3 == 2:
        places["category"] = 3
    shape, steps = tuple(places.values()), int(rng.integers(3, 7))
    lean = 1 + 8 * rng.dirichlet(np.ones(steps))
    found = np.zeros((*shape, steps), dtype=int)
    for group in np.ndindex(*shape):
        found[group] = rng.multinomial(rng.integers(12, 40), rng.dirichlet(lean))
    return places, found


def counted(names, people, cross):
    others = tuple(place for place, name in enumerate(names) if name not in cross)
    table = people.sum(axis=others)
    return {group: table[group].tolist() for group in np.ndindex(*table.shape[:-1])}


@dataclass
class Attacker:
    """Everything published of one question; the true people are there to ask about."""

    seed: int

    @cached_property
    def published(self):
        names, people = list(self.places), self.people
        crosses = {c: counted(names, people, c) for c in (TRIO if len(names) > 2 else PAIR)}
        total = people.sum(axis=tuple(range(len(names)))).tolist()
        return protect_answers(total, crosses, LIMITS, salt=bytes([self.seed]))

    def __post_init__(self):
        self.places, self.people = drawn(self.seed)
        steps = range(self.people.shape[-1])
        self.audit = Audit(**{n: range(size) for n, size in self.places.items()}, answer=steps)
        self.withheld = []
        for cross, groups in self.published.counts.items():
            for group, figures in groups.items():
                who = {name: {value} for name, value in zip(cross, group, strict=True)}
                self.audit.publish(self.published.bases[cross][group], **who)
                for step, figure in enumerate(figures):
                    if figure is S:
                        self.withheld.append(self.audit.line(answer={step}, **who))
                    else:
                        assert not 0 < figure < LIMITS.cell
                        self.audit.publish(figure, answer={step}, **who)
        self.lines = np.array(self.withheld)
        self.counts = self.lines @ self.people.ravel()

    @property
    def primary(self):
        """Withheld cells that are small, by their number."""
        return [n for n, count in enumerate(self.counts) if 0 < count < LIMITS.cell]

    def ends(self, cell, rules=()):
        """The least and the most that a withheld cell may be."""
        size = self.lines.shape[1]
        more = self.ruled if rules else []
        width = size + 2 * len(self.lines) * bool(rules)
        aim = np.zeros(width)
        aim[:size] = self.lines[cell]
        published = np.zeros((len(self.audit.lines), width))
        published[:, :size] = self.audit.lines
        limits = [LinearConstraint(published, self.audit.least, self.audit.most), *more]
        high = np.full(width, np.inf)
        high[size:] = 1
        found = [
            milp(sign * aim, constraints=limits, bounds=Bounds(0, high), integrality=np.ones(width))
            for sign in (1, -1)
        ]
        assert all(end.status == 0 for end in found), [end.message for end in found]
        return round(found[0].fun), round(-found[1].fun)

    @cached_property
    def alone(self):
        """The ends of every withheld cell by what is published alone."""
        return [self.ends(cell) for cell in range(len(self.lines))]

    @cached_property
    def ruled(self):
        """Every withheld cell is none, small or large, and a small one is protected by the others:
        it could be as high as the threshold, and one lower than it is.

        Two more unknowns for each cell: whether it is small, whether it is large.
        """
        size, cells = self.lines.shape[1], len(self.lines)
        one = np.eye(cells)
        least = np.array([low for low, _ in self.alone]) + 1
        protected = [high >= LIMITS.cell for _, high in self.alone]
        most = self.people.sum()
        from_below = np.hstack(
            [self.lines, -one * np.maximum(least, 1)[:, None], -LIMITS.cell * one]
        )
        from_above = np.hstack([self.lines, -(LIMITS.cell - 1) * one, -most * one])
        either = np.hstack([np.zeros((cells, size)), one, one])
        may = np.hstack([np.zeros((cells, size)), one, 0 * one])
        return [
            LinearConstraint(from_below, 0, np.inf),
            LinearConstraint(from_above, -np.inf, 0),
            LinearConstraint(either, 0, 1),
            LinearConstraint(may, 0, np.array(protected, dtype=float)),
        ]


def check(seed):
    attacker = Attacker(seed)
    assert attacker.primary
    for cell in attacker.primary:
        count = attacker.counts[cell]
        low, high = attacker.alone[cell]
        assert low <= count - 1, (cell, count)
        assert high >= LIMITS.cell, (cell, count)
        least, most = attacker.ends(cell, rules=True)
        assert least <= count <= most
        assert least < most, (cell, count)


@pytest.mark.slow
def test_t19_a_share_of_the_large_tables():
    check(3)


@pytest.mark.audit
@pytest.mark.parametrize("seed", range(10))
def test_t19_knowing_the_rules_determines_no_count_of_a_large_table(seed):
    check(seed)
