"""What comparisons will probably show, before anybody answers: the gate tried on a typical scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.statistics.disclosure import REST, Cross, Group, Thresholds, protect_answers
from app.statistics.disclosure.coarseness import classes_of_steps
from app.statistics.figures import SUPPRESSED
from app.surveys.campaigns.core.profiles import Profile

#: Shares of the five steps of a scale as people often use them.
_TYPICAL = (0.10, 0.18, 0.22, 0.31, 0.19)
#: Groups of a cross of two attributes that are tried while the page waits; and crosses.
MOST_GROUPS, MOST = 12, 6
#: Successive multiples of the golden ratio spread evenly between 0 and 1.
_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True)
class Foreseen:
    """One comparison among those declared before it and with it.

    `shown` of its `groups` will probably have a line of their own, each in so many `lines`, the
    steps of the scale or classes of them. `figures` is the share of its figures that will probably be
    shown, and `others` that of the comparisons before it, once it is declared too.
    """

    cross: Cross
    groups: int
    shown: int
    lines: int
    figures: float
    others: float | None


def forecast(
    names: Sequence[str],
    population: Sequence[tuple[Profile, int]],
    crosses: Sequence[Cross],
    rate: float,
    thresholds: Thresholds,
) -> list[Foreseen]:
    """What each cross will probably show when this share of the people invited answer.

    `population` counts the people invited by their classes, in the order of `names`; those without
    a class of some cross are left out, as they will be. Crosses come with those of each of their
    attributes before them; those of two with many groups are left out: they take minutes.
    """
    places = {name: place for place, name in enumerate(names)}
    used = {places[name] for cross in crosses for name in cross}
    people = _answers([(p, n) for p, n in population if all(p[u] for u in used)], rate)
    foreseen = []
    tried = [c for c in crosses if len(c) < 2 or len(_table(people, c, places)) <= MOST_GROUPS]
    crosses = tried[:MOST]
    for count in range(1, len(crosses) + 1):
        shares = _shares(people, [tuple(c) for c in crosses[:count]], places, thresholds)
        cross = crosses[count - 1]
        cells = [shares[other].figures for other in crosses[: count - 1]]
        foreseen.append(
            Foreseen(
                cross,
                shares[cross].groups,
                shares[cross].shown,
                shares[cross].lines,
                shares[cross].figures,
                sum(cells) / len(cells) if cells else None,
            )
        )
    return foreseen


@dataclass(frozen=True)
class _Shown:
    groups: int
    shown: int
    lines: int
    figures: float


def _answers(population: Sequence[tuple[Profile, int]], rate: float) -> dict[Profile, list[int]]:
    """Typical answers by profile: how many choose each step."""
    bounds = list(accumulate(_TYPICAL))
    answers: dict[Profile, list[int]] = {}
    left, number = 0.0, 0
    for profile, invited in population:
        left += invited * rate
        steps = answers.setdefault(profile, [0] * len(_TYPICAL))
        for _ in range(int(left)):
            number += 1
            place = number * _GOLDEN % 1
            steps[next((s for s, bound in enumerate(bounds) if place < bound), -1)] += 1
        left -= int(left)
    return answers


def _shares(
    answers: Mapping[Profile, Sequence[int]],
    crosses: Sequence[Cross],
    places: Mapping[str, int],
    thresholds: Thresholds,
) -> dict[Cross, _Shown]:
    """What the gate lets out of these answers, by cross."""
    tables = {cross: _table(answers, cross, places) for cross in crosses}
    total = [sum(column) for column in zip(*answers.values(), strict=True)] or [0]
    sizes = {c: {g: sum(n) for g, n in table.items()} for c, table in tables.items()}
    classes = classes_of_steps(sizes, len(_TYPICAL), thresholds.group)
    protected = protect_answers(total, tables, thresholds, classes)
    shown = {}
    for cross in crosses:
        groups = protected.counts.get(cross, {})
        lines = len(classes[cross]) if cross in classes else len(_TYPICAL)
        cells = [f for g, figures in groups.items() if g != REST for f in figures]
        of = len(tables[cross]) * lines
        kept = sum(figure is not SUPPRESSED for figure in cells)
        own = sum(group != REST for group in groups)
        shown[cross] = _Shown(len(tables[cross]), own, lines, kept / of if of else 0.0)
    return shown


def _table(
    answers: Mapping[Profile, Sequence[int]], cross: Cross, places: Mapping[str, int]
) -> dict[Group, list[int]]:
    table: dict[Group, list[int]] = {}
    for profile, steps in answers.items():
        own = table.setdefault(tuple(profile[places[name]] for name in cross), [0] * len(steps))
        for place, count in enumerate(steps):
            own[place] += count
    return table
