"""From measures to published tables: pages, charts, documents and files show these and no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit, ratio
from app.surveys.campaigns.core.crosses import attribute_label
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.results.core.comparing import gaps
from app.surveys.results.core.labels import group_code, group_label
from app.surveys.results.core.measures import BASE_LINE, UPPER, Measure, MeasureKind, Summary
from app.text import Text, dashed

ANSWERED = Text("personnes ayant répondu à la question", "people who answered the question")
BASE = Text("Réponses exprimées", "Answers given")
FROM = Text("de (intervalle à 95 %)", "from (95% interval)")
TO = Text("à", "to")
_GAP = Text("Écart (points)", "Difference (points)")


@dataclass(frozen=True)
class Source:
    """The campaign that tables come from."""

    questionnaire: Questionnaire
    code: str
    title: Text
    as_of: dt.date


def tables_of_measure(measure: Measure, cross: Cross, source: Source) -> list[Table]:
    """The tables of one cross: of counts, or of means and then of classes; none when hidden."""
    if cross not in measure.bases:
        return []
    tables = [summary_table(measure, cross, source)] if measure.summaries else []
    return tables + ([count_table(measure, cross, source)] if cross in measure.counts else [])


def count_table(measure: Measure, cross: Cross, source: Source) -> Table:
    """Counts and shares by step for each group, then for all; intervals, or differences of two."""
    groups: list[tuple[Cross, Group]] = [(cross, group) for group in measure.bases[cross]]
    if cross:
        groups.append(((), ()))
    columns = [column for own, group in groups for column in _pair_of_columns(source, own, group)]
    rows = [
        Row(step.code, step.label, tuple(_line(measure, cross, groups, place)))
        for place, step in enumerate(measure.steps_of(cross))
    ]
    if measure.kind is MeasureKind.SCALE and cross not in measure.classes:
        sums = [measure.upper_count(own, group) for own, group in groups]
        rows.append(Row(UPPER, measure.upper.label, _pairs(measure, groups, sums), True))
    whole = None if measure.kind is MeasureKind.MULTIPLE else 1.0
    bases = [figure for own, group in groups for figure in (measure.bases[own][group], whole)]
    rows.append(Row(BASE_LINE, BASE, tuple(bases), True))
    more, cells = _differences(measure, cross) if cross else _intervals(measure)
    if measure.calibrated and not cross:
        more, cells = _weighted(measure, more, cells)
    rows = [
        Row(r.code, r.label, r.cells + cells.get(r.code, (None,) * len(more)), r.total)
        for r in rows
    ]
    return Table(
        code="-".join([source.code, measure.code, *cross]),
        title=by_cross(measure.label, cross, source),
        columns=(*columns, *more),
        rows=tuple(rows),
        population=ANSWERED,
        source=source.title,
        as_of=source.as_of,
        note=_note(measure),
    )


def interval_table(measure: Measure, cross: Cross, source: Source) -> Table | None:
    """The interval of each share of each group of a cross, a row for each; None without any."""
    known = any(n is not None for n in measure.populations.get(cross, {}).values())
    if not cross or cross not in measure.counts or not known:
        return None
    rows = []
    for group in measure.bases[cross]:
        lines = list(zip(measure.steps_of(cross), measure.figures(cross, group), strict=True))
        if measure.kind is MeasureKind.SCALE and cross not in measure.classes:
            lines.append((measure.upper, measure.upper_count(cross, group)))
        name = group_label(source.questionnaire, cross, group)
        for step, figure in lines:
            cells = measure.share_of(cross, group, figure)
            rows.append(Row("/".join([step.code, *group]), dashed(step.label, name), cells))
    title = by_cross(measure.label, cross, source)
    return Table(
        code="-".join([source.code, measure.code, *cross, "intervals"]),
        title=Text(f"{title.fr} – intervalles", f"{title.en} – intervals"),
        columns=(
            Column("share", Text("Part", "Share"), Unit.SHARE),
            Column("low", FROM, Unit.SHARE),
            Column("high", TO, Unit.SHARE),
        ),
        rows=tuple(rows),
        population=ANSWERED,
        source=source.title,
        as_of=source.as_of,
    )


def _pair_of_columns(source: Source, cross: Cross, group: Group) -> tuple[Column, Column]:
    """Count and share of a group."""
    label, code = group_label(source.questionnaire, cross, group), group_code(group)
    share = Text(f"{label.fr} (%)", f"{label.en} (%)")
    return Column(code, label, Unit.COUNT), Column(f"{code}_share", share, Unit.SHARE)


def by_cross(title: Text, cross: Cross, source: Source) -> Text:
    """A title, and by what answers are compared."""
    if not cross:
        return title
    names = [attribute_label(source.questionnaire, name) for name in cross]
    french, english = (" et ".join(n.fr for n in names), " and ".join(n.en for n in names))
    return Text(f"{title.fr} – selon {french}", f"{title.en} – by {english}")


def _line(
    measure: Measure, cross: Cross, groups: Sequence[tuple[Cross, Group]], place: int
) -> tuple[Figure, ...]:
    """One step; all people by the classes of the cross, where it has some."""
    figures = [
        measure.figures(own, group)[place] if own == cross else measure.total(cross, place)
        for own, group in groups
    ]
    return _pairs(measure, groups, figures)


def _pairs(
    measure: Measure, groups: Sequence[tuple[Cross, Group]], figures: Sequence[Figure]
) -> tuple[Figure, ...]:
    shares = [
        ratio(figure, measure.bases[own][group])
        for figure, (own, group) in zip(figures, groups, strict=True)
    ]
    return tuple(cell for pair in zip(figures, shares, strict=True) for cell in pair)


def _intervals(measure: Measure) -> tuple[list[Column], dict[str, tuple[Figure, ...]]]:
    """The interval of each share of all people, where there is one."""
    lines = list(zip([s.code for s in measure.steps], measure.figures((), ()), strict=True))
    if measure.kind is MeasureKind.SCALE:
        lines.append((UPPER, measure.upper_count((), ())))
    intervals = {code: measure.interval((), (), figure) for code, figure in lines}
    if not any(intervals.values()):
        return [], {}
    cells: dict[str, tuple[Figure, ...]] = {
        code: (each.low, each.high) if each else (SUPPRESSED, SUPPRESSED)
        for code, each in intervals.items()
    }
    return [Column("low", FROM, Unit.SHARE), Column("high", TO, Unit.SHARE)], cells


def _weighted(
    measure: Measure, more: list[Column], cells: dict[str, tuple[Figure, ...]]
) -> tuple[list[Column], dict[str, tuple[Figure, ...]]]:
    """The same with the weighted share of each step and its interval."""
    columns = [
        Column("weighted", Text("Redressé (%)", "Weighted (%)"), Unit.SHARE),
        Column("weighted_low", FROM, Unit.SHARE),
        Column("weighted_high", TO, Unit.SHARE),
    ]
    none: tuple[Figure, ...] = (None,) * len(more)
    widened = {code: (*own, None, None, None) for code, own in cells.items()}
    for code, share in measure.calibrated.items():
        ends = (share.interval.low, share.interval.high) if share.interval else (None, None)
        widened[code] = (*cells.get(code, none), share.value, *ends)
    return [*more, *columns], widened


def _differences(
    measure: Measure, cross: Cross
) -> tuple[list[Column], dict[str, tuple[Figure, ...]]]:
    """The difference of two groups on each line, and its interval where there is one."""
    lines = gaps(measure, cross)
    if not lines:
        return [], {}
    columns = [Column("gap", _GAP, Unit.POINTS)]
    cells: dict[str, tuple[Figure, ...]] = {
        code: (SUPPRESSED,) for code in (*(s.code for s in measure.steps_of(cross)), UPPER)
    }
    bounded = any(gap.interval for gap in lines)
    for gap in lines:
        assert gap.step is not None
        cells[gap.step.code] = (gap.difference,)
    if bounded:
        columns += [Column("low", FROM, Unit.POINTS), Column("high", TO, Unit.POINTS)]
        bounds = {
            gap.step.code: (gap.interval.low, gap.interval.high)
            for gap in lines
            if gap.step and gap.interval
        }
        cells = {
            code: (*cell, *bounds.get(code, (SUPPRESSED,) * 2)) for code, cell in cells.items()
        }
    return columns, cells


_SUMMARY = (
    ("mean", Text("Moyenne", "Mean")),
    ("low", FROM),
    ("high", TO),
    ("lower", Text("1er quartile", "Lower quartile")),
    ("median", Text("Médiane", "Median")),
    ("upper", Text("3e quartile", "Upper quartile")),
)


def summary_table(measure: Measure, cross: Cross, source: Source) -> Table:
    """Mean with its interval, median and quartiles: a row for each group, then for all."""
    unit = {
        MeasureKind.DIMENSION: Unit.SCORE,
        MeasureKind.DAY: Unit.DAY,
    }.get(measure.kind, Unit.NUMBER if measure.digits > 0 else Unit.SCORE)
    groups: list[tuple[Cross, Group]] = [(cross, group) for group in measure.summaries[cross]]
    if cross:
        groups.append(((), ()))
    known = any(measure.populations[own][group] is not None for own, group in groups)
    shown = [
        (code, label)
        for code, label in _SUMMARY
        if (known or code not in ("low", "high"))
        and (measure.kind is not MeasureKind.DAY or code not in ("mean", "low", "high"))
    ]
    rows = []
    for own, group in groups:
        summary = measure.summaries[own][group]
        figures = _figures_of(summary)
        label = group_label(source.questionnaire, own, group)
        cells = (summary.moments.size, *(figures[code] for code, _ in shown))
        rows.append(Row(group_code(group), label, cells, bool(cross) and not own))
    return Table(
        code="-".join([source.code, measure.code, *cross, "mean"]),
        title=by_cross(measure.label, cross, source),
        columns=(
            Column("base", BASE, Unit.COUNT),
            *(Column(code, label, unit) for code, label in shown),
        ),
        rows=tuple(rows),
        population=ANSWERED,
        source=source.title,
        as_of=source.as_of,
        note=_note(measure),
    )


def _figures_of(summary: Summary) -> dict[str, Figure]:
    interval = summary.interval
    low, high = summary.quartiles or (None, None)
    return {
        "mean": summary.moments.mean,
        "median": summary.median,
        "lower": low,
        "upper": high,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
    }


def _note(measure: Measure) -> Text:
    if measure.kind is MeasureKind.MULTIPLE:
        return Text(
            "Plusieurs réponses possibles : les parts ne s’additionnent pas.",
            "Several answers possible: shares do not add up.",
        )
    if measure.kind is MeasureKind.RANKING:
        return Text("Réponse classée en premier.", "Answer ranked first.")
    return Text()
