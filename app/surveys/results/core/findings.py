"""Which results come first: the clearest differences, then where people agree most and least."""

from __future__ import annotations

from collections.abc import Sequence

from app.statistics.disclosure import Cross
from app.surveys.results.core.comparing import Conclusion, Verdict, conclusion
from app.surveys.results.core.measures import Measure, MeasureKind

#: How many results a summary holds.
MOST = 3


def findings(measures: Sequence[Measure], volunteers: bool = False) -> list[tuple[Measure, Cross]]:
    """Three results at most, each a question and a cross, the empty one for all people.

    First the widest differences that chance can hardly explain, of distinct questions and, as far
    as there are some, of distinct attributes; volunteers have none. Then, of scales, where most
    and where fewest people are above the middle.
    """
    chosen: list[tuple[Measure, Cross]] = []
    differences = [] if volunteers else _differences(measures)
    for again in (False, True):
        for measure, cross in differences:
            new = all(measure.code != other.code for other, _ in chosen)
            fresh = again or all(cross != other for _, other in chosen)
            if new and fresh and len(chosen) < MOST:
                chosen.append((measure, cross))
    return [*chosen, *_ends(measures, [m.code for m, _ in chosen])[: MOST - len(chosen)]]


def _differences(measures: Sequence[Measure]) -> list[tuple[Measure, Cross]]:
    """The differences found, the widest first; of one attribute before those of two."""
    widths = []
    for measure in measures:
        for cross in measure.crosses if measure.shown else ():
            concluded = conclusion(measure, cross)
            if concluded.verdict is Verdict.FOUND and (width := width_of(measure, concluded)):
                widths.append((len(cross), -width, measure, cross))
    widths.sort(key=lambda each: each[:2])
    return [(measure, cross) for *_, measure, cross in widths]


def width_of(measure: Measure, concluded: Conclusion) -> float:
    """How far groups lie apart, from 0 to 1; 0 for numbers, which have a unit of their own."""
    if concluded.quoted is None or measure.kind in (MeasureKind.NUMBER, MeasureKind.DAY):
        return 0.0
    scores = measure.kind is MeasureKind.DIMENSION
    return abs(concluded.quoted.difference) / (100.0 if scores else 1.0)


def _ends(measures: Sequence[Measure], said: Sequence[str]) -> list[tuple[Measure, Cross]]:
    """The scales with the highest and the lowest share above their middle."""
    shares = {}
    for measure in measures:
        if measure.kind is MeasureKind.SCALE and measure.shown and measure.code not in said:
            figure = measure.upper_count((), ())
            if isinstance(figure, int):
                shares[measure.code] = (figure / measure.base, measure)
    if not shares:
        return []
    ranked = sorted(shares.values(), key=lambda pair: -pair[0])
    ends = dict.fromkeys((0, len(ranked) - 1))
    return [(ranked[place][1], ()) for place in ends]
