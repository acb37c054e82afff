"""Results as pages, documents and files show them: one value for each question, in one language.

Everything comes from the measures of the disclosure gate and from what the mission chose and wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import force_locale

from app.charts import Chart
from app.statistics.disclosure import Cross
from app.statistics.figures import Column, Figure, Row, Table
from app.surveys.campaigns.core import Audience
from app.surveys.campaigns.forms.words import cross_title
from app.surveys.campaigns.models import Campaign
from app.surveys.results.core import Conclusion, Measure, MeasureKind, Results, conclusion
from app.surveys.results.core.battery_tables import reliability_table
from app.surveys.results.core.tables import tables_of_measure
from app.surveys.results.models import Publication
from app.surveys.results.presenting.charts import chart_of
from app.surveys.results.presenting.notes import reason_words
from app.surveys.results.presenting.provenance import about_cross, about_measure
from app.surveys.results.presenting.sentences import Speaker, conclusion_words, overall_words
from app.surveys.results.service import stored
from app.text import LANGUAGES, Text
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
        """Everything published of the question, in the order of the page."""
        own = [table for block in self.blocks for table in block.tables]
        return own + ([self.items] if self.items else [])

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
            results.questionnaire, campaign.audience is Audience.PUBLIC, results.thresholds.group
        )

    def shown(self) -> list[ShownMeasure]:
        """Every question that is chosen, then every dimension."""
        left_out = set(self.chosen.left_out) if self.chosen else set()
        measures = self.results.measures
        return [self.of(measure) for code, measure in measures.items() if code not in left_out]

    def of(self, measure: Measure) -> ShownMeasure:
        """One question with its chosen crosses."""
        left_out = set(self.chosen.left_out) if self.chosen else set()
        about = about_measure(self.campaign, self.results, measure)
        benchmark = self.chosen.benchmarks.get(measure.code, {}) if self.chosen else {}
        if not measure.shown:
            return ShownMeasure(measure, (), about, self._reason(measure))
        crosses = [c for c in self.crosses_of(measure) if measure.key(c) not in left_out]
        blocks = [self._block(measure, cross, benchmark) for cross in crosses]
        items = reliability_table(measure, self.source)
        return ShownMeasure(measure, blocks, about, benchmark=benchmark, items=items)

    def crosses_of(self, measure: Measure) -> list[Cross]:
        """All people, then each declared cross, but those of a question with itself."""
        return [cross for cross in self.results.people.sizes if measure.code not in cross]

    def sentence(self, measure: Measure, cross: Cross) -> str:
        """The words that the mission wrote or kept, else those that are proposed."""
        written = self.chosen.sentences.get(measure.key(cross)) if self.chosen else None
        return (
            Text.from_dict(written)[current_language()]
            if written
            else self.proposed(measure, cross)
        )

    def proposed(self, measure: Measure, cross: Cross) -> str:
        if not cross:
            return overall_words(measure) if measure.shown else self._reason(measure)
        return conclusion_words(self.speaker, measure, cross, conclusion(measure, cross))

    def _reason(self, measure: Measure, cross: Cross = ()) -> str:
        return reason_words(measure.hidden.get(cross))

    def frozen_sentences(self) -> dict[str, dict[str, str]]:
        """All words of this publication, in both languages, by the key of their cross."""
        frozen: dict[str, dict[str, str]] = {}
        for language in LANGUAGES:
            with force_locale(language):
                for shown in self.shown():
                    for block in shown.blocks:
                        frozen.setdefault(block.key, {})[language] = block.sentence
        return frozen

    def _tested(self, concluded: Conclusion) -> Conclusion:
        """The conclusion without its test for volunteers, who are no sample of anybody."""
        return replace(concluded, test=None) if self.speaker.volunteers else concluded

    def _block(self, measure: Measure, cross: Cross, benchmark: Mapping[str, Any]) -> ShownCross:
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
            chart_of(measure, cross, tables, benchmark, title),
            about=about_cross(self.results, measure, cross, self._tested(concluded)),
        )


def by_section(shown: Sequence[ShownMeasure]) -> list[tuple[Text, list[ShownMeasure]]]:
    """Questions under the titles of their sections, dimensions under one of their own."""
    sections: dict[Text, list[ShownMeasure]] = {}
    for one in shown:
        dimension = one.measure.kind is MeasureKind.DIMENSION
        sections.setdefault(DIMENSIONS if dimension else one.measure.section, []).append(one)
    return list(sections.items())


def cell_text(cell: Figure, row: Row, column: Column) -> str:
    """A figure in words; nothing where the sum of a table has no such figure."""
    return "" if cell is None and row.code == "~base" else figure_text(cell, column.unit)
