"""Two waves of a survey side by side: what changed, how surely, where the series breaks.

Both waves are read from what each may publish, so that their difference tells nothing more. Nothing
joins the answers of one person: waves are compared as two samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import SUPPRESSED, Figure, numbers, ratio
from app.statistics.intervals import Interval, difference_interval, mean_difference_interval
from app.surveys.questionnaires.engine import Questionnaire, Shape
from app.surveys.questionnaires.engine.differences import (
    Comparability,
    comparability,
    option_mapping,
)
from app.surveys.results.core.comparing import comparable
from app.surveys.results.core.labels import group_label
from app.surveys.results.core.measures import (
    UPPER,
    Measure,
    MeasureKind,
    Step,
    Summary,
    rounded_outwards,
)
from app.surveys.results.core.measuring import Results
from app.text import Text

#: Whose figures may be set side by side.
COMPARABLE = (Comparability.SAME, Comparability.REWORDED, Comparability.MAPPED)


@dataclass(frozen=True)
class Line:
    """One line of a question in both waves: shares from 0 to 1, or means."""

    step: Step
    earlier: Figure
    later: Figure
    interval: Interval | None

    @property
    def change(self) -> Figure:
        if self.earlier is SUPPRESSED or self.later is SUPPRESSED:
            return SUPPRESSED
        if self.earlier is None or self.later is None:
            return None
        return self.later - self.earlier


@dataclass(frozen=True)
class WaveChange:
    """One question in both waves; no line where they cannot be compared."""

    code: str
    label: Text
    kind: MeasureKind
    comparability: Comparability
    lines: tuple[Line, ...] = ()
    bases: tuple[int, int] = (0, 0)

    @property
    def headline(self) -> Line | None:
        """The line to quote: the upper steps, the yes, the mean, the most chosen option."""
        if not self.lines or self.kind is MeasureKind.SCALE:
            return self.lines[-1] if self.lines else None
        yes = next((line for line in self.lines if line.step.code == "yes"), None)
        known = [line for line in self.lines if isinstance(line.later, float)]
        return yes or max(known, key=lambda line: float(line.later or 0), default=None)  # type: ignore[arg-type]


def changes(earlier: Results, later: Results) -> list[WaveChange]:
    """Every question of the later wave, then those that only the earlier one had."""
    before, after = earlier.questionnaire, later.questionnaire
    every = []
    for measure in later.questions:
        code = measure.code
        state = _state(before, after, code)
        old = earlier.measures.get(code)
        if state not in COMPARABLE or old is None or not (old.shown and measure.shown):
            every.append(WaveChange(code, measure.label, measure.kind, state))
            continue
        if measure.kind is MeasureKind.DAY:
            every.append(WaveChange(code, measure.label, measure.kind, state))
            continue  # medians of days are in the tables of each wave
        lines = _means(old, measure) if measure.summaries else _steps(before, after, old, measure)
        bases = (old.base, measure.base)
        every.append(WaveChange(code, measure.label, measure.kind, state, tuple(lines), bases))
    for old in earlier.questions:
        if old.code not in after.by_code:
            every.append(WaveChange(old.code, old.label, old.kind, Comparability.GONE))
    return every


def changes_by_group(
    earlier: Results, later: Results, changed: Sequence[WaveChange], cross: Cross
) -> list[tuple[WaveChange, Group, Line]]:
    """What is quoted of each question, group by group, where both waves have the same groups."""
    every = []
    for change in changed:
        quoted = change.headline
        if quoted is None or change.comparability is Comparability.MAPPED:
            continue
        old, new = earlier.measures[change.code], later.measures[change.code]
        for group in new.bases.get(cross, {}):
            if comparable(group) and group in old.bases.get(cross, {}):
                line = _line_of_group(quoted.step, old, new, cross, group)
                every += [(change, group, line)] if line else []
    return every


def shared_crosses(earlier: Results, later: Results) -> list[Cross]:
    """The crosses of both waves whose groups are the same."""

    def named(results: Results, cross: Cross) -> list[tuple[Group, Text]]:
        groups = results.people.sizes[cross]
        return [(group, group_label(results.questionnaire, cross, group)) for group in groups]

    return [
        cross
        for cross in later.people.sizes
        if cross
        and cross in earlier.people.sizes
        and sorted(named(earlier, cross), key=str) == sorted(named(later, cross), key=str)
    ]


def _line_of_group(
    step: Step, old: Measure, new: Measure, cross: Cross, group: Group
) -> Line | None:
    if step is MEAN:
        one, two = (m.summaries.get(cross, {}).get(group) for m in (old, new))
        return _mean_line(one, two, new.digits) if one and two else None
    counts = [_count(measure, step, cross, group) for measure in (old, new)]
    if None in counts:
        return None
    return _line(step, counts[0], counts[1], old, new, cross, group)


def _count(measure: Measure, step: Step, cross: Cross, group: Group) -> Figure:
    """Who chose a step; None where the cross is not counted, or not step by step."""
    if cross not in measure.counts:
        return None
    if step.code == UPPER:
        return measure.upper_count(cross, group)
    codes = [each.code for each in measure.steps_of(cross)]
    figures = measure.figures(cross, group)
    return figures[codes.index(step.code)] if step.code in codes else None


def _state(before: Questionnaire, after: Questionnaire, code: str) -> Comparability:
    """Whether a question may be compared. Several choices that became one would count twice."""
    state = comparability(before, after, code)
    if state is Comparability.MAPPED and after.by_code[code].kind.shape is Shape.OPTIONS:
        later = list(option_mapping(before.by_code[code], after.by_code[code]).values())
        return state if len(later) == len(set(later)) else Comparability.BROKEN
    return state


def _steps(before: Questionnaire, after: Questionnaire, old: Measure, new: Measure) -> list[Line]:
    """The options of the later wave; those of the earlier one that mean the same, together."""
    mapping = option_mapping(before.by_code[old.code], after.by_code[new.code])
    figures = dict(zip([step.code for step in old.steps], old.figures((), ()), strict=True))
    earlier = [
        _together([f for code, f in figures.items() if mapping.get(code, code) == step.code])
        for step in new.steps
    ]
    later = list(new.figures((), ()))
    pairs = list(zip(new.steps, earlier, later, strict=True))
    if new.kind is MeasureKind.SCALE:
        half = len(new.steps) // 2
        pairs.append((new.upper, _together(earlier[-half:]), new.upper_count((), ())))
    return [_line(step, one, two, old, new) for step, one, two in pairs]


def _together(figures: Sequence[Figure]) -> Figure:
    """The sum of earlier options that mean one later option; None when there was none."""
    if not figures or None in figures:
        return None
    return SUPPRESSED if SUPPRESSED in figures else int(sum(numbers(figures)))


def _line(
    step: Step,
    one: Figure,
    two: Figure,
    old: Measure,
    new: Measure,
    cross: Cross = (),
    group: Group = (),
) -> Line:
    interval = None
    bases = [measure.bases[cross][group] for measure in (old, new)]
    people = [measure.populations[cross][group] for measure in (old, new)]
    if isinstance(one, int) and isinstance(two, int) and None not in people:
        interval = difference_interval((two, bases[1], people[1]), (one, bases[0], people[0]))
    return Line(step, ratio(one, bases[0]), ratio(two, bases[1]), interval)


MEAN = Step("mean", Text("Moyenne", "Mean"))


def _means(old: Measure, new: Measure) -> list[Line]:
    return [_mean_line(old.summaries[()][()], new.summaries[()][()], new.digits)]


def _mean_line(old: Summary, new: Summary, digits: int) -> Line:
    one, two = old.moments, new.moments
    known = one.population is not None and two.population is not None
    interval = rounded_outwards(mean_difference_interval(two, one), digits) if known else None
    return Line(MEAN, one.mean, two.mean, interval)
