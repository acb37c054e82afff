"""Results as pages, documents and files show them: one value for each question, in one language.

Everything comes from the measures of the disclosure gate and from what the mission chose and wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.charts import Chart
from app.statistics.disclosure import Cross
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit
from app.surveys import service
from app.surveys.core import Audience
from app.surveys.core.results import (
    FAVOURABLE,
    Conclusion,
    Measure,
    MeasureKind,
    Results,
    conclusion,
)
from app.surveys.core.results.all import filters_of
from app.surveys.core.results.labels import REASON_LABELS, attribute_label
from app.surveys.core.results.representation import representation_table
from app.surveys.core.results.tables import reliability_table, tables_of_measure
from app.surveys.forms.conclusions import (
    Speaker,
    conclusion_words,
    reason_words,
    test_words,
    weighting_note,
)
from app.surveys.models import Campaign, Publication
from app.surveys.questionnaire import Questionnaire
from app.text import LANGUAGES, Text
from app.web.drawings import answers_by_group, means_by_group, options_by_group, rates
from app.web.formats import day, decimal, figure_text, percent
from app.web.language import current_language
from app.web.settings import thresholds

DIMENSIONS = Text("Dimensions", "Dimensions")


@dataclass(frozen=True)
class Block:
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
class Shown:
    """One question or dimension of a publication."""

    measure: Measure
    blocks: Sequence[Block]
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
        self.source = service.source_of(campaign)
        self.speaker = Speaker(
            results.questionnaire, campaign.audience is Audience.PUBLIC, results.thresholds.group
        )

    def shown(self) -> list[Shown]:
        """Every question that is chosen, then every dimension."""
        left_out = set(self.chosen.left_out) if self.chosen else set()
        return [self.of(m) for m in self.results.measures() if m.code not in left_out]

    def of(self, measure: Measure) -> Shown:
        """One question with its chosen crosses."""
        left_out = set(self.chosen.left_out) if self.chosen else set()
        about = _about(self.campaign, self.results, measure)
        benchmark = self.chosen.benchmarks.get(measure.code, {}) if self.chosen else {}
        if not measure.shown:
            reason = reason_words(measure.hidden[()], self.speaker.group)
            return Shown(measure, (), about, reason)
        crosses = [
            c for c in self.results.people.groupings if cross_key(measure, c) not in left_out
        ]
        blocks = [self._block(measure, cross, benchmark) for cross in crosses]
        items = reliability_table(measure, self.source)
        return Shown(measure, blocks, about, benchmark=benchmark, items=items)

    def sentence(self, measure: Measure, cross: Cross) -> str:
        """The words that the mission wrote or kept, else those that are proposed."""
        written = self.chosen.sentences.get(cross_key(measure, cross)) if self.chosen else None
        return (
            Text.from_dict(written)[current_language()]
            if written
            else self.proposed(measure, cross)
        )

    def proposed(self, measure: Measure, cross: Cross) -> str:
        if not cross:
            return _overall(measure)
        return conclusion_words(self.speaker, measure, cross, conclusion(measure, cross))

    def frozen_sentences(self) -> dict[str, dict[str, str]]:
        """All words of this publication, in both languages, by the key of their cross."""
        found: dict[str, dict[str, str]] = {}
        for language in LANGUAGES:
            with force_locale(language):
                for shown in self.shown():
                    for block in shown.blocks:
                        found.setdefault(block.key, {})[language] = block.sentence
        return found

    def _block(self, measure: Measure, cross: Cross, benchmark: Mapping[str, Any]) -> Block:
        found = conclusion(measure, cross)
        title = cross_title(self.results.questionnaire, cross)
        key = cross_key(measure, cross)
        if cross in measure.hidden or cross not in measure.bases:
            reason = reason_words(measure.hidden.get(cross), self.speaker.group)
            return Block(cross, key, title, "", reason=reason)
        tables = tables_of_measure(measure, cross, self.source)
        return Block(
            cross,
            key,
            title,
            self.sentence(measure, cross),
            tables,
            _chart(measure, cross, tables, benchmark, title),
            about=_about_cross(self.results, measure, cross, found),
        )


def presenter(campaign: Campaign, chosen: Publication | None) -> Presenter:
    return Presenter(campaign, service.results_of(campaign, thresholds()), chosen)


def published_context(campaign: Campaign, chosen: Publication) -> dict[str, Any]:
    """Everything that a publication shows, as page, document or preview."""
    found = presenter(campaign, chosen)
    table, chart = response_rate(campaign)
    asked = found.results.questionnaire.by_code
    words = service.released_texts(campaign, chosen, thresholds().group)
    return {
        "texts": [(asked[code], told) for code, told in words.items()],
        "representation": _representation(campaign),
        "weighting": weighting_note(found.results.weighting()),
        "crosses": cross_choices(found),
        "campaign": campaign,
        "publication": chosen,
        "versions": service.publications(campaign),
        "shown": found.shown(),
        "people": found.results.people,
        "given_up": [
            cross_title(found.results.questionnaire, c) for c in found.results.people.given_up
        ],
        "participation": table,
        "participation_chart": chart,
        "limits": thresholds(),
    }


def cross_choices(found: Presenter) -> list[tuple[str, str]]:
    """The crosses of a campaign: (code, title)."""
    questionnaire, crosses = found.results.questionnaire, found.results.people.groupings
    return [("*".join(cross), cross_title(questionnaire, cross)) for cross in crosses if cross]


def _representation(campaign: Campaign) -> list[Table]:
    """The groups of the people invited against those who answered, where they are known."""
    if not service.has_rates(campaign):
        return []
    found = service.rate_tables(campaign, thresholds())
    return [representation_table(table) for table in found if len(table.rows) > 1]


def response_rate(campaign: Campaign) -> tuple[Table | None, Chart | None]:
    """Who answered, where it is known who was invited."""
    if not service.has_rates(campaign):
        return None, None
    table = service.participation(campaign, thresholds())
    rate = table.cell("total", "rate")
    assert isinstance(rate, float)
    return table, rates(table, _("%(rate)s of the people invited answered", rate=percent(rate)))


def by_section(shown: Sequence[Shown]) -> list[tuple[Text, list[Shown]]]:
    """Questions under the titles of their sections, dimensions under one of their own."""
    found: dict[Text, list[Shown]] = {}
    for one in shown:
        dimension = one.measure.kind is MeasureKind.DIMENSION
        found.setdefault(DIMENSIONS if dimension else one.measure.section, []).append(one)
    return list(found.items())


def cell_text(cell: Figure, row: Row, column: Column) -> str:
    """A figure in words; nothing where the sum of a table has no such figure."""
    return "" if cell is None and row.code == "base" else figure_text(cell, column.unit)


def cross_key(measure: Measure, cross: Cross) -> str:
    """What a cross of a question is called in publications: `code/sex*territory`."""
    return f"{measure.code}/{'*'.join(cross)}"


def cross_title(questionnaire: Questionnaire, cross: Cross) -> str:
    if not cross:
        return _("All people")
    names = [attribute_label(questionnaire, name)[current_language()] for name in cross]
    if len(names) > 1:
        return _("By %(first)s and %(second)s", first=names[0], second=names[1])
    return _("By %(attribute)s", attribute=names[0])


def _chart(
    measure: Measure, cross: Cross, tables: Sequence[Table], benchmark: Mapping[str, Any],
    title: str,
) -> Chart | None:  # fmt: skip
    title = f"{measure.label[current_language()]} – {title}"
    if measure.summaries:
        return means_by_group(tables[0], title) if measure.kind is not MeasureKind.DAY else None
    if not tables:
        return None
    if measure.kind is MeasureKind.SCALE:
        favourable = {
            column.code: tables[0].cell(FAVOURABLE.code, f"{column.code}_share")
            for column in tables[0].columns
            if column.unit is Unit.COUNT
        }
        return answers_by_group(tables[0], favourable, title)
    mark = None
    if benchmark and benchmark.get("step"):
        mark = (benchmark["step"], float(benchmark["share"]), benchmark_words(benchmark))
    return options_by_group(tables[0], title, mark)


def benchmark_words(benchmark: Mapping[str, Any]) -> str:
    """« Repère : 37,0 % (source) »."""
    source = Text.from_dict(benchmark["source"])[current_language()]
    return _("Point of comparison: %(share)s (%(source)s)",
             share=percent(float(benchmark["share"])), source=source)  # fmt: skip


def _overall(measure: Measure) -> str:
    """What all people answered, in a sentence."""
    base = decimal(measure.base)
    if measure.summaries:
        moments = measure.summaries[()][()].moments
        if measure.kind is MeasureKind.DAY:
            return _("%(base)s people answered.", base=base)
        digits = 0 if measure.kind is MeasureKind.DIMENSION else 1
        return _("The mean is %(mean)s, of %(base)s people.", base=base,
                 mean=decimal(moments.mean, digits))  # fmt: skip
    if measure.kind is MeasureKind.SCALE:
        figure = measure.favourable((), ())
        if figure is not SUPPRESSED:
            share = figure_text((figure or 0) / measure.base, Unit.SHARE)
            return _("%(share)s of the %(base)s people who answered are favourable.", share=share,
                     base=base)  # fmt: skip
    shares = zip(measure.steps, measure.shares((), ()), strict=True)
    told = [(share, step) for step, share in shares if isinstance(share, float)]
    if not told:
        return _("%(base)s people answered.", base=base)
    most, step = max(told, key=lambda pair: pair[0])
    return _("The most frequent answer is “%(step)s”: %(share)s of the %(base)s people who answered.",
             step=step.label[current_language()], share=percent(most), base=base)  # fmt: skip


def _about(campaign: Campaign, results: Results, measure: Measure) -> list[tuple[str, str]]:
    """Where the figures of a question come from."""
    language, questionnaire = current_language(), results.questionnaire
    people = results.people
    lines = [
        (_("Base"), _("%(base)s answers of the %(asked)s people asked", base=decimal(measure.base),
                      asked=decimal(measure.asked)))
    ]  # fmt: skip
    if measure.missing:
        why = [
            f"{REASON_LABELS[reason][language]} {figure_text(figure, Unit.COUNT)}"
            for reason, figure in measure.missing.items()
        ]
        lines.append((_("Without answer"), " ; ".join(why)))
    aside = people.answered - people.size
    if aside:
        lines.append((_("Set aside"), _(
            "%(count)s people who did not give the attributes by which results are compared: apart "
            "they would be too few, and in the totals alone they would follow by subtraction",
            count=decimal(aside)
        )))  # fmt: skip
    if measure.code in questionnaire.by_code:
        filters = filters_of(questionnaire, questionnaire.by_code[measure.code])
        names = [questionnaire.by_code[code].label[language] for code in sorted(filters)]
        lines.append(
            (
                _("Asked"),
                _("of those whose answers lead here: %(names)s", names=" ; ".join(names))
                if names
                else _("of everybody"),
            )
        )
    population = measure.populations.get((), {}).get(())
    lines.append((_("Interval"), _("none: the people who answered are volunteers")
                  if population is None else
                  _("at 95%%, for %(count)s people invited (Wilson, finite population)",
                    count=decimal(population))))  # fmt: skip
    weighted = _("the tables of all people also give weighted shares") if measure.weighted else ""
    lines.append((_("Weighting"), weighted or _("none: each person counts once")))
    version = campaign.version
    lines.append((_("Questionnaire"), _("%(title)s, version %(number)s of %(day)s",
                  title=version.title[language], number=version.number,
                  day=day(version.published_on))))  # fmt: skip
    return lines


def _about_cross(
    results: Results, measure: Measure, cross: Cross, found: Conclusion
) -> list[tuple[str, str]]:
    lines = []
    if found.test is not None:
        lines.append((_("Test"), test_words(found.test)))
    cells = [figure for f in measure.counts.get(cross, {}).values() for figure in f]
    withheld = sum(figure is SUPPRESSED for figure in cells)
    lines.append((_("Withheld"), _(
        "%(count)s of %(all)s counts, under %(threshold)s or giving one away", count=withheld,
        all=len(cells), threshold=results.thresholds.cell
    ) if withheld else _("nothing")))  # fmt: skip
    if cross in measure.pooled:
        lines.append((_("Put together"), _("%(count)s groups of fewer than %(group)s people",
                      count=len(measure.pooled[cross]), group=results.thresholds.group)))  # fmt: skip
    return lines
