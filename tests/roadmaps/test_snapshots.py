"""Programmes as they stood on a day, and what changed between two of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.extensions import db
from app.roadmaps.core.actions import ActionStatus, Applicability, Timeliness
from app.roadmaps.core.comparing import Field, Part, compare
from app.roadmaps.core.indicators import Direction, IndicatorUnit
from app.roadmaps.core.lights import Light, Reason
from app.roadmaps.core.news import ActionNews
from app.roadmaps.core.periods import read_period
from app.roadmaps.core.plans import RiskLevel
from app.roadmaps.core.snapshots import (
    ActionState,
    Changed,
    LateMilestone,
    ProgrammeState,
    RoadmapState,
    tally,
    undone,
)
from app.roadmaps.forms.comparing import summary
from app.roadmaps.models import RemovedPart, Value
from app.roadmaps.service import parts, removals, updates
from app.roadmaps.service.board import board
from app.roadmaps.service.history import Author, record_added, record_changes
from app.roadmaps.service.measures import add_value, set_target
from app.roadmaps.service.parts import PARTS
from app.roadmaps.service.snapshots import state_of
from app.roadmaps.service.updates import News, RiskNews, Sender
from app.statistics.figures import SUPPRESSED
from app.statistics.plain_values import from_plain, to_plain
from app.text import Text, both
from tests.people import make_person
from tests.roadmaps.factories import (
    make_action,
    make_indicator,
    make_risk,
    make_roadmap,
    make_step,
)

DAY = dt.timedelta(days=1)
THEN, NEXT, LATER = dt.date(2024, 3, 4), dt.date(2024, 4, 4), dt.date(2024, 5, 6)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10), dt.UTC)


@pytest.mark.parametrize(
    ("since", "then"),
    [
        ([], {"status": "done", "due": "2024"}),
        ([Changed("status", "planned")], {"status": "planned", "due": "2024"}),
        ([Changed("status", "paused"), Changed("status", "planned")], {"status": "planned"}),
        ([Changed("due", ""), Changed("title_fr", "x")], {"due": ""}),
        ([Changed("status", "planned"), Changed("added", "")], None),
    ],
)
def test_changes_are_undone_from_the_latest(since, then):
    now = {"status": "done", "due": "2024"}
    assert undone(now, since) == (None if then is None else now | then)


def action(number: int = 1, **values: object) -> ActionState:
    state = ActionState(
        id=number,
        code=f"1.{number}",
        title=both("Mesure"),
        status=ActionStatus.PLANNED,
        applicability=Applicability.UNRATED,
        due="2024",
        not_before=False,
        timeliness=Timeliness.ON_TIME,
    )
    return replace(state, **values)  # type: ignore[arg-type]


def programme(*actions: ActionState, light: Light = Light.GREEN) -> ProgrammeState:
    roadmap = RoadmapState(
        1, "p", both("Politique"), None, False, light, (), None, None, actions, (), ()
    )
    return ProgrammeState("plan", both("Plan"), both("Plan"), THEN, (roadmap,))


def test_a_tally_leaves_out_what_is_not_in_the_base():
    counted = tally(
        [
            action(1, status=ActionStatus.DONE),
            action(2, status=ActionStatus.IN_PROGRESS, timeliness=Timeliness.LATE),
            action(3, blocked_since=THEN),
            action(4, status=ActionStatus.ABANDONED, blocked_since=THEN),
            action(5, applicability=Applicability.NOT_NOW, timeliness=Timeliness.LATE),
        ]
    )
    assert (counted.base, counted.done, counted.in_progress, counted.waiting) == (3, 1, 1, 1)
    assert (counted.late, counted.blocked) == (1, 1)
    assert (counted.abandoned, counted.not_applicable) == (1, 1)


def test_what_differs_is_told_by_part_and_field():
    before = programme(action(1), action(2), action(3))
    after = programme(
        action(1),
        action(2, status=ActionStatus.DONE, due="2025"),
        action(4),
        light=Light.AMBER,
    )
    changed = compare(before, after)
    [roadmap] = changed.roadmaps
    told = [(each.id, each.field, each.old, each.new) for each in roadmap.differences]
    assert told == [
        (2, Field.STATUS, "planned", "done"),
        (2, Field.DUE, "2024", "2025"),
        (4, Field.ADDED, None, None),
        (3, Field.GONE, None, None),
    ]
    assert roadmap.lights == (Light.GREEN, Light.AMBER)
    assert not roadmap.nothing
    assert changed.counted(Field.STATUS, ActionStatus.DONE) == 1
    assert changed.counted(Field.STATUS, ActionStatus.PAUSED) == 0
    assert compare(before, before).roadmaps[0].nothing


def test_the_whole_is_told_in_a_sentence_for_each_kind_of_change(app):
    blocked = {"blocked_since": THEN, "blocked_by": "Un vote"}
    again = action(6, status=ActionStatus.PAUSED)
    before = programme(action(1, **blocked), *map(action, range(2, 5)), again)
    after = programme(
        action(1),
        action(2, **blocked),
        action(3, status=ActionStatus.PAUSED),
        action(4, due="2025"),
        action(5),
        action(6, status=ActionStatus.IN_PROGRESS),
        light=Light.AMBER,
    )
    with app.test_request_context("/?", headers={"Accept-Language": "en"}):
        assert summary(compare(before, after)) == [
            "The state of 1 roadmap has changed.",
            "1 action was resumed.",
            "1 action was paused.",
            "1 action came to be blocked.",
            "1 action is no longer blocked.",
            "1 action was added.",
            "1 date was changed.",
        ]
        assert summary(compare(before, before)) == []
        assert summary(compare(replace(before, roadmaps=()), after)) == ["1 roadmap is new."]
        assert summary(compare(before, replace(after, roadmaps=()))) == ["1 roadmap has ended."]


def test_a_roadmap_that_one_of_the_two_lacks_is_told():
    full, empty = programme(action()), replace(programme(), roadmaps=())
    assert compare(empty, full).roadmaps[0].before is None
    gone = compare(full, empty).roadmaps[0]
    assert gone.after is None
    assert not gone.nothing
    assert gone.either.code == "p"


@pytest.fixture
def roadmap(app):
    return make_roadmap(make_person("ambassador"))


def _send(roadmap, day, *, status, due="2024-12-31", blocked_by="", note=""):
    [first, _second] = updates.actions_of(roadmap.id)
    said = ActionNews(
        action_id=first.id,
        status=status,
        due=read_period(due),
        blocked=bool(blocked_by),
        blocked_by=blocked_by,
        unblocked_by="",
        note=note,
    )
    updates.send(roadmap, News(actions=[said]), Sender(Author(), "fr"), at(day))
    db.session.commit()


def test_a_day_knows_nothing_of_what_came_after(roadmap):
    _send(roadmap, THEN, status=ActionStatus.PAUSED, blocked_by="Un vote", note="On attend.")
    was = state_of(roadmap.programme, THEN)
    _send(roadmap, LATER, status=ActionStatus.DONE, due="2025", note="C’est fait.")
    [objective] = {p.objective for a in updates.actions_of(roadmap.id) for p in a.placements}
    record_added(make_action(objective, "Ajoutée"), Author(), at(LATER))
    db.session.commit()
    assert state_of(roadmap.programme, THEN) == was
    [first, *_others] = was.roadmaps[0].actions
    assert first.status is ActionStatus.PAUSED
    assert (first.blocked_since, first.blocked_by) == (THEN, "Un vote")
    assert first.said is not None
    assert first.said.text == "On attend."
    assert state_of(roadmap.programme, NEXT).roadmaps[0].actions[0].blocked_since == THEN
    now = state_of(roadmap.programme, LATER)
    assert len(now.roadmaps[0].actions) == 3
    [changed] = compare(was, now).roadmaps
    assert {each.field for each in changed.differences} == {
        Field.STATUS,
        Field.BLOCKED,
        Field.DUE,
        Field.ADDED,
    }


def test_what_was_taken_out_since_is_still_there_then(roadmap):
    _first, second = updates.actions_of(roadmap.id)
    number = second.id
    removals.remove(second, Author(), at(LATER))
    db.session.commit()
    assert number in [each.id for each in state_of(roadmap.programme, THEN).roadmaps[0].actions]
    assert len(state_of(roadmap.programme, LATER).roadmaps[0].actions) == 1
    assert db.session.query(RemovedPart).count() == 1


def test_what_was_taken_out_counts_as_it_did(roadmap):
    first, _second = updates.actions_of(roadmap.id)
    axis = parts.add_part(PARTS["axis"], roadmap.programme, {"title": Text("Axe", "Axis")})
    first.placements[0].objective.axis = axis
    make_step(first, (THEN - DAY).isoformat(), starred=True)
    db.session.commit()
    _send(roadmap, THEN - 90 * DAY, status=ActionStatus.PAUSED, blocked_by="Un vote")
    was = state_of(roadmap.programme, THEN)
    removals.remove(first, Author(), at(LATER))
    db.session.commit()
    now = state_of(roadmap.programme, THEN)
    assert sorted(now.roadmaps[0].actions, key=lambda each: each.id) == sorted(
        was.roadmaps[0].actions, key=lambda each: each.id
    )
    assert (now.roadmaps[0].light, now.roadmaps[0].reasons) == (Light.RED, was.roadmaps[0].reasons)


def test_what_was_put_back_was_not_there_meanwhile(roadmap):
    action, risk, other = updates.actions_of(roadmap.id)[1], make_risk(roadmap), make_risk(roadmap)
    db.session.commit()
    kept = removals.remove(action, Author(), at(THEN))
    parts.end_part(risk, "Passé", Author(), at(THEN))
    db.session.commit()
    was = state_of(roadmap.programme, NEXT)
    removals.put_back_removed(kept, Author(), at(LATER))
    parts.put_back(risk, Author(), at(LATER))
    db.session.commit()
    assert state_of(roadmap.programme, NEXT) == was
    assert [each.id for each in was.roadmaps[0].risks] == [other.id]
    for day, count in ((THEN - DAY, 2), (NEXT, 1), (LATER, 2)):
        own = state_of(roadmap.programme, day).roadmaps[0]
        assert (len(own.actions), len(own.risks)) == (count, count)


def test_an_end_is_told_from_its_day_on(roadmap):
    was = state_of(roadmap.programme, THEN)
    parts.end_part(roadmap, "Fini", Author(), at(NEXT))
    parts.end_part(roadmap.programme, "Fini", Author(), at(NEXT))
    db.session.commit()
    assert state_of(roadmap.programme, THEN) == was
    assert state_of(roadmap.programme, NEXT).roadmaps == ()
    parts.put_back(roadmap, Author(), at(LATER))
    db.session.commit()
    assert state_of(roadmap.programme, NEXT).roadmaps == ()
    assert [each.light for each in state_of(roadmap.programme, LATER).roadmaps] == [Light.NONE]


def test_how_an_action_stood_is_that_of_the_day(roadmap):
    first, second = updates.actions_of(roadmap.id)
    step = make_step(first, "2024-12")
    first.due = second.due = read_period("2024-02")
    db.session.commit()
    was = state_of(roadmap.programme, THEN)
    assert was.tally.late == 2
    second.not_before, step.done_on = True, LATER
    record_changes(second, {"not_before": ("", "1")}, Author(), at(LATER))
    db.session.commit()
    assert state_of(roadmap.programme, THEN) == was


def test_values_targets_and_risks_are_those_of_the_day(roadmap):
    indicator, risk = make_indicator(roadmap, IndicatorUnit.NUMBER), make_risk(roadmap)
    set_target(indicator, dt.date(2024, 12, 31), 10, Author(), at(THEN))
    add_value(indicator, Value(on=THEN - DAY, numerator=4), Author(), at(THEN))
    news = News(
        values=[Value(indicator_id=indicator.id, on=THEN, numerator=6)],
        risks=[RiskNews(risk, True, RiskLevel.HIGH)],
    )
    updates.send(roadmap, news, Sender(Author(), "fr"), at(LATER))
    db.session.commit()
    was, now = (state_of(roadmap.programme, day).roadmaps[0] for day in (THEN, LATER))
    # The value of that day came later: nobody knew it then.
    assert (was.indicators[0].value, now.indicators[0].value) == (4, 6)
    assert (was.risks[0].level, now.risks[0].level) == (RiskLevel.MEDIUM, RiskLevel.HIGH)
    assert was.indicators[0].target == 10
    [changed] = compare(
        state_of(roadmap.programme, THEN), state_of(roadmap.programme, LATER)
    ).roadmaps
    assert [(each.part, each.field) for each in changed.differences] == [
        (Part.INDICATOR, Field.VALUE),
        (Part.RISK, Field.LEVEL),
    ]


def test_milestones_that_were_late_are_named_while_they_were(roadmap):
    first, second = updates.actions_of(roadmap.id)
    late = make_step(first, (THEN - DAY).isoformat(), starred=True)
    make_step(first, (THEN - DAY).isoformat())
    make_step(second, (THEN - DAY).isoformat(), starred=True)
    second.status, late.done_on = ActionStatus.DONE, LATER
    db.session.commit()
    was, now = (state_of(roadmap.programme, day).roadmaps[0] for day in (THEN, LATER))
    named = LateMilestone(late.title, (THEN - DAY).isoformat())
    assert [each.late_milestones for each in was.actions] == [(named,), ()]
    assert (Reason.STEP_LATE, 1) in was.reasons
    assert not any(each.late_milestones for each in now.actions)


def test_where_an_indicator_is_to_stay_is_told_with_its_state(roadmap, as_role):
    indicator = make_indicator(roadmap)
    indicator.direction, indicator.low, indicator.high = Direction.RANGE, 40.0, 60.0
    add_value(indicator, Value(on=THEN, numerator=1, denominator=2), Author(), at(THEN))
    db.session.commit()
    state = state_of(roadmap.programme, LATER)
    assert state.roadmaps[0].indicators[0].range == (40, 60)
    assert from_plain(ProgrammeState, to_plain(state)) == state
    reader = as_role("reader").speak("en")
    for address in (f"/roadmaps/{roadmap.id}", f"/roadmaps/indicators/{indicator.id}"):
        assert "etween 40% and 60%" in reader.get(address).get_data(as_text=True)


def test_few_people_stay_withheld(roadmap):
    indicator = make_indicator(roadmap, IndicatorUnit.PEOPLE)
    add_value(indicator, Value(on=THEN, numerator=3), Author(), at(THEN))
    db.session.commit()
    [shown] = state_of(roadmap.programme, LATER).roadmaps[0].indicators
    assert shown.value is SUPPRESSED
    assert shown.points == ()
    assert shown.pace is None


def test_a_snapshot_agrees_with_the_board_and_is_kept_whole(roadmap):
    _send(roadmap, THEN, status=ActionStatus.IN_PROGRESS, due="2024-03-31", blocked_by="Rien")
    day = LATER + 60 * DAY
    state, [row] = state_of(roadmap.programme, day), board([roadmap], day)
    own = state.roadmaps[0]
    assert (own.light, own.reasons) == (row.health.light, row.health.reasons)
    assert own.light is Light.RED
    assert (Reason.BLOCKED_LONG, 1) in own.reasons
    assert (own.tally.base, own.tally.late) == (row.counted.base, row.counted.late)
    assert from_plain(ProgrammeState, to_plain(state)) == state


def test_an_empty_programme_has_a_state(app):
    programme_ = make_roadmap(code="other").programme
    parts.add_part(PARTS["axis"], programme_, {"title": Text("Axe", "Axis")})
    before = dt.date(2020, 1, 1)
    assert state_of(programme_, before).tally.late == 0
