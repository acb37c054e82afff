"""Tables too large to be written out: their cells are protected, and few enough."""

from itertools import combinations, product

import numpy as np
import pytest

from app.statistics.disclosure import optimum
from app.statistics.disclosure.cuts import ENOUGH, chosen_by_cuts
from app.statistics.disclosure.linked import Equation, Linked, Margin, small_margin, small_margins
from app.statistics.disclosure.optimum import least_withheld
from tests.statistics.lp_audit import Audit, ranges
from tests.statistics.test_optimum import linked, margins_of, plain, with_margins


@pytest.fixture
def by_cuts(monkeypatch):
    """Nothing is written out, however small; what is chosen, with its bound."""
    choices = []

    def chosen(part):
        choices.append(chosen_by_cuts(part))
        return choices[-1]

    monkeypatch.setattr(optimum, "WRITTEN_OUT", 0)
    monkeypatch.setattr(optimum, "chosen_by_cuts", chosen)
    return choices


@pytest.mark.parametrize("seed", range(6))
def test_both_ways_cost_nearly_the_same(by_cuts, monkeypatch, seed):
    grid = with_margins(np.random.default_rng(seed).integers(0, 12, (6, 3)))
    quick = least_withheld(linked(grid), margins_of(grid), plain)
    monkeypatch.undo()
    exact = least_withheld(linked(grid), margins_of(grid), plain)
    assert len(quick.cells) <= ENOUGH * len(exact.cells) + 1
    for (r, c), (low, high) in ranges(7, 4, quick.cells, grid).items():
        if 0 < grid[r][c] < 5:
            assert low <= grid[r][c] - 1 + 1e-6
            assert high >= 5 - 1e-6


def test_margins_are_reached(by_cuts):
    grid = with_margins([[20, 0, 0], [20, 20, 20], [15, 15, 15]])
    chosen = least_withheld(linked(grid), {(0, 0): Margin(3, 2)}, plain)
    [low, high] = ranges(4, 4, chosen.cells, grid)[0, 0]
    assert low <= 18 + 1e-6
    assert high >= 23 - 1e-6


def test_what_cannot_be_protected_is_said(by_cuts):
    alone = Linked({("a",): 1}, [Equation((("a",),))])
    assert least_withheld(alone, {("a",): small_margin(1, 5)}, plain) is None


def employer(seed, sizes):
    """Counts of people by every set of these attributes, each sum of which is in some table."""
    rng = np.random.default_rng(seed)
    atoms = rng.integers(0, 9, tuple(sizes.values())) * (rng.random(tuple(sizes.values())) < 0.6)
    names = [*sizes]
    cells, equations = {}, []
    for many in range(len(names) + 1):
        for kept in combinations(range(len(names)), many):
            counts = atoms.sum(axis=tuple(set(range(len(names))) - {*kept}))
            for group in product(*(range(sizes[names[axis]]) for axis in kept)):
                cells[kept, group] = int(counts[group])
            for axis in kept:
                fewer = tuple(own for own in kept if own != axis)
                for group in product(*(range(sizes[names[own]]) for own in fewer)):
                    place = kept.index(axis)
                    parts = [(*group[:place], n, *group[place:]) for n in range(sizes[names[axis]])]
                    equations.append(
                        Equation(tuple((kept, part) for part in parts), ((fewer, group),))
                    )
    return Linked(cells, equations)


@pytest.mark.parametrize("seed", [1, *(pytest.param(s, marks=pytest.mark.slow) for s in (2, 3))])
def test_tables_of_three_attributes_are_protected_together(by_cuts, seed):
    sizes = {"sex": 2, "category": 3, "stream": 4}
    tables = employer(seed, sizes)
    small = small_margins(tables, 5)
    chosen = least_withheld(tables, small, plain)
    assert by_cuts[-1].cost <= 1.05 * by_cuts[-1].bound
    reader = Audit(**{name: range(size) for name, size in sizes.items()})
    names = [*sizes]

    def of(cell):
        kept, group = cell
        return {names[axis]: [value] for axis, value in zip(kept, group, strict=True)}

    for cell, count in tables.values.items():
        if cell not in chosen.cells:
            reader.publish(count, **of(cell))
    assert small
    for cell in small:
        low, high = reader.between(**of(cell))
        assert low <= tables.values[cell] - 1 + 1e-6
        assert high >= 5 - 1e-6
