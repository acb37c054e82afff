"""Charts of results: each holds published figures alone, with their groups' sizes and intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from app import charts
from app.charts import Chart
from app.statistics.disclosure import Cross, Group
from app.statistics.figures import SUPPRESSED, Figure, Unit, number, ratio
from app.statistics.intervals import Interval
from app.surveys.results.core import Measure, MeasureKind
from app.surveys.results.core.labels import group_code
from app.surveys.results.presenting.sentences import Speaker
from app.text import Text
from app.web.formats import decimal, figure_text, percent
from app.web.language import current_language


def chart_of(
    speaker: Speaker, measure: Measure, cross: Cross, benchmark: Mapping[str, Any], title: str
) -> Chart | None:
    """The chart of one question: of all people, or of the groups of a cross."""
    title = f"{measure.label[current_language()]} – {title}"
    if measure.summaries:
        drawn = measure.kind is not MeasureKind.DAY and (cross or not measure.counts)
        return means_chart(speaker, [measure], cross, title) if drawn else None
    if cross not in measure.counts:
        return None
    if measure.kind is MeasureKind.SCALE:
        return scale_chart(speaker, measure, cross, title)
    return options_chart(speaker, measure, cross, benchmark, title)


def scale_chart(speaker: Speaker, measure: Measure, cross: Cross, title: str) -> Chart:
    """One scale: a bar for each group, then for all."""
    uneven = speaker.uneven and not cross
    bars = [
        _diverging_bar(measure, own, group, speaker.name(own, group), uneven)
        for own, group in _groups(measure, cross)
    ]
    return _diverging(measure, cross, bars, title, uneven)


def battery_chart(measures: Sequence[Measure], title: str, uneven: bool = False) -> Chart:
    """Several questions on one scale: a bar each, of all people; the share beside it weighted
    where response is uneven."""
    language = current_language()
    bars = [_diverging_bar(m, (), (), m.label[language], uneven) for m in measures]
    return _diverging(measures[0], (), bars, title, uneven)


def _diverging(
    measure: Measure, cross: Cross, bars: Sequence[charts.DivergingBar], title: str, uneven: bool
) -> Chart:
    steps = [charts.ScaleStep(s.label[current_language()]) for s in measure.steps_of(cross)]
    upper = _("upper steps, weighted") if uneven else _("upper steps")
    return charts.diverging(title, steps, bars, upper, _("answers"))


def _diverging_bar(
    measure: Measure, cross: Cross, group: Group, label: str, uneven: bool
) -> charts.DivergingBar:
    shares = measure.shares(cross, group)
    upper, interval = measure.upper_of_all(uneven)
    if cross:
        count = measure.upper_count(cross, group)
        upper, interval = (
            ratio(count, measure.bases[cross][group]),
            measure.interval(cross, group, count),
        )
    return charts.DivergingBar(
        label,
        [number(share) for share in shares],
        ["s" if n is SUPPRESSED else decimal((number(n) or 0) * 100) for n in shares],
        figure_text(upper, Unit.SHARE),
        _range(interval),
        decimal(measure.bases[cross][group]),
    )


def upper_chart(speaker: Speaker, measures: Sequence[Measure], cross: Cross, title: str) -> Chart:
    """Several questions on one scale: the steps above the middle, by group."""
    rows = [
        charts.MarkedRow(
            measure.label[current_language()],
            [
                _mark(speaker, measure, cross, group, measure.upper_count(cross, group))
                for group in measure.bases[cross]
            ],
        )
        for measure in measures
    ]
    return charts.group_bars(title, rows, _whole_percent)


def options_chart(
    speaker: Speaker, measure: Measure, cross: Cross, benchmark: Mapping[str, Any], title: str
) -> Chart:
    """Options without order: a bar of each group under each option."""
    rows = []
    for place, step in enumerate(measure.steps_of(cross)):
        label = step.label[current_language()]
        marks = [
            _mark(speaker, measure, cross, group, figures[place])
            for group, figures in measure.counts[cross].items()
        ]
        elsewhere = float(benchmark["share"]) if benchmark.get("step") == step.code else None
        if not cross:  # one bar, under the name of its option
            label, marks = "", [replace(mark, label=label) for mark in marks]
        rows.append(charts.MarkedRow(label, marks, elsewhere))
    words = benchmark_words(benchmark) if any(row.mark is not None for row in rows) else ""
    return charts.group_bars(title, rows, _whole_percent, words)


def means_chart(speaker: Speaker, measures: Sequence[Measure], cross: Cross, title: str) -> Chart:
    """Means of numbers or scores: a point for each group, then for all."""
    rows = []
    for measure in measures:
        label = measure.label[current_language()] if len(measures) > 1 else ""
        marks = [_mean(speaker, measure, own, group) for own, group in _groups(measure, cross)]
        if label and not cross:  # one point, under the name of its dimension
            base = measure.summaries[()][()].moments.size
            label, marks = "", [replace(mark, label=_sized(label, base)) for mark in marks]
        rows.append(charts.MarkedRow(label, marks))
    scores = all(measure.kind is MeasureKind.DIMENSION for measure in measures)
    unit = Unit.SCORE if scores or measures[0].digits <= 0 else Unit.NUMBER
    return charts.means(
        title, rows, lambda value: figure_text(value, unit), 100.0 if scores else None
    )


def _mean(speaker: Speaker, measure: Measure, cross: Cross, group: Group) -> charts.Mark:
    summary = measure.summaries[cross][group]
    interval = summary.interval
    return charts.Mark(
        group_code(group),
        _named(speaker, cross, group, summary.moments.size),
        summary.moments.mean,
        decimal(summary.moments.mean, max(measure.digits, 0)),
        interval.low if interval else None,
        interval.high if interval else None,
    )


def _mark(
    speaker: Speaker, measure: Measure, cross: Cross, group: Group, figure: Figure
) -> charts.Mark:
    """The share of a count of one group."""
    share = ratio(figure, measure.bases[cross][group])
    interval = measure.interval(cross, group, figure)
    return charts.Mark(
        group_code(group) if cross else "all",
        _named(speaker, cross, group, measure.bases[cross][group]) if cross else "",
        number(share),
        figure_text(share, Unit.SHARE),
        interval.low if interval else None,
        interval.high if interval else None,
    )


def _groups(measure: Measure, cross: Cross) -> list[tuple[Cross, Group]]:
    """The groups of a cross that a measure shows, then all people where nothing sets them apart."""
    shown = measure.summaries if measure.summaries else measure.bases
    own: list[tuple[Cross, Group]] = [(cross, group) for group in shown[cross]]
    coarse = cross in measure.classes
    return [*own, ((), ())] if cross and not coarse else own


def _named(speaker: Speaker, cross: Cross, group: Group, people: int) -> str:
    return _sized(speaker.name(cross, group), people)


def _sized(name: str, people: int) -> str:
    """« Femmes (92) »."""
    return f"{name} ({decimal(people)})"


def _range(interval: Interval | None) -> str:
    """« 64–73 % »."""
    if interval is None:
        return ""
    return f"{decimal(interval.low * 100)}–{percent(interval.high, 0)}"


def _whole_percent(share: float) -> str:
    return percent(share, 0)


def benchmark_words(benchmark: Mapping[str, Any]) -> str:
    """« Repère : 37,0 % (source) »."""
    source = Text.from_dict(benchmark["source"])[current_language()]
    return _(
        "Point of comparison: %(share)s (%(source)s)",
        share=percent(float(benchmark["share"])),
        source=source,
    )
