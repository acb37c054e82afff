"""Whether the means of a dimension leave readers a range for each withheld answer to its items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import SUPPRESSED
from app.surveys.results.core.measures import Measure, Summary

Numbers = npt.NDArray[np.float64]

#: How wide the range of a withheld count must stay.
RANGE = 4
_NEARLY = 1e-6


@dataclass(frozen=True)
class _Line:
    """A sum of counts that readers know within bounds, or that they must not know."""

    cells: Numbers
    low: float = 0.0
    high: float = 0.0


def leaves_ranges(
    items: Sequence[Measure],
    values: Sequence[Numbers],
    means: Mapping[Group, Summary],
    cross: Cross,
) -> bool:
    """Whether every withheld count of the items keeps a range of four, means known.

    `values` are those of the steps of each item, from 0 to 100. The unknowns are the counts by item,
    group and step; readers know what is published of each item and the rounded means. A mean is
    taken for that of all answers, which it is where everybody answered every item; elsewhere it
    tells less. False where that much cannot be said.
    """
    groups = list(means)
    shown = all(() in item.counts and cross in item.counts for item in items)
    if not shown or any(set(item.bases[cross]) != set(groups) for item in items):
        return False
    places = _places(items, groups)
    known = [
        *_published(items, groups, cross, places),
        *_means(items, values, means, cross, places),
    ]
    secrets = list(_withheld(items, groups, cross, places))
    return all(_free(line, known) for line in secrets)


def _places(
    items: Sequence[Measure], groups: Sequence[Group]
) -> dict[tuple[int, Group, int], Numbers]:
    """A vector for each unknown count."""
    keys = [
        (number, group, step)
        for number, item in enumerate(items)
        for group in groups
        for step in range(len(item.steps))
    ]
    return dict(zip(keys, np.eye(len(keys)), strict=True))


def _steps_of(item: Measure, cross: Cross, line: int) -> range:
    """The steps of an item that one line of a cross counts."""
    steps, lines = len(item.steps), len(item.steps_of(cross))
    if lines == steps:
        return range(line, line + 1)
    half = steps // 2
    if line == 0:
        return range(half)
    return range(steps - half, steps) if line == lines - 1 else range(half, steps - half)


def _published(
    items: Sequence[Measure],
    groups: Sequence[Group],
    cross: Cross,
    places: Mapping[tuple[int, Group, int], Numbers],
) -> Iterator[_Line]:
    for number, item in enumerate(items):
        steps = range(len(item.steps))
        for group in groups:
            base = item.bases[cross][group]
            yield _Line(_sum(places[number, group, s] for s in steps), base, base)
            for line, figure in enumerate(item.figures(cross, group)):
                if isinstance(figure, int):
                    own = _sum(places[number, group, s] for s in _steps_of(item, cross, line))
                    yield _Line(own, figure, figure)
        for step, figure in enumerate(item.figures((), ())):
            if isinstance(figure, int):
                yield _Line(_sum(places[number, g, step] for g in groups), figure, figure)


def _means(
    items: Sequence[Measure],
    values: Sequence[Numbers],
    means: Mapping[Group, Summary],
    cross: Cross,
    places: Mapping[tuple[int, Group, int], Numbers],
) -> Iterator[_Line]:
    for group, summary in means.items():
        answers = sum(item.bases[cross][group] for item in items)
        whole = _sum(
            places[number, group, step] * value
            for number, own in enumerate(values)
            for step, value in enumerate(own)
        )
        half = 0.5 * 10.0**-summary.digits
        mean = summary.moments.mean
        yield _Line(whole, (mean - half) * answers, (mean + half) * answers)


def _withheld(
    items: Sequence[Measure],
    groups: Sequence[Group],
    cross: Cross,
    places: Mapping[tuple[int, Group, int], Numbers],
) -> Iterator[Numbers]:
    for number, item in enumerate(items):
        for group in groups:
            for line, figure in enumerate(item.figures(cross, group)):
                if figure is SUPPRESSED:
                    steps = _steps_of(item, cross, line)
                    yield _sum(places[number, group, s] for s in steps)


def _sum(vectors: Iterable[Numbers]) -> Numbers:
    whole: Numbers = np.sum(list(vectors), axis=0)
    return whole


def _free(secret: Numbers, known: Sequence[_Line]) -> bool:
    """Whether a withheld count may still be told apart from no other in a range of four."""
    from scipy.optimize import linprog  # here: it takes a fifth of a second to load

    matrix = np.array([line.cells for line in known])
    ends = [
        linprog(
            sign * secret,
            A_ub=np.vstack([matrix, -matrix]),
            b_ub=np.array([*(k.high for k in known), *(-k.low for k in known)]),
        )
        for sign in (1.0, -1.0)
    ]
    if any(end.x is None for end in ends):
        return False
    return bool(-ends[1].fun - ends[0].fun >= RANGE - _NEARLY)
