"""Who knows the rule and all that is published: trying it on every table that agrees.

A table could have given a publication when its withheld cells protect it, and are the least costly
under some lot. The lot most in their favour adds nothing to them and all it can to the others: if
they are not the least costly then, they never are.
"""

import random
from functools import cache

import pytest

from app.statistics.disclosure import Thresholds, protect_answers
from app.statistics.disclosure.optimum import _LOT, least_withheld
from app.statistics.disclosure.tied_tables import linked_tables, margins_of, weights_of
from app.statistics.figures import SUPPRESSED as S

LIMITS = Thresholds()
SEX, WOMEN, MEN, ALL = ("sex",), ("woman",), ("man",), ()


def splits(people, options):
    if options == 1:
        return [(people,)]
    return [(n, *rest) for n in range(people + 1) for rest in splits(people - n, options - 1)]


def published(women, men, salt):
    total = [w + m for w, m in zip(women, men, strict=True)]
    return protect_answers(total, {SEX: {WOMEN: women, MEN: men}}, LIMITS, salt=salt)


def tables_of(women, men):
    total = tuple(w + m for w, m in zip(women, men, strict=True))
    return {ALL: {ALL: total}, SEX: {WOMEN: women, MEN: men}}


@cache
def system(women, men):
    counts = tables_of(women, men)
    linked = linked_tables(counts, counts, {})
    return linked, margins_of(linked, counts, LIMITS.cell), weights_of(list(counts))


def least(women, men, cells):
    """The least cost of protecting these people, totals shown, under the lot kindest to `cells`."""
    linked, margins, weight = system(women, men)
    kind = lambda cell: weight(cell) * (1 if cell in cells else 1 + _LOT)  # noqa: E731
    totals = frozenset(cell for cell in linked.values if cell[0] == ALL)
    chosen = least_withheld(linked, margins, kind, totals)
    return None if chosen is None else sum(kind(cell) for cell in chosen.cells)


def could_give(women, men, cells):
    """Whether these people could have been published with these cells withheld."""
    linked, margins, weight = system(women, men)
    if not set(margins) <= cells:
        return False
    alone = least_withheld(linked, margins, lambda cell: 0.0 if cell in cells else 1e6)
    if alone is None or not alone.cells <= cells:
        return False
    cost = least(women, men, cells)
    return cost is not None and sum(weight(cell) for cell in cells) <= cost + 1e-6


def determined(women, men, salt):
    """The withheld counts of one publication that every table which could give it agrees on."""
    shown = published(women, men, salt).counts
    if SEX not in shown:
        return []
    cells = {
        (cross, group, place)
        for cross, groups in shown.items()
        for group, figures in groups.items()
        for place, figure in enumerate(figures)
        if figure is S
    }
    if not cells:
        return []
    known = {cell: v for cell, v in system(women, men)[0].values.items() if cell not in cells}
    others = [
        values
        for w in splits(sum(women), len(women))
        for m in splits(sum(men), len(men))
        for values in [system(w, m)[0].values]
        if all(values[cell] == v for cell, v in known.items()) and could_give(w, m, cells)
    ]
    assert others, "the true table could not give what is published"
    return [cell for cell in cells if len({values[cell] for values in others}) == 1]


def sample(rng, people, options):
    every = splits(people, options)
    return rng.choice(every), rng.choice(every), rng.randbytes(8)


@pytest.mark.slow
def test_t19_a_share_of_the_replays_of_small_tables():
    rng = random.Random(19)
    for _ in range(6):
        women, men, salt = sample(rng, 11, 3)
        assert determined(women, men, salt) == [], (women, men)


@pytest.mark.audit
@pytest.mark.parametrize("seed", range(300))
def test_t19_replaying_the_rule_determines_no_withheld_count(seed):
    women, men, salt = sample(random.Random(seed), 11, 3)
    assert determined(women, men, salt) == [], (women, men)
