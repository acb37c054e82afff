"""Questions answered by a number or a day."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from app.statistics.comparisons import Comparison, compare_numbers
from app.statistics.disclosure import Cross, Group, Reason, Thresholds
from app.statistics.intervals import Moments, remaining_between
from app.surveys.campaigns.core.columns import CodedAnswers
from app.surveys.questionnaires.engine import Question, Section, Shape
from app.surveys.results.core.choices import absences
from app.surveys.results.core.comparing import comparable
from app.surveys.results.core.measures import Measure, MeasureKind, Summary
from app.surveys.results.core.people import Respondents

Numbers = npt.NDArray[np.float64]
#: Digits after the comma of a mean, a median, a quartile, at most: what is published is what is
#: rounded.
DIGITS = 1
DOMINANCE = 0.85


def measure_number(
    section: Section,
    question: Question,
    column: CodedAnswers,
    respondents: Respondents,
    thresholds: Thresholds,
) -> Measure:
    """The results of a question answered by a number: mean, median, quartiles."""
    assert column.values is not None
    asked, base, missing = absences(column, respondents, question, thresholds)
    day = question.kind.shape is Shape.DAY
    digits = 0 if day else _digits(column.values)
    summaries, comparisons, hidden = summarised(
        column.values, respondents, thresholds, digits=digits
    )
    return Measure(
        code=question.code,
        label=question.label,
        kind=MeasureKind.DAY if day else MeasureKind.NUMBER,
        section=section.title,
        steps=(),
        people=respondents.people.size,
        asked=asked,
        base=base,
        missing=missing,
        counts={},
        bases=sizes_of(summaries),
        populations=populations_of(summaries),
        hidden=hidden,
        summaries=summaries,
        comparisons=comparisons,
    )


def _digits(values: Numbers) -> int:
    """Digits after the comma to publish: two significant ones of how far the numbers spread."""
    spread = float(np.nanstd(values)) if (~np.isnan(values)).any() else 0.0
    return min(DIGITS, 1 - math.floor(math.log10(spread))) if spread else DIGITS


Summaries = dict[Cross, dict[Group, Summary]]


def summarised(
    values: Numbers,
    respondents: Respondents,
    thresholds: Thresholds,
    digits: int = DIGITS,
) -> tuple[Summaries, dict[Cross, tuple[Comparison | None, ...]], dict[Cross, Reason]]:
    """Summaries by group, tests, and why some crosses have none.

    Every group needs the threshold, and numbers that are not all the same.
    """
    summaries: Summaries = {}
    comparisons: dict[Cross, tuple[Comparison | None, ...]] = {}
    hidden: dict[Cross, Reason] = {}
    for cross, grouping in respondents.groupings.items():
        groups = {
            group: _given(values[grouping.codes == place])
            for place, group in enumerate(grouping.groups)
        }
        groups = {group: own for group, own in groups.items() if len(own)}
        reason = _reason(cross, groups, thresholds)
        if () in hidden:
            reason = hidden[()]
        if reason is not None:
            hidden[cross] = reason
            continue
        summaries[cross] = {
            group: summary(own, respondents.people.invited(cross, group), thresholds.group, digits)
            for group, own in groups.items()
        }
        if cross:
            summaries_told = [own for group, own in groups.items() if comparable(group)]
            moments = [each.moments for g, each in summaries[cross].items() if comparable(g)]
            left = remaining_between([(each.size, each.population) for each in moments])
            comparisons[cross] = (compare_numbers(summaries_told, left),)
    return summaries, comparisons, hidden


def sizes_of(summaries: Summaries) -> dict[Cross, dict[Group, int]]:
    """How many people are behind each summary."""
    return {c: {g: s.moments.size for g, s in each.items()} for c, each in summaries.items()}


def populations_of(summaries: Summaries) -> dict[Cross, dict[Group, int | None]]:
    """How many could have answered, for each summary."""
    return {c: {g: s.moments.population for g, s in each.items()} for c, each in summaries.items()}


def _given(values: Numbers) -> Numbers:
    answered: Numbers = values[~np.isnan(values)]
    return answered


def _reason(cross: Cross, groups: Mapping[Group, Numbers], thresholds: Thresholds) -> Reason | None:
    if not groups or (cross and len(groups) < 2):
        return Reason.NOBODY
    if any(len(values) < thresholds.group for values in groups.values()):
        return Reason.TOO_FEW
    if any((values == values[0]).all() for values in groups.values()):
        return Reason.UNANIMOUS
    if any(_tells_one(values, thresholds.cell) for values in groups.values()):
        return Reason.TELLS_ONE
    return None


def _tells_one(values: Numbers, threshold: int) -> bool:
    """Whether a mean would tell the number of a few: nearly all others gave the same one, or one
    of them makes most of the sum (dominance, 85 %, as for INSEE's tables of businesses)."""
    most = int(np.unique(values, return_counts=True)[1].max())
    sizes = np.abs(values)
    return len(values) - most < threshold or float(sizes.max()) > DOMINANCE * float(sizes.sum())


def summary(values: Numbers, population: int | None, group: int, digits: int = DIGITS) -> Summary:
    """Rounded mean; the median with `group` people on each side, quartiles with as many beyond."""
    size = len(values)
    mean, deviation = float(values.mean()), float(values.std(ddof=1))
    moments = Moments(size, round(mean, digits), round(deviation, digits + 2), population)
    low, median, high = (round(float(q), digits) for q in np.quantile(values, (0.25, 0.5, 0.75)))
    return Summary(
        moments,
        digits,
        median if size >= 2 * group else None,
        (low, high) if size >= 4 * group else None,
    )
