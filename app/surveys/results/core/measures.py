"""What one question or one dimension gave, safe to publish: the only thing that pages, charts,
sentences, comparisons between waves and files are made from."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from app.statistics.comparisons import Comparison
from app.statistics.disclosure import Cross, Group, Reason
from app.statistics.figures import SUPPRESSED, Figure, numbers, ratio
from app.statistics.intervals import Interval, Moments, mean_interval, share_interval
from app.statistics.scales import Reliability
from app.statistics.weighting import WeightedShare
from app.text import Text

Kept = TypeVar("Kept")


class MeasureKind(StrEnum):
    CHOICE = "choice"  # one option, without order
    SCALE = "scale"  # one option, ordered
    MULTIPLE = "multiple"  # several options, each of its own
    RANKING = "ranking"  # the option put first
    NUMBER = "number"
    DAY = "day"
    DIMENSION = "dimension"  # a score from 0 to 100


@dataclass(frozen=True)
class Step:
    """A line of a table: an option, a class of options, a class of scores."""

    code: str
    label: Text


#: Codes of lines that sum others; no option has a tilde.
UPPER, BASE_LINE = "~upper", "~base"


def together(steps: Sequence[Step], code: str) -> Step:
    """Several steps as one line, named by all of them in one sentence."""
    french, english = [s.label.fr for s in steps], [s.label.en for s in steps]
    if any("," in name for name in [*french, *english]):
        french, english = (
            [f"«\u00a0{name}\u00a0»" for name in french],
            [f"“{name}”" for name in english],
        )
    else:
        french, english = _running(french), _running(english)
    return Step(code, Text(" ou ".join(french), " or ".join(english)))


def _running(names: Sequence[str]) -> list[str]:
    """Names one after the other in a sentence: only the first keeps its capital."""
    return [names[0], *(name[:1].lower() + name[1:] for name in names[1:])]


@dataclass(frozen=True)
class Summary:
    """Numbers of one group; quartiles only where 11 people lie beyond each, else the median, else
    neither. A deviation serves intervals, which are as round as the mean: it cannot be read back."""

    moments: Moments
    digits: int
    median: float | None = None
    quartiles: tuple[float, float] | None = None

    @property
    def interval(self) -> Interval | None:
        """Of the mean; none of people of whom nobody knows how many could have answered."""
        if self.moments.population is None:
            return None
        return rounded_outwards(mean_interval(self.moments), self.digits)


@dataclass(frozen=True)
class Measure:
    """The published results of one question or dimension.

    `counts` maps each cross that is shown, the empty one for all people, to the figures of its
    groups, one for each step: `steps`, or those of `classes` for a cross shown more coarsely.
    `asked` people were asked, `base` answered; `missing` says why the others did not. `hidden` says
    why a cross, or under the empty cross everything, is not shown.
    """

    code: str
    label: Text
    kind: MeasureKind
    section: Text
    people: int
    asked: int = 0
    base: int = 0
    missing: Mapping[str, Figure] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    counts: Mapping[Cross, Mapping[Group, tuple[Figure, ...]]] = field(default_factory=dict)
    bases: Mapping[Cross, Mapping[Group, int]] = field(default_factory=dict)
    populations: Mapping[Cross, Mapping[Group, int | None]] = field(default_factory=dict)
    hidden: Mapping[Cross, Reason] = field(default_factory=dict)
    pooled: Mapping[Cross, tuple[Group, ...]] = field(default_factory=dict)
    classes: Mapping[Cross, tuple[Step, ...]] = field(default_factory=dict)
    summaries: Mapping[Cross, Mapping[Group, Summary]] = field(default_factory=dict)
    #: One for each cross; for several choices one for each option.
    comparisons: Mapping[Cross, tuple[Comparison | None, ...]] = field(default_factory=dict)
    reliability: Reliability | None = None
    #: Whether nothing less could have been withheld, as far as the solver looked.
    exact: bool = True
    #: Weighted shares of all people by step, where there are some, and by which attributes.
    calibrated: Mapping[str, WeightedShare] = field(default_factory=dict)
    calibrated_by: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        return () not in self.hidden

    def hides(self, cross: Cross) -> bool:
        """Whether nothing of this cross is shown: withheld, or not counted at all."""
        return cross in self.hidden or cross not in self.bases

    @property
    def crosses(self) -> list[Cross]:
        """The crosses shown, in the order they were declared."""
        return [cross for cross in self.bases if cross]

    def key(self, cross: Cross) -> str:
        """What a cross of a question is called in publications: `code/sex*territory`."""
        return f"{self.code}/{'*'.join(cross)}"

    def steps_of(self, cross: Cross) -> tuple[Step, ...]:
        return self.classes.get(cross, self.steps)

    def figures(self, cross: Cross, group: Group) -> tuple[Figure, ...]:
        return self.counts[cross][group]

    def shares(self, cross: Cross, group: Group) -> tuple[Figure, ...]:
        base = self.bases[cross][group]
        return tuple(ratio(figure, base) for figure in self.figures(cross, group))

    @property
    def upper(self) -> Step:
        """Of a scale: the steps above its middle, as one line."""
        steps = self.steps[-(len(self.steps) // 2) :]
        if len(steps) > 1:
            return together(steps, UPPER)
        label = steps[0].label
        return Step(UPPER, Text(f"Haut de l’échelle ({label.fr})", f"Upper step ({label.en})"))

    def upper_count(self, cross: Cross, group: Group) -> Figure:
        """How many are above the middle of the scale, from published figures only."""
        figures = self.figures(cross, group)
        steps = len(self.steps_of(cross))
        half = steps // 2
        return _sum(figures[-half:], figures[:-half], self.bases[cross][group])

    def total(self, cross: Cross, place: int) -> Figure:
        """All people on one step of a cross, a class of options where it is shown by classes."""
        figures = self.counts[()][()]
        if cross not in self.classes:
            return figures[place]
        half, upper = len(figures) // 2, len(figures) - len(figures) // 2
        bounds = [0, half, upper] if len(self.classes[cross]) > 2 else [0, upper]
        inside = slice(bounds[place], [*bounds[1:], None][place])
        others = [f for i, f in enumerate(figures) if i not in range(*inside.indices(len(figures)))]
        return _sum(figures[inside], tuple(others), self.bases[()][()])

    def interval(self, cross: Cross, group: Group, figure: Figure) -> Interval | None:
        """Of a share; None for a withheld figure and where the population is unknown."""
        population = self.populations.get(cross, {}).get(group)
        if population is None or figure is SUPPRESSED or figure is None:
            return None
        return share_interval(figure, self.bases[cross][group], population)

    def upper_of_all(self, uneven: bool) -> tuple[Figure, Interval | None]:
        """The share of all people above the middle of the scale: weighted where response is
        uneven, as far as it is known so."""
        weighted = self.calibrated.get(UPPER) if uneven else None
        if weighted:
            return weighted.value, weighted.interval
        count = self.upper_count((), ())
        return ratio(count, self.base), self.interval((), (), count)

    def share_of(self, cross: Cross, group: Group, figure: Figure) -> tuple[Figure, Figure, Figure]:
        """The share that a count of a group makes, and its interval, withheld with it."""
        interval = self.interval(cross, group, figure)
        none = SUPPRESSED if figure is SUPPRESSED else None
        ends = (interval.low, interval.high) if interval else (none, none)
        return ratio(figure, self.bases[cross][group]), *ends

    def without(self, crosses: Collection[Cross], reason: Reason) -> Measure:
        """The same without these crosses; without any figure, when the empty one is among them."""
        if () in crosses:
            return Measure(
                self.code,
                self.label,
                self.kind,
                self.section,
                self.people,
                hidden=dict.fromkeys(crosses, reason),
            )
        return replace(
            self,
            counts=_kept(self.counts, crosses),
            bases=_kept(self.bases, crosses),
            populations=_kept(self.populations, crosses),
            summaries=_kept(self.summaries, crosses),
            comparisons=_kept(self.comparisons, crosses),
            hidden={**self.hidden, **dict.fromkeys(crosses, reason)},
            calibrated={} if {(n,) for n in self.calibrated_by} & set(crosses) else self.calibrated,
        )

    @property
    def digits(self) -> int:
        """Digits after the comma of its means."""
        return max(
            (s.digits for groups in self.summaries.values() for s in groups.values()), default=0
        )

    def whole(self, cross: Cross) -> bool:
        """Whether every count of a cross is published, option by option."""
        groups = self.counts.get(cross)
        return (
            groups is not None
            and cross not in self.classes
            and not any(SUPPRESSED in figures for figures in groups.values())
        )

    @property
    def withheld_of_all(self) -> bool:
        """Whether a figure of all people is withheld."""
        return SUPPRESSED in self.counts.get((), {}).get((), ())

    @property
    def withheld(self) -> bool:
        """Whether any figure is withheld."""
        return any(SUPPRESSED in f for groups in self.counts.values() for f in groups.values())


def rounded_outwards(interval: Interval | None, digits: int) -> Interval | None:
    """The interval with bounds as round as the figure inside, never narrower."""
    if interval is None:
        return None
    unit = 10.0**digits
    low, high = math.floor(interval.low * unit) / unit, math.ceil(interval.high * unit) / unit
    return Interval(low, high)


def _kept(by_cross: Mapping[Cross, Kept], gone: Collection[Cross]) -> dict[Cross, Kept]:
    return {cross: each for cross, each in by_cross.items() if cross not in gone}


def _sum(figures: tuple[Figure, ...], others: tuple[Figure, ...], base: int) -> Figure:
    """The sum of some figures of a group, or what the others leave."""
    if SUPPRESSED not in figures:
        return int(sum(numbers(figures)))
    return SUPPRESSED if SUPPRESSED in others else base - int(sum(numbers(others)))
