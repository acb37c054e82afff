"""Weighted shares of all people: as if each group had answered in its place among the invited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.statistics.comparisons import SIGNIFICANT, compare_counts
from app.statistics.disclosure import Cross, Thresholds
from app.statistics.figures import SUPPRESSED, Figure
from app.statistics.weighting import (
    Calibration,
    Margins,
    Refused,
    WeightedShare,
    WeightingProblem,
    calibrate,
)
from app.surveys.results.core.measures import UPPER, Measure, MeasureKind, rounded_outwards
from app.surveys.results.core.people import People, Respondents


@dataclass(frozen=True)
class Weighting:
    """What weighting does to the answers of a campaign, or why there is none.

    `attributes` are those whose composition is that of the people invited. Where response is
    `uneven`, differing by one of them more than by chance, weighted shares are those to quote.
    """

    attributes: tuple[str, ...] = ()
    people: int = 0
    design_effect: float = 1.0
    uneven: bool = False
    problem: WeightingProblem | None = None
    classes: tuple[str, ...] = ()

    @property
    def effective(self) -> float:
        return self.people / self.design_effect


def calibration_of(
    respondents: Respondents, thresholds: Thresholds
) -> tuple[Calibration | None, Weighting]:
    """The weights of a campaign, and what may be said of them.

    An attribute counts when the people invited are known by it, and every class has answers enough.
    One that makes a small group with another is left aside: weights would tell how small it is.
    """
    people = respondents.people
    known = [c for c in people.sizes if len(c) == 1 and c in people.population]
    if not known:
        return None, Weighting(problem=WeightingProblem.NO_POPULATION)
    kept: list[Cross] = []
    for cross in known:
        enough = min(people.sizes[cross].values(), default=0) >= thresholds.group
        if enough and all(_apart(respondents, cross, other, thresholds) for other in kept):
            kept.append(cross)
    if not kept:
        return None, Weighting(problem=WeightingProblem.TOO_FEW)
    population = {c[0]: {g[0]: n for g, n in people.population[c].items()} for c in kept}
    calibration = calibrate(population, _profiles(respondents, kept))
    if isinstance(calibration, Refused):
        return None, Weighting(problem=calibration.problem, classes=calibration.classes)
    return calibration, Weighting(
        attributes=tuple(population),
        people=calibration.people,
        design_effect=calibration.design_effect,
        uneven=any(_uneven(people, cross, len(kept)) for cross in kept),
    )


def _apart(respondents: Respondents, one: Cross, other: Cross, thresholds: Thresholds) -> bool:
    """Whether no few people have a class of one attribute and a class of the other."""
    sizes = _profiles(respondents, [one, other]).values()
    return all(size >= thresholds.group for size in sizes)


def _profiles(respondents: Respondents, crosses: Sequence[Cross]) -> dict[tuple[str, ...], int]:
    """Those of the tables by their class of each of these attributes."""
    groupings = [respondents.groupings[cross] for cross in crosses]
    inside = groupings[0].codes < len(groupings[0].groups)
    columns = [grouping.codes[inside].tolist() for grouping in groupings]
    counts = Counter(zip(*columns, strict=True))
    return {
        tuple(grouping.groups[code][0] for grouping, code in zip(groupings, codes, strict=True)): n
        for codes, n in sorted(counts.items())
    }


def _uneven(people: People, cross: Cross, attributes: int) -> bool:
    """Whether more or fewer of some class answered than chance alone would give: as far as it is
    published, else by those of the tables."""
    answered = people.answered_by.get(cross, {})
    counts = {group: count for group, count in answered.items() if isinstance(count, int)}
    if len(counts) < len(people.population[cross]):
        counts = dict(people.sizes[cross])
    sizes = [counts.get(group, 0) for group in people.population[cross]]
    silent = [n - size for n, size in zip(people.population[cross].values(), sizes, strict=True)]
    if min(silent) < 0:
        return False
    test = compare_counts(np.array([sizes, silent], dtype=np.int64))
    return test is not None and test.p < SIGNIFICANT / attributes


def weighted_shares(measure: Measure, calibration: Calibration) -> dict[str, WeightedShare]:
    """The weighted share of each step of which every count that it needs is published."""
    crosses = [(name,) for name in calibration.classes]
    counted = (MeasureKind.CHOICE, MeasureKind.SCALE, MeasureKind.RANKING, MeasureKind.MULTIPLE)
    if measure.kind not in counted or not measure.shown:
        return {}
    if any(cross in measure.pooled or cross not in measure.counts for cross in crosses):
        return {}
    bases = {c[0]: {g[0]: n for g, n in measure.bases[c].items()} for c in crosses}
    shares = {}
    for code in [step.code for step in measure.steps] + [UPPER]:
        counts = {cross[0]: _counts(measure, cross, code) for cross in crosses}
        if any(figure is None for margin in counts.values() for figure in margin.values()):
            continue
        everybody = measure.asked == measure.people
        share = calibration.share(_plain(counts), bases, everybody)
        if share is not None:
            shares[code] = _rounded(share)
    return shares


def _rounded(share: WeightedShare) -> WeightedShare:
    """To a tenth of a point: more digits would tell the sizes that weights are made from."""
    interval = rounded_outwards(share.interval, 3)
    return WeightedShare(round(share.value, 3), interval)


def _counts(measure: Measure, cross: Cross, code: str) -> dict[str, int | None]:
    """Who gave an answer, by group; None where it is not published."""
    codes = [step.code for step in measure.steps_of(cross)]
    counts: dict[str, int | None] = {}
    for group, figures in measure.counts[cross].items():
        figure: Figure = None
        if code in codes:
            figure = figures[codes.index(code)]
        elif code == UPPER and measure.kind is MeasureKind.SCALE:
            figure = measure.upper_count(cross, group)
        counts[group[0]] = None if figure is SUPPRESSED or figure is None else int(figure)
    return counts


def _plain(counts: Mapping[str, Mapping[str, int | None]]) -> Margins:
    return {name: {g: n for g, n in each.items() if n is not None} for name, each in counts.items()}
