"""The parts of a roadmap, as its document writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.accounts.models import Organisation
from app.accounts.service.organisations import find_organisation
from app.demo.days import morning
from app.demo.documents import text_of
from app.demo.roadmaps.plan import Plan
from app.roadmaps.core.actions import Applicability, Place
from app.roadmaps.core.frequencies import Frequency
from app.roadmaps.core.indicators import Direction, IndicatorKind, IndicatorUnit
from app.roadmaps.core.plans import Category, RiskKind, RiskLevel
from app.roadmaps.models import Action, Indicator, Objective, Policy, Risk, Roadmap
from app.roadmaps.service import parts, plans
from app.roadmaps.service.history import Author
from app.roadmaps.service.measures import set_target
from app.roadmaps.service.parts import PARTS, add_part
from app.roadmaps.service.pilots import set_partners, set_pilot


@dataclass
class Rows:
    """The rows of one roadmap, each beside what its document says of it."""

    roadmap: Roadmap
    item: dict[str, Any]
    actions: list[tuple[Action, dict[str, Any]]] = field(default_factory=list)
    indicators: list[tuple[Indicator, dict[str, Any]]] = field(default_factory=list)
    risks: list[tuple[Risk, dict[str, Any]]] = field(default_factory=list)

    def action(self, code: str) -> Action:
        """The action that has this code under one of its objectives."""
        own = (a for a, _item in self.actions if code in [p.code for p in a.placements])
        return next(own)


def add_policies(plan: Plan) -> None:
    """The policies that a plan begins, and the end of those that it leaves."""
    for item in plan.document["roadmaps"]:
        known = _policy(item["policy"])
        policy = known or plans.add_policy(text_of(item["name"]), item["policy"])
        if "category" in item:
            plans.categorise(policy, Category(item["category"]), plan.days.first)
    mission = Author(person_id=plan.people["mission"].id)
    for code, reason in plan.document.get("ended", {}).items():
        ended = _policy(code)
        assert ended is not None, code
        parts.end_part(ended, reason, mission, morning(plan.days.first))


def _policy(code: str) -> Policy | None:
    return next((policy for policy in plans.policies() if policy.code == code), None)


def _organisation(name: str) -> Organisation:
    row = find_organisation(name)
    assert row is not None, name
    return row


def add_parts(plan: Plan, item: dict[str, Any]) -> Rows:
    """A roadmap with its objectives, actions, steps, indicators and risks, before any news."""
    policy = _policy(item["policy"])
    assert policy is not None, item["policy"]
    owner = _organisation(item["organisation"]) if "organisation" in item else None
    roadmap = plans.add_roadmap(plan.programme, policy, owner)
    roadmap.ambition = plan.text(item.get("ambition"))
    rows = Rows(roadmap, item)
    placed: dict[str, Action] = {}
    for objective in item["objectives"]:
        values = {"title": plan.text(objective["title"]), "code": objective.get("code", "")}
        if "axis" in objective:
            values["axis"] = plan.axes[objective["axis"] - 1]
        row = add_part(PARTS["objective"], roadmap, values)
        for action in objective["actions"]:
            _add_action(plan, rows, row, action, placed)
    for position in item.get("indicators", ()):
        rows.indicators.append((_indicator(plan, roadmap, position), position))
    for danger in item.get("risks", ()):
        rows.risks.append((_risk(plan, roadmap, danger), danger))
    return rows


def _add_action(
    plan: Plan,
    rows: Rows,
    objective: Objective,
    item: dict[str, Any],
    placed: dict[str, Action],
) -> None:
    """An action, or one more place for the action that it repeats, under a code of its own."""
    code = item.get("code", "")
    if item.get("same_as"):
        same = placed[item["same_as"]]
        own = [placement.objective for placement in same.placements]
        parts.place_action(same, [*own, objective])
        same.placements[-1].code = code
        return
    action = add_part(PARTS["action"], objective, _action_values(plan, item))
    action.placements[0].code = code
    if item.get("pilot"):
        set_pilot(action, item["pilot"])
    if "partners" in item:
        set_partners(action, item["partners"])
    for step in item.get("steps", ()):
        _add_step(plan, action, step)
    placed[code] = action
    rows.actions.append((action, item))


def _action_values(plan: Plan, item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: plan.text(item.get(name)) for name in ("title", "purpose", "finance", "means")},
        "at_no_cost": item.get("at_no_cost", False),
        "planned_euros": item.get("planned_euros"),
        "spent_euros": item.get("spent_euros"),
        "place": Place(item["place"]) if "place" in item else None,
        "applicability": Applicability(item.get("applicability", Applicability.UNRATED)),
        "starts": plan.days.period(item.get("starts")),
        "due": plan.days.period(item.get("due")),
        "not_before": item.get("not_before", False),
    }


def _add_step(plan: Plan, action: Action, item: Mapping[str, Any]) -> None:
    done: dt.date | None = plan.days.day(item["done"]) if "done" in item else None
    values = {
        "title": plan.text(item["title"]),
        "due": plan.days.period(item.get("due")),
        "starred": item.get("starred", False),
        "done_on": done if done and done <= plan.days.today else None,
    }
    add_part(PARTS["step"], action, values)


def _indicator(plan: Plan, roadmap: Roadmap, item: Mapping[str, Any]) -> Indicator:
    base = item.get("base", {})
    values = {
        **{name: plan.text(item.get(name)) for name in ("title", "question", "source")},
        "kind": IndicatorKind(item["kind"]),
        "unit": IndicatorUnit(item["unit"]),
        "direction": Direction(item["direction"]),
        "frequency": Frequency(item["frequency"]),
        "headline": item.get("headline", False),
        "base_value": base.get("value"),
        "base_on": plan.days.day(base["on"]) if base else None,
        "low": item.get("low"),
        "high": item.get("high"),
    }
    row: Indicator = add_part(PARTS["indicator"], roadmap, values)
    for on, value in item.get("targets", {}).items():
        set_target(row, plan.days.day(on), value, Author(), morning(plan.days.first))
    return row


def _risk(plan: Plan, roadmap: Roadmap, item: Mapping[str, Any]) -> Risk:
    values = {
        "title": plan.text(item["title"]),
        "mitigation": plan.text(item["mitigation"]),
        "kind": RiskKind(item["kind"]),
        "level": RiskLevel(item["level"]),
        "owner": item.get("owner", ""),
    }
    row: Risk = add_part(PARTS["risk"], roadmap, values)
    return row
