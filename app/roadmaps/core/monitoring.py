"""Where programmes stand on a day: their actions by category and by policy."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.roadmaps.core.actions import ActionStatus, Applicability
from app.roadmaps.core.plans import CATEGORY_LABELS, Category
from app.statistics.figures import Column, Figure, Row, Table, Unit, ratio
from app.text import Text

_COLUMNS = (
    Column("actions", Text("Actions", "Actions"), Unit.COUNT),
    Column("done", Text("Faites", "Done"), Unit.COUNT),
    Column("in_progress", Text("En cours", "In progress"), Unit.COUNT),
    Column("waiting", Text("À venir ou en pause", "Planned or paused"), Unit.COUNT),
    Column("abandoned", Text("Abandonnées", "Abandoned"), Unit.COUNT),
    Column("share_done", Text("Part faite", "Share done"), Unit.SHARE),
)
_NOTE = Text(
    "Actions : sans celles qui sont abandonnées ou non applicables pour le moment.",
    "Actions: without those that are abandoned or not applicable at the moment.",
)
_POPULATION = Text("actions des feuilles de route", "actions of the roadmaps")


@dataclass(frozen=True)
class Changed:
    """A field of an action that changed: what it was before, as forms write it."""

    action: int
    field: str
    old: str


@dataclass(frozen=True)
class Standing:
    """Where an action stands: `status` and `applicability` by the words of their enumerations."""

    status: str
    applicability: str


def as_they_stood(now: Mapping[int, Standing], since: Iterable[Changed]) -> dict[int, Standing]:
    """Where actions stood before these changes, which come the latest first; those that were added
    since are left out."""
    then = dict(now)
    for change in since:
        own = then.get(change.action)
        if own is None:
            continue
        if change.field == "added":
            del then[change.action]
        elif change.field == "status":
            then[change.action] = Standing(change.old, own.applicability)
        elif change.field == "applicability":
            then[change.action] = Standing(own.status, change.old)
    return then


@dataclass(frozen=True)
class RoadmapStanding:
    """One roadmap with its actions, on a day."""

    code: str
    title: Text
    category: Category | None
    actions: Sequence[Standing]


@dataclass(frozen=True)
class ProgrammeFigures:
    """What is counted of one programme on a day."""

    code: str
    title: Text
    progress: Table
    policies: Table


def figures_of_programme(
    code: str, title: Text, source: Text, roadmaps: Sequence[RoadmapStanding], day: dt.date
) -> ProgrammeFigures:
    """The two tables of a programme that has a roadmap or more."""
    lines = []
    for category, label in CATEGORY_LABELS.items():
        own = [each for each in roadmaps if each.category is category]
        if own:
            lines.append(Row(category, label, (len(own), *_cells(own))))
    others = [each for each in roadmaps if each.category is None]
    if others and lines:
        label = Text("Sans catégorie", "Without a category")
        lines.append(Row("none", label, (len(others), *_cells(others))))
    total = Row("total", Text("Ensemble", "All"), (len(roadmaps), *_cells(roadmaps)), total=True)
    progress = Table(
        code=f"roadmaps-{code}",
        title=Text(f"{title.fr} : avancement", f"{title['en']}: progress"),
        columns=(
            Column("roadmaps", Text("Feuilles de route", "Roadmaps"), Unit.COUNT),
            *_COLUMNS,
        ),
        rows=(*lines, total),
        population=_POPULATION,
        source=source,
        as_of=day,
        note=_NOTE,
    )
    policies = Table(
        code=f"policies-{code}",
        title=Text(
            f"{title.fr} : actions par politique publique", f"{title['en']}: actions by policy"
        ),
        columns=_COLUMNS,
        rows=tuple(Row(each.code, each.title, tuple(_cells([each]))) for each in roadmaps),
        population=_POPULATION,
        source=source,
        as_of=day,
        note=_NOTE,
    )
    return ProgrammeFigures(code, title, progress, policies)


def _cells(roadmaps: Iterable[RoadmapStanding]) -> list[Figure]:
    counted = Counter(
        action.status
        for each in roadmaps
        for action in each.actions
        if action.applicability != Applicability.NOT_NOW or action.status == ActionStatus.ABANDONED
    )
    abandoned = counted.pop(ActionStatus.ABANDONED, 0)
    base, done = counted.total(), counted[ActionStatus.DONE]
    running = counted[ActionStatus.IN_PROGRESS]
    return [base, done, running, base - done - running, abandoned, ratio(done, base)]
