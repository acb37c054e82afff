"""The first screen of results: who answered, what stands out, the dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.charts import Chart
from app.statistics.figures import Table
from app.surveys.campaigns.forms.words import cross_title
from app.surveys.results.core import Measure, MeasureKind
from app.surveys.results.core.battery_tables import groups_table
from app.surveys.results.core.findings import findings
from app.surveys.results.presenting.cards import Said
from app.surveys.results.presenting.charts import means_chart
from app.surveys.results.presenting.presenter import DIMENSIONS, Presenter
from app.web.language import current_language


@dataclass(frozen=True)
class Summary:
    findings: Sequence[Said]
    dimensions: Chart | None
    dimensions_table: Table | None
    #: What a high score of each dimension means.
    high: Sequence[tuple[str, str]] = ()


def summary_of(presented: Presenter) -> Summary:
    """Three findings, those the mission put first or those proposed, and the dimensions."""
    measures = presented.chosen_measures()
    said = [
        Said(
            measure.label[current_language()],
            cross_title(presented.results.questionnaire, cross) if cross else "",
            presented.sentence(measure, cross),
        )
        for measure, cross in _first(presented, measures)
    ]
    dimensions = [m for m in measures if m.kind is MeasureKind.DIMENSION and () in m.summaries]
    if not dimensions:
        return Summary(said, None, None)
    chart = means_chart(presented.speaker, dimensions, (), DIMENSIONS[current_language()])
    language = current_language()
    high = [(measure.label[language], measure.section[language]) for measure in dimensions]
    return Summary(said, chart, groups_table(dimensions, (), presented.source), high)


def _first(
    presented: Presenter, measures: Sequence[Measure]
) -> list[tuple[Measure, tuple[str, ...]]]:
    """What the mission put first; nothing chosen, what is proposed."""
    wanted = set(presented.chosen.put_first) if presented.chosen else set()
    own = [
        (measure, cross)
        for measure in measures
        for cross in [(), *measure.crosses]
        if measure.shown and measure.key(cross) in wanted
    ]
    return own or findings(measures, presented.speaker.volunteers)
