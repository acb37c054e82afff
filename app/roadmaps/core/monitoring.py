"""The November report of a programme, and the tables that the annual report takes from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.roadmaps.core.actions import ActionStatus, Applicability
from app.roadmaps.core.comparing import Comparison, compare
from app.roadmaps.core.governing import Outcome, Reason, Subject
from app.roadmaps.core.plans import CATEGORY_LABELS
from app.roadmaps.core.snapshots import ActionState, ProgrammeState, RoadmapState, Tally, tally
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
class ProgrammeFigures:
    """What is counted of one programme on a day."""

    code: str
    title: Text
    progress: Table
    policies: Table


def figures_of(state: ProgrammeState) -> ProgrammeFigures | None:
    """The two tables of a programme; None where the authority keeps no roadmap of it."""
    roadmaps = [each for each in state.roadmaps if not each.owned]
    if not roadmaps:
        return None
    progress = Table(
        code=f"roadmaps-{state.code}",
        title=Text(f"{state.title.fr} : avancement", f"{state.title['en']}: progress"),
        columns=(
            Column("roadmaps", Text("Feuilles de route", "Roadmaps"), Unit.COUNT),
            *_COLUMNS,
        ),
        rows=tuple(_lines(roadmaps)),
        population=_POPULATION,
        source=state.source,
        as_of=state.as_of,
        note=_NOTE,
    )
    policies = Table(
        code=f"policies-{state.code}",
        title=Text(
            f"{state.title.fr} : actions par politique publique",
            f"{state.title['en']}: actions by policy",
        ),
        columns=_COLUMNS,
        rows=tuple(Row(each.code, each.title, tuple(_cells([each]))) for each in roadmaps),
        population=_POPULATION,
        source=state.source,
        as_of=state.as_of,
        note=_NOTE,
    )
    return ProgrammeFigures(state.code, state.title, progress, policies)


def _lines(roadmaps: Sequence[RoadmapState]) -> Iterator[Row]:
    """A line for each category, and one for all."""
    categorised = False
    for category, label in CATEGORY_LABELS.items():
        own = [each for each in roadmaps if each.category is category]
        if own:
            categorised = True
            yield Row(category, label, (len(own), *_cells(own)))
    others = [each for each in roadmaps if each.category is None]
    if others and categorised:
        label = Text("Sans catégorie", "Without a category")
        yield Row("none", label, (len(others), *_cells(others)))
    everything = (len(roadmaps), *_cells(roadmaps))
    yield Row("total", Text("Ensemble", "All"), everything, total=True)


def _cells(roadmaps: Iterable[RoadmapState]) -> list[Figure]:
    counted = tally(action for each in roadmaps for action in each.actions)
    return [
        counted.base,
        counted.done,
        counted.in_progress,
        counted.waiting,
        counted.abandoned,
        ratio(counted.done, counted.base),
    ]


@dataclass(frozen=True)
class Awaited:
    """What awaited a decision: why, of which body, since when; `where` is the roadmap or the review
    that it is of."""

    subject: Subject
    reason: Reason
    title: Text
    where: Text
    body: Text
    since: dt.date | None
    words: str


@dataclass(frozen=True)
class Decided:
    """What a meeting had decided."""

    on: dt.date
    body: Text
    title: Text
    outcome: Outcome
    text: str
    language: str
    due: str = ""


@dataclass(frozen=True)
class Recommended:
    """A recommendation, with the action that was made of it and where that stood."""

    code: str
    theme: Text
    title: Text
    applicability: Applicability
    action: Text
    status: ActionStatus | None
    review: Text = field(default_factory=Text)


@dataclass(frozen=True)
class Because:
    """The figure of a survey because of which an action was opened, then and at the last wave."""

    action: int
    label: Text
    source: Text
    on: dt.date
    value: float
    later_on: dt.date | None
    later: float | None


@dataclass(frozen=True)
class Edition:
    """The November report of a programme: how it stood, what changed since the year before, what is
    said of it, what awaits a decision."""

    year: int
    number: int
    as_of: dt.date
    opening: Text
    changes: Text
    state: ProgrammeState
    before: ProgrammeState | None
    words: Mapping[int, Text]
    awaited: tuple[Awaited, ...] = ()
    decided: tuple[Decided, ...] = ()
    recommended: tuple[Recommended, ...] = ()
    because: tuple[Because, ...] = ()

    @property
    def comparison(self) -> Comparison | None:
        """What changed since the report of the year before; None without one."""
        return compare(self.before, self.state) if self.before is not None else None

    @property
    def axes(self) -> tuple[tuple[Text, Tally], ...]:
        """The actions of each axis, counted; nothing where the programme has none."""
        by_axis: dict[Text, list[ActionState]] = {}
        for roadmap in self.state.roadmaps:
            for action in roadmap.actions:
                if action.axis:
                    by_axis.setdefault(action.axis, []).append(action)
        return tuple((axis, tally(actions)) for axis, actions in by_axis.items())
