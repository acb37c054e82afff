"""The light of a roadmap, computed from what is stored, with its reasons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from app.roadmaps.core.frequencies import Frequency, missing


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"


#: From the most serious one.
SERIOUSNESS = (Light.RED, Light.AMBER, Light.NONE, Light.GREEN)


class Reason(StrEnum):
    """Why a light is what it is; each with how many things it is about."""

    ENDED = "ended"
    NO_ACTION = "no_action"
    JUDGED = "judged"
    STEP_LATE = "step_late"
    BLOCKED_LONG = "blocked_long"
    LATE = "late"
    SILENT = "silent"
    INDICATOR_WEAK = "indicator_weak"


BLOCKED_LONG = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A light set by somebody in place of the computed one, with a reason and until a day."""

    light: Light
    until: dt.date


@dataclass(frozen=True, slots=True)
class Situation:
    """What the light of a roadmap depends on; the counts are of actions of its base."""

    actions: int
    late: int
    late_starred_steps: int
    blocked_long: int
    weak_indicators: int
    last_news: dt.date
    rhythm: Frequency
    ended: bool = False
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """A light, and each reason with its number (of days for a silence)."""

    light: Light
    reasons: tuple[tuple[Reason, int], ...] = ()


def health(situation: Situation, today: dt.date) -> Health:
    """The light of a roadmap on a day.

    Red when a starred step is late or an action blocked for 60 days; amber when an action is late,
    the roadmap silent for more than a round and a half, or an indicator limited or in reverse;
    green otherwise; none without actions or once it is over. A judgement replaces it until its day.
    """
    if situation.ended:
        return Health(Light.NONE, ((Reason.ENDED, 0),))
    reasons = _red(situation) + _amber(situation, today)
    judgement = situation.judgement
    if judgement is not None and today <= judgement.until:
        return Health(judgement.light, ((Reason.JUDGED, 0), *reasons))
    if not situation.actions:
        return Health(Light.NONE, ((Reason.NO_ACTION, 0),))
    if _red(situation):
        return Health(Light.RED, reasons)
    return Health(Light.AMBER if reasons else Light.GREEN, reasons)


def _red(situation: Situation) -> tuple[tuple[Reason, int], ...]:
    return _present(
        (Reason.STEP_LATE, situation.late_starred_steps),
        (Reason.BLOCKED_LONG, situation.blocked_long),
    )


def _amber(situation: Situation, today: dt.date) -> tuple[tuple[Reason, int], ...]:
    silent = missing(situation.last_news, situation.rhythm, today)
    return _present(
        (Reason.LATE, situation.late),
        (Reason.SILENT, (today - situation.last_news).days if silent else 0),
        (Reason.INDICATOR_WEAK, situation.weak_indicators),
    )


def _present(*reasons: tuple[Reason, int]) -> tuple[tuple[Reason, int], ...]:
    return tuple(each for each in reasons if each[1])
