"""The plans of the demonstration, on any day."""

import datetime as dt
import re
from collections import Counter

import pytest
from sqlalchemy import func, select

from app.demo.documents import DATA, read_table, read_yaml
from app.demo.roadmaps import DOCUMENTS, make_roadmaps
from app.extensions import TextType, db
from app.permissions import Role
from app.roadmaps import models
from app.roadmaps.core.lights import Light
from app.roadmaps.core.plans import Category, MandateRole
from app.roadmaps.models import Action, Axis, Mandate, Objective, Placement, Policy, Programme
from app.roadmaps.service import plans
from app.roadmaps.service.board import board, roadmaps_of_programmes
from app.roadmaps.service.updates import actions_of
from tests.people import make_person

TODAY = dt.date(2026, 11, 26)
TABLES = ("place-actions.csv", "place-objectives.csv", "organisations.yaml")
DAYS = (dt.date(2024, 3, 1), TODAY, dt.date(2031, 2, 10))


def make(today):
    """The plans on this day, with the accounts that they need and no other."""
    roles = (Role.AMBASSADOR, Role.MISSION, Role.HR, Role.READER)
    people = {role.value: make_person(role, name=f"Rôle {role}") for role in roles}
    make_roadmaps(people, today)
    db.session.commit()
    return people


def programme(code):
    return db.session.scalar(select(Programme).where(Programme.code == code))


def rows_of(code, today=TODAY):
    return board(roadmaps_of_programmes([programme(code)]), today)


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def texts(value):
    """Every pair of words in a document, and every sentence."""
    if isinstance(value, dict):
        if "fr" in value:
            yield value
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_written_in_both_languages(name):
    pairs = list(texts(read_yaml(name)))
    assert len(pairs) > 10
    for pair in pairs:
        assert set(pair) == {"fr", "en"}
        assert all(pair.values()), pair


@pytest.mark.parametrize("name", [*DOCUMENTS, *TABLES])
def test_documents_keep_french_typography(name):
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        assert not re.search(r"[ ][;?!%»€](?!\S)|«[ ]|\d \d{3}\b", line), line
        assert "·" not in line


def test_lines_of_the_place_are_those_of_its_matrix():
    lines = read_table("place-actions.csv")
    assert len(lines) == len({line["code"] for line in lines}) == 63
    assert {line["same_as"] for line in lines} - {""} == {"1.3", "2.6"}
    assert len(read_table("place-objectives.csv")) == 23


@pytest.mark.slow
def test_every_plan_is_whole(app):
    people = make(TODAY)
    assert len(rows_of("plan-2021-2023")) == 11
    owners = Counter(row.roadmap.organisation is None for row in rows_of("plan-2024-2026"))
    assert owners == {True: 15, False: 3}
    _past_is_past()
    _place_is_whole()
    _network_is_whole()
    staff = programme("staff-2024-2026")
    assert count(Axis, Axis.programme_id == staff.id) == 4
    [row] = rows_of("staff-2024-2026")
    assert row.ambassador.person is people["hr"]
    assert people["hr"].roles == {Role.HR, Role.AMBASSADOR}
    _words_are_in_both_languages()


def _past_is_past():
    ids = [row.roadmap.id for row in rows_of("plan-2021-2023")]
    news = select(func.min(models.Update.on), func.max(models.Update.on))
    first, last = db.session.execute(news.where(models.Update.roadmap_id.in_(ids))).one()
    assert dt.date(2021, 10, 1) <= first < last <= dt.date(2023, 11, 30)
    rows = db.session.scalars(select(Action).where(Action.roadmap_id.in_(ids))).all()
    due = [action.due for action in rows]
    assert all(dt.date(2021, 10, 1) <= p.first < p.last <= dt.date(2023, 12, 31) for p in due)


