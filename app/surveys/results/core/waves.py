"""Two waves of a survey side by side: what changed, how surely, where the series breaks.

Both waves are read from what each may publish, so that their difference tells nothing more. Nothing
joins the answers of one person: waves are compared as two samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit, numbers, ratio
from app.statistics.intervals import Interval, difference_interval, mean_difference_interval
from app.surveys.questionnaires.engine import Questionnaire, Shape
from app.surveys.questionnaires.engine.differences import (
    Comparability,
    comparability,
    option_mapping,
)
from app.surveys.results.core.measures import UPPER, Measure, MeasureKind, Step, rounded_outwards
from app.surveys.results.core.measuring import Results
from app.surveys.results.core.tables import BASE, Source
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


def _line(step: Step, one: Figure, two: Figure, old: Measure, new: Measure) -> Line:
    interval = None
    people = [measure.populations[()][()] for measure in (old, new)]
    if isinstance(one, int) and isinstance(two, int) and None not in people:
        interval = difference_interval((two, new.base, people[1]), (one, old.base, people[0]))
    return Line(step, ratio(one, old.base), ratio(two, new.base), interval)


MEAN = Step("mean", Text("Moyenne", "Mean"))


def _means(old: Measure, new: Measure) -> list[Line]:
    one, two = (measure.summaries[()][()].moments for measure in (old, new))
    known = one.population is not None and two.population is not None
    digits = new.digits
    interval = rounded_outwards(mean_difference_interval(two, one), digits) if known else None
    return [Line(MEAN, one.mean, two.mean, interval)]


def change_table(change: WaveChange, titles: tuple[Text, Text], source: Source) -> Table:
    """The lines of one question in both waves."""
    unit = Unit.NUMBER if change.lines[0].step is MEAN else Unit.SHARE
    gap = Unit.NUMBER if unit is Unit.NUMBER else Unit.POINTS
    bounded = any(line.interval for line in change.lines)
    columns = [
        Column("earlier", titles[0], unit),
        Column("later", titles[1], unit),
        Column("gap", Text("Évolution", "Change"), gap),
    ]
    if bounded:
        columns += [
            Column("low", Text("de (intervalle à 95 %)", "from (95% interval)"), gap),
            Column("high", Text("à", "to"), gap),
        ]
    rows = []
    for line in change.lines:
        cells: tuple[Figure, ...] = (line.earlier, line.later, line.change)
        if bounded:
            low = (line.interval.low, line.interval.high) if line.interval else (SUPPRESSED,) * 2
            cells += low
        rows.append(Row(line.step.code, line.step.label, cells, line.step.code == UPPER))
    base = Text(
        f"{BASE.fr} : {change.bases[0]} puis {change.bases[1]}.",
        f"{BASE.en}: {change.bases[0]} then {change.bases[1]}.",
    )
    return Table(
        code=f"{source.code}-{change.code}-waves",
        title=change.label,
        columns=tuple(columns),
        rows=tuple(rows),
        population=Text("personnes ayant répondu à chaque vague", "people who answered each wave"),
        source=source.title,
        as_of=source.as_of,
        note=base,
    )


def headline_table(
    changed: Sequence[WaveChange], titles: tuple[Text, Text], source: Source
) -> Table:
    """One line for each comparable question answered in shares: what to quote of it."""
    rows = []
    for change in changed:
        line = change.headline
        if line is None or line.step is MEAN:
            continue
        label = (
            change.label
            if line.step.code == UPPER
            else Text(
                f"{change.label.fr} ({line.step.label.fr})",
                f"{change.label.en} ({line.step.label.en})",
            )
        )
        bounds: tuple[Figure, ...] = (
            (line.interval.low, line.interval.high) if line.interval else (None, None)
        )
        rows.append(Row(change.code, label, (line.earlier, line.later, line.change, *bounds)))
    return Table(
        code=f"{source.code}-waves",
        title=Text("Ce qui a changé", "What changed"),
        columns=(
            Column("earlier", titles[0], Unit.SHARE),
            Column("later", titles[1], Unit.SHARE),
            Column("gap", Text("Évolution (points)", "Change (points)"), Unit.POINTS),
            Column("low", Text("de (intervalle à 95 %)", "from (95% interval)"), Unit.POINTS),
            Column("high", Text("à", "to"), Unit.POINTS),
        ),
        rows=tuple(rows),
        population=Text("personnes ayant répondu à chaque vague", "people who answered each wave"),
        source=source.title,
        as_of=source.as_of,
        note=Text(
            "Échelles : réponses au-dessus du milieu. Aucune réponse n’est suivie d’une vague à l’autre.",
            "Scales: answers above the middle. Nobody’s answers are followed from one wave to the other.",
        ),
    )
