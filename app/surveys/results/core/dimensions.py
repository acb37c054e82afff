"""Declared dimensions: scores from 0 to 100, whether they hold together, groups compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.statistics.comparisons import Comparison, Effect, hedges_g
from app.statistics.disclosure import REST, Cross, Group, Reason, Thresholds, protect_answers
from app.statistics.figures import Figure
from app.statistics.scales import Reliability, reliability
from app.surveys.campaigns.core.columns import CodedAnswers, narrow
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.questionnaires.engine.model import Absence
from app.surveys.questionnaires.engine.model import Dimension as DeclaredDimension
from app.surveys.results.core.choices import tables_of
from app.surveys.results.core.mean_ranges import leaves_ranges
from app.surveys.results.core.measures import Measure, MeasureKind, Step, Summary
from app.surveys.results.core.numbers import Summaries, populations_of, sizes_of, summarised
from app.surveys.results.core.people import Respondents
from app.text import both

Numbers = npt.NDArray[np.float64]

_BOUNDS = (0, 20, 40, 60, 80, 100)
STEPS = tuple(Step(f"{low}-{high}", both(f"{low}–{high}")) for low, high in pairwise(_BOUNDS))
#: Of fewer items, or on shorter scales, classes and reliability would be answers to two items.
ITEMS, STEPS_OF_ITEMS = 3, 4


def dimension_code(dimension: DeclaredDimension) -> str:
    """The code of its measure, which no question has."""
    return f"~{dimension.code}"


def item_values(
    questionnaire: Questionnaire, dimension: DeclaredDimension, columns: Mapping[str, CodedAnswers]
) -> Numbers:
    """A row for each person, a column for each item, from 0 to 100, reversed items turned round."""
    by_item = []
    for code in dimension.items:
        column = columns[code]
        options = [option.code for option in questionnaire.by_code[code].options]
        last = max(len(options) - 1, 1)
        values = np.array(
            [
                options.index(label) * 100 / last if label in options else np.nan
                for label in column.labels
            ]
        )
        by_item.append((100 - values if code in dimension.reversed_items else values)[column.codes])
    items: Numbers = np.column_stack(by_item)
    return items


def scores(items: Numbers, min_answered: int) -> Numbers:
    """The mean of the answered items of each person; NaN for those who answered too few."""
    answered = (~np.isnan(items)).sum(axis=1)
    sums = np.nansum(items, axis=1)
    enough = answered >= max(1, min_answered)
    means: Numbers = np.where(enough, sums / np.maximum(answered, 1), np.nan)
    return means


def measure_dimension(
    questionnaire: Questionnaire,
    dimension: DeclaredDimension,
    columns: Mapping[str, CodedAnswers],
    respondents: Respondents,
    thresholds: Thresholds,
    items: Mapping[str, Measure],
) -> Measure:
    """The results of one dimension; `items` are the measures of its questions.

    Its mean ties the answers to its items together: where it leaves too little doubt of a withheld
    one, it is not shown.
    """
    measure = Measure(
        dimension_code(dimension),
        dimension.label,
        MeasureKind.DIMENSION,
        dimension.high,
        respondents.people.size,
    )
    if not all(code in items for code in dimension.items):
        return measure.without([*respondents.groupings], Reason.ITEM_MISSING)
    values = item_values(questionnaire, dimension, columns)
    reason = _reason(values[respondents.groupings[()].codes == 0], thresholds)
    if reason is not None:
        return measure.without([*respondents.groupings], reason)
    scored = _measured(questionnaire, measure, dimension, values, respondents, thresholds, items)
    untold = [
        c
        for c in respondents.groupings
        if any(_asked_of_some(items[i], c) for i in dimension.items)
    ]
    return scored.without(untold, Reason.TELLS_FILTER)


def _measured(
    questionnaire: Questionnaire,
    measure: Measure,
    dimension: DeclaredDimension,
    values: Numbers,
    respondents: Respondents,
    thresholds: Thresholds,
    items: Mapping[str, Measure],
) -> Measure:
    """The measure of a dimension with its scores, from the answers to its items."""
    inside = respondents.groupings[()].codes == 0
    people_scores = scores(values, dimension.min_answered)
    summaries, comparisons, hidden = summarised(people_scores, respondents, thresholds, digits=0)
    tied = _tied(questionnaire, dimension, items, summaries)
    if () in tied:
        return measure.without([*respondents.groupings], Reason.FOLLOWS)
    for cross in tied:
        hidden[cross] = Reason.FOLLOWS
        del summaries[cross], comparisons[cross]
    comparisons = {c: _in_deviations(summaries[c], each) for c, each in comparisons.items()}
    rich = _rich(items, dimension.items)
    base = int((~np.isnan(people_scores[inside])).sum())
    return replace(
        measure,
        asked=respondents.people.size,
        base=base,
        missing={f"~{Absence.LEFT_EMPTY.value}": respondents.people.size - base},
        steps=STEPS,
        counts=_classes_shown(people_scores, respondents, thresholds, summaries) if rich else {},
        bases=sizes_of(summaries),
        populations=populations_of(summaries),
        hidden=hidden,
        summaries=summaries,
        comparisons=comparisons,
        reliability=_reliability(values[inside], respondents.people.size, thresholds)
        if rich and () not in hidden
        else None,
    )


def _reason(values: Numbers, thresholds: Thresholds) -> Reason | None:
    """Why no dimension is made of these answers to its items."""
    if np.isnan(values).all(axis=0).any():
        return Reason.ITEM_MISSING
    # the items of the few who left one empty would be what a mean leaves of the others
    return Reason.FOLLOWS if 0 < _partly(values) < thresholds.cell else None


def _classes_shown(
    people_scores: Numbers, respondents: Respondents, thresholds: Thresholds, summaries: Summaries
) -> Mapping[Cross, Mapping[Group, tuple[Figure, ...]]]:
    """How many have a low, middle or high score, where nothing of it has to be withheld."""
    protected = protect_answers(
        *tables_of(_classed(people_scores), respondents, [s.code for s in STEPS]), thresholds
    )
    if not all(protected.whole(cross) for cross in summaries):
        return {}
    return {cross: groups for cross, groups in protected.counts.items() if cross in summaries}


def _asked_of_some(item: Measure, cross: Cross) -> bool:
    """Whether an item is not shown in a cross because of who was asked: nor is its dimension."""
    return Reason.TELLS_FILTER in (item.hidden.get(cross), item.hidden.get(()))


def _rich(items: Mapping[str, Measure], codes: Sequence[str]) -> bool:
    """Whether a class of scores, or a covariance, is no answer to one or two of the items."""
    return len(codes) >= ITEMS and all(len(items[c].steps) >= STEPS_OF_ITEMS for c in codes)


def _partly(values: Numbers) -> int:
    """How many people answered some of the items and not all."""
    answered = (~np.isnan(values)).sum(axis=1)
    return int(((answered > 0) & (answered < values.shape[1])).sum())


def _reliability(values: Numbers, people: int, thresholds: Thresholds) -> Reliability | None:
    """Alpha of those who answered all items: enough of them, and not all but a few."""
    whole = values[~np.isnan(values).any(axis=1)]
    left = people - len(whole)
    if len(whole) < thresholds.group or 0 < left < thresholds.cell:
        return None
    alpha = reliability(whole)
    return None if alpha is None else alpha.rounded(2)


def _in_deviations(
    groups: Mapping[Group, Summary], tests: tuple[Comparison | None, ...]
) -> tuple[Comparison | None, ...]:
    """The tests of two groups of scores with their difference in standard deviations."""
    moments = [each.moments for group, each in groups.items() if group != REST]
    if len(moments) != 2 or tests[0] is None:
        return tests
    g = hedges_g(*((each.size, each.mean, each.deviation) for each in moments))
    return tests if g is None else (replace(tests[0], effect=Effect.HEDGES_G, value=g),)


def _tied(
    questionnaire: Questionnaire,
    dimension: DeclaredDimension,
    items: Mapping[str, Measure],
    summaries: Summaries,
) -> set[Cross]:
    """Crosses in which an item is withheld and a mean of the scores would leave too little doubt;
    all people are one of them."""
    own = [items[code] for code in dimension.items]
    values = [_step_values(questionnaire, dimension, code) for code in dimension.items]
    return {
        cross
        for cross, means in summaries.items()
        if not all(item.whole(cross) for item in own)
        and not leaves_ranges(own, values, means, cross)
    }


def _step_values(questionnaire: Questionnaire, dimension: DeclaredDimension, code: str) -> Numbers:
    """The value of each step of an item, from 0 to 100, a reversed one turned round."""
    last = max(len(questionnaire.by_code[code].options) - 1, 1)
    values: Numbers = np.arange(last + 1) * 100 / last
    return values[::-1] if code in dimension.reversed_items else values


def _classed(people_scores: Numbers) -> CodedAnswers:
    """The class of each score."""
    none = f"~{Absence.LEFT_EMPTY.value}"
    places = np.clip(np.digitize(people_scores, _BOUNDS[1:-1]), 0, len(STEPS) - 1)
    codes = np.where(np.isnan(people_scores), len(STEPS), places)
    return CodedAnswers((*(step.code for step in STEPS), none), narrow(codes, len(STEPS) + 1))
