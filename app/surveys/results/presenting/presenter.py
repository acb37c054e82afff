"""Results as pages, documents and files show them: one value for each question, in one language.

Everything comes from the measures of the disclosure gate and from what the mission chose and wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.charts import Chart
from app.statistics.disclosure import Cross
from app.statistics.figures import Column, Figure, Row, Table
from app.surveys.campaigns.core import Audience
from app.surveys.campaigns.forms.words import cross_title
from app.surveys.campaigns.models import Campaign
from app.surveys.results.core import Conclusion, Measure, Results, conclusion
from app.surveys.results.core.battery_tables import reliability_table
from app.surveys.results.core.tables import interval_table, tables_of_measure
from app.surveys.results.models import Publication
from app.surveys.results.presenting.charts import chart_of
from app.surveys.results.presenting.notes import reason_words
from app.surveys.results.presenting.provenance import about_cross, about_measure
from app.surveys.results.presenting.sentences import Speaker, conclusion_words, overall_words
from app.surveys.results.service import publishing, stored
from app.text import Text
from app.web.formats import figure_text
from app.web.language import current_language

DIMENSIONS = Text("Dimensions", "Dimensions")


@dataclass(frozen=True)
class ShownCross:
    """One cross of a question, or all people: sentence, tables, chart, where the figures come from."""

    cross: Cross
    key: str
    title: str
    sentence: str
    tables: Sequence[Table] = ()
    intervals: Table | None = None
    chart: Chart | None = None
    reason: str = ""
    about: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class ShownMeasure:
    """One question or dimension of a publication."""

    measure: Measure
    blocks: Sequence[ShownCross]
    about: Sequence[tuple[str, str]]
    reason: str = ""
    benchmark: Mapping[str, Any] = field(default_factory=dict)
    items: Table | None = None

    @property
    def tables(self) -> list[Table]:
        """Everything published of the question, in the order of the page, but for the intervals
        of groups, which its charts show."""
        own = [table for block in self.blocks for table in block.tables]
        return own + ([self.items] if self.items else [])

    @property
    def intervals(self) -> list[Table]:
        return [block.intervals for block in self.blocks if block.intervals]

    @property
    def code(self) -> str:
        return self.measure.code


class Presenter:
    """How the results of one campaign are shown; `chosen` is a publication, or None for all."""

    def __init__(
        self, campaign: Campaign, results: Results, chosen: Publication | None = None
    ) -> None:
        self.campaign = campaign
        self.results = results
        self.chosen = chosen
        self.source = stored.source_of(campaign)
        self.speaker = Speaker(
            results.questionnaire,
            campaign.audience is Audience.PUBLIC,
            results.thresholds.group,
            results.weighting.uneven,
        )
        self._chosen = {m.code: m for m in publishing.published_measures(chosen, results)}

    def chosen_measures(self) -> list[Measure]:
        """Every question that is chosen, then every dimension."""
        return list(self._chosen.values())

    def shown(self) -> list[ShownMeasure]:
        return [self.of(measure) for measure in self.chosen_measures()]

    def of(
        self, measure: Measure, crosses: Sequence[Cross] | None = None, drawn: bool = True
    ) -> ShownMeasure:
        """One question with its chosen crosses, or those of them that are asked for; without its
        charts where it has none of its own."""
        measure = self._chosen.get(measure.code, measure)
        about = about_measure(self.campaign, self.results, measure)
        benchmark = self.chosen.benchmarks.get(measure.code, {}) if self.chosen else {}
        if not measure.shown:
            return ShownMeasure(measure, (), about, self._reason(measure))
        wanted = [c for c in self.chosen_crosses(measure) if crosses is None or c in crosses]
        blocks = [self._block(measure, cross, benchmark, drawn) for cross in wanted]
        items = reliability_table(measure, self.source)
        return ShownMeasure(measure, blocks, about, benchmark=benchmark, items=items)

    def chosen_crosses(self, measure: Measure) -> list[Cross]:
        left_out = set(self.chosen.left_out) if self.chosen else set()
        return [c for c in self.crosses_of(measure) if measure.key(c) not in left_out]

    def crosses_of(self, measure: Measure) -> list[Cross]:
        """All people, then each declared cross, but those of a question with itself."""
        return [cross for cross in self.results.people.sizes if measure.code not in cross]

    def sentence(self, measure: Measure, cross: Cross) -> str:
        """The words that the mission wrote or kept, else those that are proposed."""
        return self.written(measure.key(cross)) or self.proposed(measure, cross)

    def written(self, key: str) -> str:
        """The words of the mission under a key; nothing where it wrote none."""
        words = self.chosen.sentences.get(key) if self.chosen else None
        return Text.from_dict(words)[current_language()] if words else ""

    def proposed(self, measure: Measure, cross: Cross) -> str:
        if not cross:
            return (
                overall_words(measure, self.speaker.uneven)
                if measure.shown
                else self._reason(measure)
            )
        return conclusion_words(self.speaker, measure, cross, conclusion(measure, cross))

    def _reason(self, measure: Measure, cross: Cross = ()) -> str:
        return reason_words(measure.hidden.get(cross))

    def _tested(self, concluded: Conclusion) -> Conclusion:
        """The conclusion without its test for volunteers, who are no sample of anybody."""
        return replace(concluded, test=None) if self.speaker.volunteers else concluded

    def _block(
        self, measure: Measure, cross: Cross, benchmark: Mapping[str, Any], drawn: bool
    ) -> ShownCross:
        concluded = conclusion(measure, cross)
        title = cross_title(self.results.questionnaire, cross)
        key = measure.key(cross)
        if measure.hides(cross):
            return ShownCross(cross, key, title, "", reason=self._reason(measure, cross))
        tables = tables_of_measure(measure, cross, self.source)
        return ShownCross(
            cross,
            key,
            title,
            self.sentence(measure, cross),
            tables,
            interval_table(measure, cross, self.source),
            chart_of(self.speaker, measure, cross, benchmark, title) if drawn else None,
            about=about_cross(self.results, measure, cross, self._tested(concluded)),
        )


def cell_text(cell: Figure, row: Row, column: Column) -> str:
    """A figure in words; nothing where the sum of a table has no such figure."""
    return "" if cell is None and row.code == "~base" else figure_text(cell, column.unit)
