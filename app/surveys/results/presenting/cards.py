"""The page of results: cards, each a question or a battery on one chart, under their sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.charts import Chart
from app.statistics.disclosure import Cross
from app.statistics.figures import Table
from app.surveys.campaigns.forms.words import cross_title
from app.surveys.results.core import Measure, MeasureKind, Verdict, conclusion
from app.surveys.results.core.batteries import batteries
from app.surveys.results.core.battery_tables import groups_table, steps_table
from app.surveys.results.core.findings import width_of
from app.surveys.results.presenting.charts import battery_chart, means_chart, upper_chart
from app.surveys.results.presenting.presenter import DIMENSIONS, Presenter, ShownMeasure
from app.surveys.results.presenting.sentences import battery_words
from app.text import Text
from app.web.language import current_language


@dataclass(frozen=True)
class Said:
    """A sentence on a comparison: of which question where a card has several, by what."""

    question: str
    by: str
    sentence: str


@dataclass(frozen=True)
class Card:
    """What is read together: one question, or those of a battery.

    `settled` are the comparisons that chance can hardly explain, or that everybody's answers settle,
    the widest first; `unsettled` the others, those not shown, and all that volunteers gave.
    """

    title: str
    questions: Sequence[ShownMeasure]
    chart: Chart | None
    tables: Sequence[Table]
    settled: Sequence[Said]
    unsettled: Sequence[Said]

    @property
    def code(self) -> str:
        return self.questions[0].code

    @property
    def battery(self) -> bool:
        return len(self.questions) > 1


def sections(presented: Presenter) -> list[tuple[Text, list[Measure]]]:
    """The chosen questions under the titles of their sections, dimensions under their own."""
    titled: dict[Text, list[Measure]] = {}
    for measure in presented.chosen_measures():
        dimension = measure.kind is MeasureKind.DIMENSION
        titled.setdefault(DIMENSIONS if dimension else measure.section, []).append(measure)
    return list(titled.items())


def cards(presented: Presenter, measures: Sequence[Measure], by: Cross = ()) -> list[Card]:
    """The cards of one section, batteries first: of all people, or of the groups of a cross."""
    groups = sorted(batteries(measures), key=lambda group: len(group) == 1)
    return [_card(presented, group, by) for group in groups]


def _card(presented: Presenter, measures: tuple[Measure, ...], by: Cross) -> Card:
    alone = len(measures) == 1
    questions = [presented.of(measure, [by], drawn=alone) for measure in measures]
    compared = [
        (measure, cross, conclusion(measure, cross))
        for measure in measures
        for cross in (presented.chosen_crosses(measure) if measure.shown else ())
        if cross and by in ((), cross)
    ]
    settling = () if presented.speaker.volunteers else (Verdict.FOUND, Verdict.CENSUS)
    sure = [each for each in compared if each[2].verdict in settling]
    sure.sort(key=lambda each: -width_of(each[0], each[2]))
    rest = [each for each in compared if each not in sure]
    settled, unsettled = (
        [_said(presented, measure, cross, not alone) for measure, cross, _ in part]
        for part in (sure, rest)
    )
    chart, tables = _drawn(presented, questions, by)
    return Card(_title(presented, measures), questions, chart, tables, settled, unsettled)


def _title(presented: Presenter, measures: tuple[Measure, ...]) -> str:
    """What all people answered, in the words that the mission wrote or kept."""
    if len(measures) > 1:
        return presented.written(battery_key(measures[0])) or battery_words(
            measures, presented.speaker.uneven
        )
    return presented.sentence(measures[0], ())


def battery_key(first: Measure) -> str:
    """Under which the words above a battery are kept."""
    return f"{first.code}/~battery"


def _said(presented: Presenter, measure: Measure, cross: Cross, named: bool) -> Said:
    question = measure.label[current_language()] if named else ""
    title = cross_title(presented.results.questionnaire, cross)
    return Said(question, title, presented.sentence(measure, cross))


def _drawn(
    presented: Presenter, questions: Sequence[ShownMeasure], by: Cross
) -> tuple[Chart | None, Sequence[Table]]:
    """The chart of a card, and the table that it draws."""
    if len(questions) == 1:
        blocks = questions[0].blocks
        return (blocks[0].chart, blocks[0].tables) if blocks else (None, ())
    measures = [one.measure for one in questions if any(b.tables for b in one.blocks)]
    if not measures:
        return None, ()
    title = DIMENSIONS if measures[0].kind is MeasureKind.DIMENSION else measures[0].section
    name = title[current_language()]
    if by:
        name = f"{name} – {cross_title(presented.results.questionnaire, by)}"
    if measures[0].kind is MeasureKind.DIMENSION:
        chart = means_chart(presented.speaker, measures, by, name)
        return chart, [groups_table(measures, by, presented.source)]
    if not by:
        chart = battery_chart(measures, name, presented.speaker.uneven)
        return chart, [steps_table(measures, presented.source, presented.speaker.uneven)]
    chart = upper_chart(presented.speaker, measures, by, name)
    return chart, [groups_table(measures, by, presented.source)]
