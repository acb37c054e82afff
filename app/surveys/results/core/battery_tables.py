"""Tables of several questions on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import Column, Figure, Row, Table, Unit, ratio
from app.surveys.results.core.dimensions import dimension_code
from app.surveys.results.core.labels import group_code, group_label
from app.surveys.results.core.measures import Measure
from app.surveys.results.core.tables import ANSWERED, Source
from app.text import Text


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
