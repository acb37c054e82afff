"""The tables of two waves: every line of a question, what is quoted of each, by group too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.statistics.disclosure import Cross, Group
from app.statistics.figures import SUPPRESSED, Column, Figure, Row, Table, Unit
from app.surveys.results.core.labels import group_label
from app.surveys.results.core.measures import UPPER
from app.surveys.results.core.tables import BASE, FROM, TO, Source
from app.surveys.results.core.waves import MEAN, Line, WaveChange
from app.text import Text, dashed


def change_table(change: WaveChange, titles: tuple[Text, Text], source: Source) -> Table:
    """The lines of one question in both waves."""
    unit = Unit.NUMBER if change.lines[0].step is MEAN else Unit.SHARE
    gap = Unit.NUMBER if unit is Unit.NUMBER else Unit.POINTS
    bounded = any(line.interval for line in change.lines)
    columns = [
        Column("earlier", titles[0], unit),
        Column("later", titles[1], unit),
        Column("gap", Text("Évolution", "Change"), gap),
    ]
    if bounded:
        columns += [
            Column("low", FROM, gap),
            Column("high", TO, gap),
        ]
    rows = []
    for line in change.lines:
        cells: tuple[Figure, ...] = (line.earlier, line.later, line.change)
        if bounded:
            low = (line.interval.low, line.interval.high) if line.interval else (SUPPRESSED,) * 2
            cells += low
        rows.append(Row(line.step.code, line.step.label, cells, line.step.code == UPPER))
    base = Text(
        f"{BASE.fr} : {change.bases[0]} puis {change.bases[1]}.",
        f"{BASE.en}: {change.bases[0]} then {change.bases[1]}.",
    )
    return Table(
        code=f"{source.code}-{change.code}-waves",
        title=change.label,
        columns=tuple(columns),
        rows=tuple(rows),
        population=Text("personnes ayant répondu à chaque vague", "people who answered each wave"),
        source=source.title,
        as_of=source.as_of,
        note=base,
    )


def headline_table(
    changed: Sequence[WaveChange], titles: tuple[Text, Text], source: Source
) -> Table:
    """One line for each comparable question answered in shares: what to quote of it."""
    rows = [
        _headline(change.code, _quoted_label(change, change.headline), change.headline)
        for change in changed
        if change.headline and change.headline.step is not MEAN
    ]
    return _headlines(f"{source.code}-waves", rows, titles, source)


def group_table(
    lines: Sequence[tuple[WaveChange, Group, Line]],
    cross: Cross,
    titles: tuple[Text, Text],
    source: Source,
) -> Table:
    """The same for each group of a cross."""
    rows = []
    for change, group, line in lines:
        if line.step is not MEAN:
            label = _quoted_label(change, line)
            name = group_label(source.questionnaire, cross, group)
            label = dashed(label, name)
            rows.append(_headline("/".join([change.code, *group]), label, line))
    return _headlines("-".join([source.code, "waves", *cross]), rows, titles, source)


def _quoted_label(change: WaveChange, line: Line) -> Text:
    if line.step.code == UPPER:
        return change.label
    return Text(
        f"{change.label.fr} ({line.step.label.fr})", f"{change.label.en} ({line.step.label.en})"
    )


def _headline(code: str, label: Text, line: Line) -> Row:
    bounds: tuple[Figure, ...] = (
        (line.interval.low, line.interval.high) if line.interval else (None, None)
    )
    return Row(code, label, (line.earlier, line.later, line.change, *bounds))


def _headlines(code: str, rows: Sequence[Row], titles: tuple[Text, Text], source: Source) -> Table:
    bounds = (Column("low", FROM, Unit.POINTS), Column("high", TO, Unit.POINTS))
    bounded = any(isinstance(row.cells[3], float) for row in rows)
    return Table(
        code=code,
        title=Text("Ce qui a changé", "What changed"),
        columns=(
            Column("earlier", titles[0], Unit.SHARE),
            Column("later", titles[1], Unit.SHARE),
            Column("gap", Text("Évolution (points)", "Change (points)"), Unit.POINTS),
            *(bounds if bounded else ()),
        ),
        rows=tuple(replace(row, cells=row.cells[: 5 if bounded else 3]) for row in rows),
        population=Text("personnes ayant répondu à chaque vague", "people who answered each wave"),
        source=source.title,
        as_of=source.as_of,
        note=Text(
            "Échelles : réponses au-dessus du milieu. Autres questions : la réponse la plus choisie ; "
            "les autres réponses sont plus bas. Aucune réponse n’est suivie d’une vague à l’autre.",
            "Scales: answers above the middle. Other questions: the answer most often chosen; the "
            "other answers are below. Nobody’s answers are followed from one wave to the other.",
        ),
    )
