"""Tables of several questions on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import Column, Figure, Row, Table, Unit, ratio
from app.surveys.results.core.dimensions import dimension_code
from app.surveys.results.core.labels import group_code, group_label
from app.surveys.results.core.measures import Measure, MeasureKind
from app.surveys.results.core.tables import ANSWERED, FROM, TO, Source, by_cross
from app.text import Text, dashed


def upper_table(measures: Sequence[Measure], cross: Cross, source: Source) -> Table:
    """Share of the steps above the middle, of scales of one section, by group and of all."""
    groups: list[tuple[Cross, Group]] = [
        (cross, group)
        for group in dict.fromkeys(g for m in measures for g in m.bases.get(cross, {}))
    ]
    groups = [*groups, ((), ())] if cross else groups
    columns = [
        Column(group_code(group), group_label(source.questionnaire, own, group), Unit.SHARE)
        for own, group in groups
    ]
    rows = [
        Row(m.code, m.label, (*(_upper_share(m, own, g) for own, g in groups), m.base))
        for m in measures
    ]
    section, upper = measures[0].section, measures[0].upper.label
    return Table(
        code="-".join([source.code, measures[0].code, "upper"]),
        title=Text(f"{section.fr} : haut de l’échelle", f"{section.en}: upper steps"),
        columns=(*columns, Column("answers", Text("Réponses", "Answers"), Unit.COUNT)),
        rows=tuple(rows),
        population=ANSWERED,
        source=source.title,
        as_of=source.as_of,
        note=Text(f"Haut de l’échelle : {upper.fr}.", f"Upper steps: {upper.en}."),
    )


def _upper_share(measure: Measure, cross: Cross, group: Group) -> Figure:
    if group not in measure.bases.get(cross, {}) or cross not in measure.counts:
        return None
    return ratio(measure.upper_count(cross, group), measure.bases[cross][group])


def steps_table(measures: Sequence[Measure], source: Source, uneven: bool = False) -> Table:
    """Scales of one section: the share of each step, of all people, and of those above the middle,
    weighted where response is uneven."""
    first = measures[0]
    known = any(m.populations.get((), {}).get(()) is not None for m in measures)
    rows = []
    for measure in measures:
        share, interval = measure.upper_of_all(uneven)
        ends = (interval.low, interval.high) if interval else (None, None)
        upper = (share, *(ends if known else ()))
        cells = (*measure.shares((), ()), *upper, measure.base)
        rows.append(Row(measure.code, measure.label, cells))
    return Table(
        code=f"{source.code}-{first.code}-steps",
        title=first.section,
        columns=(
            *(Column(f"{step.code}_share", step.label, Unit.SHARE) for step in first.steps),
            Column(
                "upper",
                _weighted_label(first.upper.label) if uneven else first.upper.label,
                Unit.SHARE,
            ),
            *(_interval_columns(Unit.SHARE) if known else ()),
            _BASE,
        ),
        rows=tuple(rows),
        population=ANSWERED,
        source=source.title,
        as_of=source.as_of,
    )


def groups_table(measures: Sequence[Measure], cross: Cross, source: Source) -> Table:
    """Scales or scores by group, a row for each question and group: share above the middle or
    mean, its interval, people."""
    first = measures[0]
    scores = first.kind is MeasureKind.DIMENSION
    unit = Unit.SCORE if scores else Unit.SHARE
    known = any(n is not None for m in measures for n in m.populations.get(cross, {}).values())
    rows = []
    for measure in measures:
        for group, people in measure.bases[cross].items():
            label = measure.label
            if cross:
                name = group_label(source.questionnaire, cross, group)
                label = dashed(label, name)
            upper = None if scores else measure.upper_count(cross, group)
            cells = (
                _score(measure, cross, group) if scores else measure.share_of(cross, group, upper)
            )
            code = "/".join([measure.code, *group])
            rows.append(Row(code, label, (*cells[: 3 if known else 1], people)))
    value = Text("Score moyen", "Mean score") if scores else first.upper.label
    return Table(
        code="-".join([source.code, first.code, *cross, "groups"]),
        title=by_cross(
            Text("Dimensions", "Dimensions") if scores else first.section, cross, source
        ),
        columns=(
            Column("value", value, unit),
            *(_interval_columns(unit) if known else ()),
            _BASE,
        ),
        rows=tuple(rows),
        population=ANSWERED,
        source=source.title,
        as_of=source.as_of,
    )


def _weighted_label(label: Text) -> Text:
    return Text(f"{label.fr} (redressé)", f"{label.en} (weighted)")


_BASE = Column("answers", Text("Réponses", "Answers"), Unit.COUNT)


def _interval_columns(unit: Unit) -> tuple[Column, Column]:
    return Column("low", FROM, unit), Column("high", TO, unit)


def _score(measure: Measure, cross: Cross, group: Group) -> tuple[Figure, Figure, Figure]:
    """The mean of a dimension and its interval."""
    summary = measure.summaries[cross][group]
    ends = (each.low, each.high) if (each := summary.interval) else (None, None)
    return summary.moments.mean, *ends


def reliability_table(measure: Measure, source: Source) -> Table | None:
    """What Cronbach's alpha of a dimension would be without each of its items."""
    declared = {dimension_code(d): d for d in source.questionnaire.dimensions}.get(measure.code)
    if measure.reliability is None or declared is None:
        return None
    labels = [source.questionnaire.by_code[item].label for item in declared.items]
    return Table(
        code=f"{source.code}-{measure.code}-alpha",
        title=Text(f"{measure.label.fr} : ses questions", f"{measure.label.en}: its items"),
        columns=(Column("dropped", Text("Alpha sans elle", "Alpha without it"), Unit.ALPHA),),
        rows=tuple(
            Row(item, label, (alpha,))
            for item, label, alpha in zip(
                declared.items, labels, measure.reliability.dropped, strict=True
            )
        ),
        population=Text(
            "personnes ayant répondu à toutes ses questions", "people who answered all its items"
        ),
        source=source.title,
        as_of=source.as_of,
    )
