"""What a reader could work out of the items of a dimension, its scores known."""

from __future__ import annotations

import numpy as np

from app.surveys.questionnaires.engine.model import Dimension
from app.surveys.results.core import Results
from app.surveys.results.core.dimensions import dimension_code
from tests.surveys.results.drawn import Drawn
from tests.surveys.results.reader import Path, Reader, is_given

#: The classes of scores.
CLASSES = (0, 20, 40, 60, 80)


class ScoreReader(Reader):
    """All that is published of the items of a dimension, and of its scores."""

    def __init__(self, drawn: Drawn, results: Results, dimension: Dimension) -> None:
        self.dimension = dimension
        measure = results.measures[dimension_code(dimension)]
        super().__init__(drawn, results, [*dimension.items], list(measure.summaries))
        scores = {path: self._score(path) for path in self.paths}
        scored = {path for path, score in scores.items() if score is not None}
        place = self.audit.names.index("path")
        by_atom = np.array([scores[atom[place]] or 0.0 for atom in self.audit.atoms])
        for cross, groups in measure.summaries.items():
            for group, summary in groups.items():
                who = self.people(cross, group)
                base, mean = summary.moments.size, summary.moments.mean
                self.audit.publish(base, path=scored, **who)
                weights = self.audit.line(path=scored, **who) * by_atom
                self.audit.publish_sum(weights, (mean - 0.5) * base, (mean + 0.5) * base)
                for low, figure in zip(
                    CLASSES, measure.counts.get(cross, {}).get(group, ()), strict=False
                ):
                    inside = {p for p in scored if _class_of(scores[p]) == low}
                    self.audit.publish(figure, path=inside, **who)

    def _score(self, path: Path) -> float | None:
        """The mean of the items that are answered, from 0 to 100; None of too few."""
        values = []
        for question, own in zip(self.questions, path, strict=True):
            if is_given(own):
                steps = [option.code for option in question.options]
                value = 100 * steps.index(own) / (len(steps) - 1)
                turned = question.code in self.dimension.reversed_items
                values.append(100 - value if turned else value)
        return sum(values) / len(values) if len(values) >= self.dimension.min_answered else None


def _class_of(score: float) -> int:
    """The class of a score: its lower end; the last one has 100 too."""
    return max(low for low in CLASSES if score >= low)
