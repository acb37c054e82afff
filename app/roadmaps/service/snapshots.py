"""Programmes as they stood at the end of a day: what is stored today, without what happened since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.roadmaps.core.actions import OVER, ActionStatus, Applicability, State, counts, timeliness
from app.roadmaps.core.indicators import WEAK, Counts, Pace, Point, read_pace
from app.roadmaps.core.lights import Health, Judgement, Light, Situation, health
from app.roadmaps.core.periods import code_of, read_period
from app.roadmaps.core.plans import RiskLevel
from app.roadmaps.core.publishing import counts_people, pace_tells, read_value
from app.roadmaps.core.snapshots import (
    ActionState,
    IndicatorState,
    LateMilestone,
    ProgrammeState,
    RiskState,
    RoadmapState,
    Said,
    Tally,
    blocked_long,
    tally,
)
from app.roadmaps.models import Action, Indicator, Programme, Risk, Roadmap
from app.roadmaps.models.measures import aim_of, aims_of, points_of, standing_entries
from app.roadmaps.service.board import roadmaps_of_programmes
from app.roadmaps.service.paces import GATE
from app.roadmaps.service.past import Past
from app.roadmaps.service.updates import spoken_of
from app.statistics.figures import number
from app.text import Text


def state_of(programme: Programme, day: dt.date) -> ProgrammeState:
    """A programme with its roadmaps as they stood at the end of a day, for anybody to read: what
    counts few people is withheld, what is internal is left out."""
    every = roadmaps_of_programmes([programme])
    past = Past.of([roadmap.id for roadmap in every], day)
    roadmaps = [each for each in every if _was_there(each, past)]
    return ProgrammeState(
        code=programme.code,
        title=programme.title,
        source=programme.source or programme.title,
        as_of=day,
        roadmaps=tuple(_roadmap(each, past) for each in roadmaps),
    )


def _was_there(roadmap: Roadmap, past: Past) -> bool:
    begun = roadmap.begun_on is None or roadmap.begun_on <= past.day
    return begun and past.before("roadmap", roadmap, {}) is not None


def _roadmap(roadmap: Roadmap, past: Past) -> RoadmapState:
    said = past.notes.get(roadmap.id, {})
    actions = [
        state
        for each in past.actions.get(roadmap.id, ())
        if (state := _action(each, past, said.get(each.id)))
    ]
    indicators = [
        shown for each in past.indicators.get(roadmap.id, ()) if (shown := _indicator(each, past))
    ]
    risks = [s for each in past.risks.get(roadmap.id, ()) if (s := _risk(each, past))]
    weak = sum(each.pace in WEAK for each in indicators)
    judged = _health(roadmap, tally(actions), actions, weak, past)
    return RoadmapState(
        id=roadmap.id,
        code=roadmap.policy.code,
        title=roadmap.title,
        category=roadmap.policy.category(min(past.day, roadmap.programme.ends_on)),
        owned=roadmap.organisation_id is not None,
        light=judged.light,
        reasons=judged.reasons,
        last_news=past.news.get(roadmap.id),
        said=said.get(None),
        actions=tuple(actions),
        indicators=tuple(indicators),
        risks=tuple(risks),
    )


def _health(
    roadmap: Roadmap, counted: Tally, actions: Sequence[ActionState], weak: int, past: Past
) -> Health:
    late_milestones = sum(len(each.late_milestones) for each in actions)
    situation = Situation(
        actions=len(actions),
        late=counted.late,
        late_starred_steps=late_milestones,
        blocked_long=blocked_long(actions, past.day),
        weak_indicators=weak,
        last_news=past.news.get(roadmap.id) or roadmap.news_since,
        rhythm=roadmap.programme.rhythm,
        ended=roadmap.programme.over(past.day),
        judgement=_judgement(roadmap, past),
    )
    return health(situation, past.day)


def _judgement(roadmap: Roadmap, past: Past) -> Judgement | None:
    until = roadmap.judged_until
    now = {
        "judged_light": roadmap.judged_light or "",
        "judged_until": until.isoformat() if until else "",
    }
    then = past.before("roadmap", roadmap, now)
    if not then or not then["judged_light"] or not then["judged_until"]:
        return None
    return Judgement(Light(then["judged_light"]), dt.date.fromisoformat(then["judged_until"]))


def _action(action: Action, past: Past, said: Said | None) -> ActionState | None:
    then = past.before("action", action, _now(action))
    if then is None:
        return None
    state = _stood(action, then, past.day)
    since = action.blocked_on
    if since is None or since > past.day:
        since = past.blocked.get(action.id, past.day)
    objective = action.placements[0].objective if action.placements else None
    axis = objective.axis if objective else None
    blocked = bool(then["blocked"])
    goes_on = counts(state) and state.status not in OVER
    return ActionState(
        id=action.id,
        code=action.code,
        title=action.title,
        status=state.status,
        applicability=state.applicability,
        due=then["due"],
        not_before=state.not_before,
        timeliness=timeliness(state, past.day),
        blocked_since=since if blocked else None,
        blocked_by=then["blocked_by"] if blocked else "",
        unblocked_by=then["unblocked_by"] if blocked else "",
        said=said,
        axis=axis.title if axis else Text(),
        objective=objective.title if objective else Text(),
        late_milestones=tuple(_late_milestones(action, past.day)) if goes_on else (),
    )


def _now(action: Action) -> dict[str, str]:
    return spoken_of(action) | {
        "applicability": action.applicability.value,
        "not_before": "1" if action.not_before else "",
    }


def _stood(action: Action, then: Mapping[str, str], day: dt.date) -> State:
    """How far an action was; its pause goes on from the same status as long as it goes on."""
    status = ActionStatus(then["status"])
    return State(
        status=status,
        applicability=Applicability(then["applicability"]),
        starts=action.starts,
        due=read_period(then["due"]) if then["due"] else None,
        not_before=bool(then["not_before"]),
        steps=len(action.steps),
        steps_done=sum(step.done_on is not None and step.done_on <= day for step in action.steps),
        paused_from=action.paused_from if status is action.status else None,
    )


def _late_milestones(action: Action, day: dt.date) -> Iterator[LateMilestone]:
    for step in action.steps:
        late = step.due is not None and step.due.last < day
        if late and step.starred and (step.done_on is None or step.done_on > day):
            assert step.due is not None
            yield LateMilestone(step.title, code_of(step.due))


def _indicator(indicator: Indicator, past: Past) -> IndicatorState | None:
    """An indicator by the values that were known and the targets that were set."""
    unit, cell, day = indicator.unit, GATE["cell"], past.day
    if past.before("indicator", indicator, {}) is None:
        return None
    entries = [entry for entry in indicator.entries if past.knew(entry)]
    targets = [target for target in indicator.targets if target.set_on <= day]
    counted: list[Counts] = [each.counts for each in standing_entries(entries)]
    people = counts_people(unit, (entry.counts for entry in indicator.entries))
    if indicator.computed_from:
        points = [point for point in indicator.followed if point.on <= day]
        reads: list[tuple[dt.date, Any]] = [(each.on, each.value) for each in points]
        tells = False
    else:
        points = points_of(unit, entries)
        values = (read_value(unit, each, cell, people) for each in counted)
        reads = list(zip((point.on for point in points), values, strict=True))
        tells = people and pace_tells(unit, indicator.base_value, counted, cell)
    on = reads[-1][0] if reads else day
    aims = aims_of(targets)
    target = next((each for each in aims if each.on >= on), aims[-1] if aims else None)
    return IndicatorState(
        id=indicator.id,
        title=indicator.title,
        kind=indicator.kind,
        unit=unit,
        on=on if reads else None,
        value=reads[-1][1] if reads else None,
        target=target.value if target else None,
        target_on=target.on if target else None,
        pace=None if tells else _pace(indicator, targets, points, day),
        points=tuple((own, float(v)) for own, value in reads if (v := number(value)) is not None),
        range=indicator.range,
    )


def _pace(
    indicator: Indicator, targets: Sequence[Any], points: Sequence[Point], day: dt.date
) -> Pace:
    aim = aim_of(indicator, targets, points[-1].on if points else day)
    return read_pace(aim, points, day).pace


def _risk(risk: Risk, past: Past) -> RiskState | None:
    then = past.before("risk", risk, {"level": risk.level.value})
    if then is None:
        return None
    return RiskState(risk.id, risk.title, risk.kind, RiskLevel(then["level"]), risk.mitigation)
