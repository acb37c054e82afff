"""Comparing the groups of a cross: from published figures alone, so that nothing else is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from app.statistics.comparisons import SIGNIFICANT, Comparison, adjusted, compare_counts
from app.statistics.disclosure import REST, Cross, Group, Reason
from app.statistics.figures import SUPPRESSED, Figure
from app.statistics.intervals import (
    Interval,
    difference_interval,
    mean_difference_interval,
    remaining_between,
    smallest_visible,
    smallest_visible_mean,
)
from app.surveys.campaigns.core.classes import OTHERS
from app.surveys.results.core.measures import UPPER, Measure, MeasureKind, Step, rounded_outwards


def comparable(group: Group) -> bool:
    """Whether a group is one of its own, not people put together before or after they answered."""
    return group != REST and OTHERS not in group


def compared(measure: Measure, ordered: Collection[str]) -> Measure:
    """The measure with a test for each of its crosses; `ordered` are attributes with an order.

    Those of numbers and scores are made with them.
    """
    if measure.kind in (MeasureKind.NUMBER, MeasureKind.DAY, MeasureKind.DIMENSION):
        return measure
    comparisons = {
        cross: _tests(measure, cross, len(cross) == 1 and cross[0] in ordered)
        for cross in measure.crosses
    }
    return replace(measure, comparisons=comparisons)


def _tests(measure: Measure, cross: Cross, ordered_groups: bool) -> tuple[Comparison | None, ...]:
    groups = [group for group in measure.bases[cross] if comparable(group)]
    figures = [measure.figures(cross, group) for group in groups]
    bases = [measure.bases[cross][group] for group in groups]
    left = _left_between(measure, cross)
    if measure.kind is MeasureKind.MULTIPLE:
        lines = zip(*figures, strict=True)
        return tuple(_chosen_or_not(line, bases, left) for line in lines)
    scale = measure.kind is MeasureKind.SCALE
    if not any(SUPPRESSED in each for each in figures):
        table = np.array(figures, dtype=np.int64).T
        return (compare_counts(table, scale, ordered_groups and scale, left),)
    if not scale:
        return (None,)
    return (_chosen_or_not([measure.upper_count(cross, g) for g in groups], bases, left),)


def _left_between(measure: Measure, cross: Cross) -> float:
    """The share of the variance that the groups compared leave; none when all of them answered."""
    groups = [group for group in measure.bases[cross] if comparable(group)]
    people = measure.populations.get(cross, {})
    return remaining_between([(measure.bases[cross][g], people.get(g)) for g in groups])


def _chosen_or_not(line: Sequence[Figure], bases: Sequence[int], left: float) -> Comparison | None:
    if any(figure is SUPPRESSED or figure is None for figure in line):
        return None
    chosen = np.array(line, dtype=np.int64)
    return compare_counts(np.array([chosen, np.array(bases) - chosen]), left=left)


def corrected(measures: Sequence[Measure]) -> list[Measure]:
    """The same with p-values adjusted among the tests of one battery, cross by cross."""
    crosses = dict.fromkeys(cross for m in measures for cross in m.comparisons)
    adjusted_measures = list(measures)
    for cross in crosses:
        tests = [
            (place, position, test)
            for place, measure in enumerate(adjusted_measures)
            for position, test in enumerate(measure.comparisons.get(cross, ()))
            if test is not None
        ]
        probabilities = adjusted([test.p for _, _, test in tests])
        for (place, position, test), p in zip(tests, probabilities, strict=True):
            own = list(adjusted_measures[place].comparisons[cross])
            own[position] = replace(test, adjusted=p if len(tests) > 1 else None, among=len(tests))
            comparisons = {**adjusted_measures[place].comparisons, cross: tuple(own)}
            adjusted_measures[place] = replace(adjusted_measures[place], comparisons=comparisons)
    return adjusted_measures


@dataclass(frozen=True)
class Gap:
    """Two groups on one line of a table, first minus second: shares from 0 to 1, or means."""

    step: Step | None
    groups: tuple[Group, Group]
    values: tuple[float, float]
    interval: Interval | None

    @property
    def difference(self) -> float:
        return self.values[0] - self.values[1]


def gaps(measure: Measure, cross: Cross) -> list[Gap]:
    """The difference of the two groups of a cross on each line; none for more groups.

    A scale has a last line for the steps above its middle. Withheld figures make no difference.
    """
    groups = [group for group in measure.bases.get(cross, {}) if comparable(group)]
    if len(groups) != 2 or cross not in measure.counts:
        return []
    first, second = groups
    lines: list[tuple[Step, Figure, Figure]] = list(
        zip(
            measure.steps_of(cross),
            measure.figures(cross, first),
            measure.figures(cross, second),
            strict=True,
        )
    )
    if measure.kind is MeasureKind.SCALE and cross not in measure.classes:
        upper = [measure.upper_count(cross, group) for group in groups]
        lines.append((measure.upper, upper[0], upper[1]))
    differences = []
    for step, one, two in lines:
        if not isinstance(one, int) or not isinstance(two, int):
            continue
        bases = measure.bases[cross]
        people = measure.populations[cross]
        interval = difference_interval(
            (one, bases[first], people[first]), (two, bases[second], people[second])
        )
        known = people[first] is not None and people[second] is not None
        shares = one / bases[first], two / bases[second]
        differences.append(Gap(step, (first, second), shares, interval if known else None))
    return differences


def mean_gap(measure: Measure, cross: Cross) -> Gap | None:
    """The difference of the means of the two groups of a cross."""
    summaries = {g: s for g, s in measure.summaries.get(cross, {}).items() if comparable(g)}
    if len(summaries) != 2:
        return None
    (first, one), (second, two) = summaries.items()
    known = one.moments.population is not None and two.moments.population is not None
    interval = mean_difference_interval(one.moments, two.moments) if known else None
    means = one.moments.mean, two.moments.mean
    return Gap(None, (first, second), means, rounded_outwards(interval, one.digits))


class Verdict(StrEnum):
    FOUND = "found"  # chance alone would rarely give it
    NOT_FOUND = "not_found"
    UNSURE = "unsure"  # large, or found before correction, yet chance could give it
    UNTESTED = "untested"  # some figures are withheld, or there is nothing to compare
    CENSUS = "census"  # everybody answered: the difference is what it is
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Spread:
    """More than two groups on one line of a table, each to be set against all: shares or means.

    No pair of them is quoted: the two furthest apart are so by chance as well.
    """

    step: Step | None
    all: float | None
    values: Mapping[Group, float]

    @property
    def difference(self) -> float:
        """How far the groups lie apart."""
        return max(self.values.values()) - min(self.values.values())


@dataclass(frozen=True)
class Conclusion:
    """What may be said of a cross, for words to be put on.

    `quoted` is the difference to quote: of the upper steps, of the yes, of the option where groups
    are furthest apart, of the means. `visible` is the smallest difference, of shares or of means,
    that so many people would show.
    """

    verdict: Verdict
    test: Comparison | None = None
    quoted: Gap | Spread | None = None
    visible: float | None = None
    reason: Reason | None = None


def conclusion(measure: Measure, cross: Cross) -> Conclusion:
    """The conclusion on one cross, which never says more than its test."""
    if measure.hides(cross):
        return Conclusion(Verdict.HIDDEN, reason=measure.hidden.get(cross))
    quoted, position = _quoted(measure, cross)
    tests = measure.comparisons.get(cross, ())
    test = tests[position] if position < len(tests) else None
    if test is None:
        everybody = not _left_between(measure, cross)
        return Conclusion(Verdict.CENSUS if everybody else Verdict.UNTESTED, quoted=quoted)
    visible = _visible(measure, cross, quoted, test.among)
    large = quoted is not None and bool(visible) and abs(quoted.difference) >= (visible or 0)
    apart = isinstance(quoted, Gap) and quoted.interval and quoted.interval.excludes_zero
    open_ = large or apart or test.p < SIGNIFICANT
    verdict = Verdict.UNSURE if open_ else Verdict.NOT_FOUND
    return Conclusion(Verdict.FOUND if test.found else verdict, test, quoted, visible)


def _visible(
    measure: Measure, cross: Cross, quoted: Gap | Spread | None, tests: int
) -> float | None:
    """The smallest difference that would probably have been seen: of means, else of shares."""
    if measure.kind is MeasureKind.DAY or quoted is None:
        return None
    groups = [group for group in measure.bases[cross] if comparable(group)]
    if cross in measure.summaries:
        moments = [measure.summaries[cross][group].moments for group in groups]
        return smallest_visible_mean(moments, tests)
    people = measure.populations.get(cross, {})
    sizes = [(measure.bases[cross][group], people.get(group)) for group in groups]
    values = quoted.values if isinstance(quoted, Gap) else tuple(quoted.values.values())
    return smallest_visible(sizes, sum(values) / len(values), tests)


def _quoted(measure: Measure, cross: Cross) -> tuple[Gap | Spread | None, int]:
    """The difference to quote, and which test goes with it."""
    if measure.kind is MeasureKind.DAY:
        return None, 0  # a mean of days says little: medians are in the table
    if cross not in measure.counts or cross in measure.summaries:
        return mean_gap(measure, cross) or _spread_of_means(measure, cross), 0
    lines: Sequence[Gap | Spread] = gaps(measure, cross) or _spreads(measure, cross)
    if measure.kind is MeasureKind.SCALE:
        lines = [line for line in lines if line.step and line.step.code == UPPER]
    if not lines:
        return None, 0
    widest = max(lines, key=lambda line: abs(line.difference))
    if measure.kind is not MeasureKind.MULTIPLE:
        yes = next((line for line in lines if line.step and line.step.code == "yes"), None)
        return yes or widest, 0
    codes = [step.code for step in measure.steps]
    assert widest.step is not None
    return widest, codes.index(widest.step.code)


def _spreads(measure: Measure, cross: Cross) -> list[Spread]:
    """Of more than two groups, the shares of each line where two at least are shown."""
    groups = [group for group in measure.bases[cross] if comparable(group)]
    bases = measure.bases[cross]
    lines: list[tuple[Step, Figure, dict[Group, Figure]]] = [
        (step, measure.total(cross, place), {g: measure.figures(cross, g)[place] for g in groups})
        for place, step in enumerate(measure.steps_of(cross))
    ]
    if measure.kind is MeasureKind.SCALE and cross not in measure.classes:
        upper = {group: measure.upper_count(cross, group) for group in groups}
        lines.append((measure.upper, measure.upper_count((), ()), upper))
    spreads = []
    for step, total, figures in lines:
        shares = {g: f / bases[g] for g, f in figures.items() if isinstance(f, int)}
        if len(shares) > 1:
            everybody = total / measure.bases[()][()] if isinstance(total, int) else None
            spreads.append(Spread(step, everybody, shares))
    return spreads


def _spread_of_means(measure: Measure, cross: Cross) -> Spread | None:
    """Of more than two groups, the mean of each and of all."""
    means = {
        g: s.moments.mean for g, s in measure.summaries.get(cross, {}).items() if comparable(g)
    }
    if len(means) < 2:
        return None
    of_all = measure.summaries.get((), {}).get(())
    return Spread(None, of_all.moments.mean if of_all else None, means)
