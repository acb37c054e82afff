"""What every row of a programme said at the end of a day, so that two days can be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.roadmaps.core.actions import OVER, ActionStatus, Applicability, Timeliness
from app.roadmaps.core.indicators import IndicatorKind, IndicatorUnit, Pace
from app.roadmaps.core.lights import BLOCKED_LONG, Light, Reason
from app.roadmaps.core.plans import Category, RiskKind, RiskLevel
from app.statistics.figures import Figure
from app.text import Text


@dataclass(frozen=True)
class Said:
    """A sentence that somebody sent on a day, in their language."""

    on: dt.date
    text: str
    language: str


@dataclass(frozen=True)
class LateMilestone:
    """A milestone that was to be done by a period, whose code is `due`, and was not."""

    title: Text
    due: str


@dataclass(frozen=True)
class ActionState:
    """An action as it stood; `due` is the code of a period, empty without one."""

    id: int
    code: str
    title: Text
    status: ActionStatus
    applicability: Applicability
    due: str
    not_before: bool
    timeliness: Timeliness
    blocked_since: dt.date | None = None
    blocked_by: str = ""
    unblocked_by: str = ""
    said: Said | None = None
    #: What it serves: its first objective, and the axis of that.
    axis: Text = field(default_factory=Text)
    objective: Text = field(default_factory=Text)
    late_milestones: tuple[LateMilestone, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it is part of the base: neither abandoned nor set aside as not applicable."""
        return (
            self.status is not ActionStatus.ABANDONED
            and self.applicability is not Applicability.NOT_NOW
        )

    @property
    def depends(self) -> bool:
        """Whether it depends on a decision."""
        return self.applicability is Applicability.DEPENDS and self.status not in OVER

    @property
    def blocked(self) -> bool:
        """Whether something keeps it from going on."""
        return self.blocked_since is not None and self.status not in OVER and self.counts


@dataclass(frozen=True)
class IndicatorState:
    """An indicator as readers may see it, withheld where it would tell of few people; `points` are
    the values that may be drawn. `pace` is None where it is withheld. `range` is where it aims at
    staying, in place of a target."""

    id: int
    title: Text
    kind: IndicatorKind
    unit: IndicatorUnit
    on: dt.date | None
    value: Figure
    target: float | None
    target_on: dt.date | None
    pace: Pace | None
    points: tuple[tuple[dt.date, float], ...] = ()
    range: tuple[float, float] | None = None


@dataclass(frozen=True)
class RiskState:
    """A risk that was true, at the level that it had."""

    id: int
    title: Text
    kind: RiskKind
    level: RiskLevel
    mitigation: Text


@dataclass(frozen=True)
class RoadmapState:
    """One roadmap as it stood. `owned` says that an organisation keeps it."""

    id: int
    code: str
    title: Text
    category: Category | None
    owned: bool
    light: Light
    reasons: tuple[tuple[Reason, int], ...]
    last_news: dt.date | None
    said: Said | None
    actions: tuple[ActionState, ...]
    indicators: tuple[IndicatorState, ...]
    risks: tuple[RiskState, ...]

    @property
    def tally(self) -> Tally:
        """Its actions, counted."""
        return tally(self.actions)


@dataclass(frozen=True)
class ProgrammeState:
    """A programme as it stood at the end of a day."""

    code: str
    title: Text
    source: Text
    as_of: dt.date
    roadmaps: tuple[RoadmapState, ...]

    @property
    def tally(self) -> Tally:
        """All its actions, counted."""
        return tally(action for roadmap in self.roadmaps for action in roadmap.actions)


@dataclass(frozen=True)
class Tally:
    """Actions, counted; all but the last two within the base."""

    base: int
    done: int
    in_progress: int
    late: int
    blocked: int
    abandoned: int
    not_applicable: int

    @property
    def waiting(self) -> int:
        """Neither done nor in progress."""
        return self.base - self.done - self.in_progress


def tally(actions: Iterable[ActionState]) -> Tally:
    """How many actions there are of each kind."""
    every = list(actions)
    base = [action for action in every if action.counts]
    abandoned = sum(action.status is ActionStatus.ABANDONED for action in every)
    return Tally(
        base=len(base),
        done=sum(action.status is ActionStatus.DONE for action in base),
        in_progress=sum(action.status is ActionStatus.IN_PROGRESS for action in base),
        late=sum(action.timeliness is Timeliness.LATE for action in base),
        blocked=sum(action.blocked for action in base),
        abandoned=abandoned,
        not_applicable=len(every) - len(base) - abandoned,
    )


def blocked_long(actions: Iterable[ActionState], day: dt.date) -> int:
    """How many actions have been blocked for 60 days."""
    since = (action.blocked_since for action in actions if action.blocked)
    return sum(each is not None and each <= day - BLOCKED_LONG for each in since)


@dataclass(frozen=True)
class Changed:
    """A field of a part that changed: what it was before, as forms write it."""

    field: str
    old: str


def undone(now: Mapping[str, str], since: Sequence[Changed]) -> dict[str, str] | None:
    """The fields of a part before these changes, which come the latest first; None where it was
    added by one of them."""
    then = dict(now)
    for change in since:
        if change.field == "added":
            return None
        if change.field in then:
            then[change.field] = change.old
    return then
