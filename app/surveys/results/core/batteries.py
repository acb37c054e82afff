"""Questions that are read together: those of one section with the same scale."""

from __future__ import annotations

from collections.abc import Sequence

from app.surveys.results.core.measures import Measure, MeasureKind

#: Kinds that are shown together: scales under one legend, scores on one axis.
_TOGETHER = (MeasureKind.SCALE, MeasureKind.DIMENSION)


def batteries(measures: Sequence[Measure]) -> list[tuple[Measure, ...]]:
    """The measures in the order of their first: those of one section and scale together, and the
    dimensions; every other one alone, and so is one that is not shown."""
    grouped: dict[object, list[Measure]] = {}
    for measure in measures:
        alone = measure.kind not in _TOGETHER or not measure.shown
        grouped.setdefault(measure.code if alone else _shared(measure), []).append(measure)
    return [tuple(group) for group in grouped.values()]


def _shared(measure: Measure) -> object:
    """What the questions of a battery have in common."""
    section = None if measure.kind is MeasureKind.DIMENSION else measure.section
    return measure.kind, section, tuple(step.label for step in measure.steps)
