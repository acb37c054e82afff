"""Rows that are right by themselves, and that the programme refuses: names of what has ended, one
action too many."""

import datetime as dt
from dataclasses import replace

import pytest

from app.extensions import db
from app.roadmaps.core.columns import Names, PlanTrouble
from app.roadmaps.core.crossing import crossed
from app.roadmaps.core.matching import weave
from app.roadmaps.core.plans import MAX_ACTIONS
from app.roadmaps.core.sheet import read_plan
from app.roadmaps.core.weaving import Present, PresentAction, PresentObjective, PresentRoadmap
from app.roadmaps.service import parts, plans, updates
from app.roadmaps.service.board import roadmaps_of_programmes
from app.roadmaps.service.history import Author
from app.text import both
from tests.roadmaps.importing import HEADER, PLAN, counts, load_plan, upload

DAY = dt.date(2025, 3, 1)
NAMES = Names(organisations={"cidff": 1})
SPAN = (dt.date(2024, 1, 1), dt.date(2026, 12, 31))
COLUMNS = ["politique", "proprietaire", "axe", "objectif", "action"]
GOING_ON = PresentRoadmap(
    1,
    5,
    None,
    {},
    (PresentObjective(21, None, both("Ouvrir")), PresentObjective(22, 7, both("Fermer"))),
    (PresentAction(31, both("Agir"), ()),),
)
OWNED = replace(GOING_ON, id=2, owner=1)
THERE = Present({5: both("Sport")}, {7: both("Un")}, (GOING_ON, OWNED))
OVER = (PresentObjective(21, None, both("Ouvrir"), DAY), *GOING_ON.objectives[1:])


def read(*rows):
    return read_plan(COLUMNS, [row.split("/") for row in rows], NAMES, SPAN)


@pytest.mark.parametrize(
    ("present", "rows", "expected"),
    [
        (THERE, ["Sport///Ouvrir/A"], []),
        (
            replace(THERE, ended_policies={5: DAY}),
            ["Sport///Ouvrir/A", "////B", "sport///Neuf/C"],
            [(2, "politique", PlanTrouble.ENDED), (4, "politique", PlanTrouble.ENDED)],
        ),
        (
            replace(THERE, roadmaps=(replace(GOING_ON, ended_on=DAY), OWNED)),
            ["Sport///Ouvrir/A", "////B", "/CIDFF//Ouvrir/C"],
            [(2, "politique", PlanTrouble.ENDED_ROADMAP)],
        ),
        (
            replace(THERE, roadmaps=(GOING_ON, replace(OWNED, ended_on=DAY))),
            ["Sport///Ouvrir/A", "/CIDFF//Ouvrir/C"],
            [(3, "proprietaire", PlanTrouble.ENDED_ROADMAP)],
        ),
        (
            replace(THERE, ended_axes={7: DAY}),
            ["Sport//Un/Neuf/A", "///Fermer/B", "//Deux/Fermer/C"],
            [(2, "axe", PlanTrouble.ENDED)],
        ),
        (
            replace(THERE, ended_axes={7: DAY}),
            ["Sport///Fermer/A"],
            [(2, "objectif", PlanTrouble.ENDED_AXIS)],
        ),
        (
            replace(THERE, roadmaps=(replace(GOING_ON, objectives=OVER),)),
            ["Sport///Ouvrir/A", "////B", "///Fermer/C"],
            [(2, "objectif", PlanTrouble.ENDED)],
        ),
    ],
)
def test_what_has_ended_takes_no_row(present, rows, expected):
    problems = crossed(read(*rows), present)
    assert [(each.line, each.column, each.trouble) for each in problems] == expected
    assert {each.expected for each in problems} <= {"2025-03-01"}


@pytest.mark.parametrize(
    ("kept", "fresh", "line"),
    [
        (0, MAX_ACTIONS, None),
        (0, MAX_ACTIONS + 2, 302),
        (299, 1, None),
        (299, 2, 3),
        (400, 0, None),
    ],
)
def test_a_roadmap_holds_so_many_actions(kept, fresh, line):
    actions = tuple(PresentAction(1000 + n, both(f"Old {n}"), ()) for n in range(kept))
    present = replace(THERE, roadmaps=(replace(GOING_ON, actions=actions),))
    reading = read(*[f"Sport///Ouvrir/A{n}" for n in range(fresh)] or ["Sport"])
    assert len(weave(reading.lines, present).roadmaps[0].actions) == fresh
    problems = crossed(reading, present)
    assert [(each.line, each.column, each.trouble) for each in problems] == (
        [(line, "action", PlanTrouble.TOO_MANY_ACTIONS)] if line else []
    )
    assert [each.expected for each in problems] == ([str(kept + fresh)] if line else [])


def test_what_has_ended_is_said_with_its_day(mission, programme, now):
    load_plan(mission, programme)
    [sport, _culture] = roadmaps_of_programmes([programme])
    first, [axis] = plans.objectives_of(sport.id)[0], plans.axes_of(programme.id)
    for ended, said in (
        (first, "Ended on 3 June 2024"),
        (axis, "Ended on 3 June 2024"),
        (sport, "This roadmap ended on 3 June 2024"),
        (sport.policy, "Ended on 3 June 2024"),
        (programme, "This programme ended on 3 June 2024"),
    ):
        parts.end_part(ended, "Fini", Author(), now)
        db.session.commit()
        before = counts()
        page = upload(mission, programme, [[*PLAN[0][:-1], "Neuve"]], HEADER, 422)
        assert said in page
        assert "back first, or" in page
        assert counts() == before
        parts.put_back(ended, Author(), now)
        db.session.commit()


def test_a_name_is_that_of_what_goes_on(mission, programme, now):
    """Where something that has ended has it too."""
    load_plan(mission, programme)
    [sport, _culture] = roadmaps_of_programmes([programme])
    first = plans.objectives_of(sport.id)[0]
    parts.end_part(first, "Fini", Author(), now)
    values = {"title": first.title, "axis": first.axis}
    again = parts.add_part(parts.PARTS["objective"], sport, values)
    db.session.commit()
    load_plan(mission, programme, [[*PLAN[0][:-2], "2.1", "Neuve"]])
    fresh = next(a for a in updates.actions_of(sport.id) if a.title.fr == "Neuve")
    assert [placement.objective_id for placement in fresh.placements] == [again.id]