def _place_is_whole():
    [row] = rows_of("place-2024-2026")
    own = Objective.roadmap_id == row.roadmap.id
    assert count(Axis, Axis.programme_id == row.roadmap.programme_id) == 8
    assert count(Objective, own) == 23
    assert count(Action, Action.roadmap_id == row.roadmap.id) == 60
    actions = actions_of(row.roadmap.id)
    codes = [placement.code for action in actions for placement in action.placements]
    assert len(codes) == len(set(codes)) == 63
    assert all(action.pilot_organisation for action in actions)
    shared = [[p.code for p in a.placements] for a in actions if len(a.placements) > 1]
    assert shared == [["1.3", "2.3", "3.2"], ["2.6", "6.4"]]


def _network_is_whole():
    [row] = rows_of("network-2025-2028")
    actions = actions_of(row.roadmap.id)
    assert len(actions) == 8
    assert [action.not_before for action in actions[-2:]] == [True, True]
    assert count(models.Risk, models.Risk.roadmap_id == row.roadmap.id) == 8
    by_axis = select(Objective.axis_id, func.count(Placement.id)).join(Placement.objective)
    by_axis = by_axis.where(Objective.roadmap_id == row.roadmap.id).group_by(Objective.axis_id)
    assert [number for _, number in db.session.execute(by_axis)] == [4, 4]


def _words_are_in_both_languages():
    for mapper in db.Model.registry.mappers:
        if not mapper.class_.__module__.startswith("app.roadmaps"):
            continue
        names = [c.key for c in mapper.columns if isinstance(c.type, TextType)]
        for row in db.session.scalars(select(mapper.class_)).unique() if names else ():
            for name in names:
                assert getattr(row, name).missing() == (), (row, name)


@pytest.mark.slow
def test_people_and_news_of_the_plan_are_of_every_kind(app):
    people = make(TODAY)
    rows = [row for row in rows_of("plan-2024-2026") if row.roadmap.organisation is None]
    assert [row.roadmap.policy.code for row in rows if row.ambassador is None] == ["mobility"]
    kept = {row.ambassador.person_id for row in rows if row.ambassador}
    assert len(kept) == 14
    categories = Counter(row.category for row in rows)
    assert categories == {Category.PRIORITY: 9, Category.SUSTAIN: 2, Category.LAUNCH: 4}
    for role in MandateRole:
        assert count(Mandate, Mandate.role == role) > 1
    assert count(Mandate, Mandate.handover != "") == 1
    typed = db.session.scalars(select(models.Update).where(models.Update.typed_for_id.is_not(None)))
    [update] = typed.unique()
    assert update.author is people["mission"]
    assert update.typed_for is people["ambassador"]
    assert count(models.MissionRequest, models.MissionRequest.answer == "") == 1
    assert count(models.Indicator, models.Indicator.headline) == 5
    assert count(Action, Action.blocked_on.is_not(None)) == 2
    assert count(models.OrganisationLink) == 3
    culture = db.session.scalar(select(Policy).where(Policy.code == "culture"))
    assert [each.category for each in culture.categories] == [Category.LAUNCH, Category.SUSTAIN]


@pytest.mark.slow
@pytest.mark.parametrize("today", DAYS)
def test_the_board_is_alive_on_any_day(app, today):
    make(today)
    going = plans.current_programmes(today)
    rows = board(roadmaps_of_programmes(going), today)
    coming = [plan for plan in plans.programmes() if plan.starts_on > today]
    assert len(rows) == 21 - len(coming)  # of one roadmap
    lights = Counter(row.health.light for row in rows)
    assert set(lights) == {Light.GREEN, Light.AMBER, Light.RED}
    assert lights[Light.RED] <= 2
    assert sum(row.silent for row in rows) <= len(rows) / 3
    assert sum(row.counted.late > 0 for row in rows) <= len(rows) / 2
    for plan in going:
        years = re.findall(r"\d{4}", plan.title.fr)
        assert years[-2:] == [str(plan.starts_on.year), str(plan.ends_on.year)]
    news = db.session.scalars(select(models.Update).where(models.Update.on > today)).unique()
    assert not news.all()
    past = board(roadmaps_of_programmes([programme("plan-2021-2023")]), today)
    assert {row.health.light for row in past} == {Light.NONE}
