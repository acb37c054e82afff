"""Roadmaps for tests."""

from __future__ import annotations

import datetime as dt

from app.accounts.models import Organisation, Person
from app.extensions import db
from app.roadmaps.core.actions import ActionStatus
from app.roadmaps.core.indicators import Direction, IndicatorKind, IndicatorUnit
from app.roadmaps.core.periods import read_period
from app.roadmaps.core.plans import Category, MandateRole, RiskKind, RiskLevel
from app.roadmaps.models import Action, Indicator, Objective, Programme, Risk, Roadmap, Step
from app.roadmaps.service import mandates, parts, plans
from app.roadmaps.service.parts import PARTS
from app.text import Text, both

STARTS, ENDS = dt.date(2024, 1, 1), dt.date(2026, 12, 31)


def make_programme(code: str = "plan") -> Programme:
    title = Text("Plan d’essai", "Trial plan")
    row = Programme(code=code, title=title, source=title, starts_on=STARTS, ends_on=ENDS)
    db.session.add(row)
    db.session.flush()
    return row


def make_roadmap(
    ambassador: Person | None = None,
    code: str = "policy",
    organisation: Organisation | None = None,
    programme: Programme | None = None,
) -> Roadmap:
    """A roadmap with one objective and two actions, kept by this person."""
    programme = programme or make_programme(code)
    policy = plans.add_policy(Text("Cohésion", "Cohesion"), code)
    plans.categorise(policy, Category.PRIORITY, STARTS)
    roadmap = plans.add_roadmap(programme, policy, organisation)
    if ambassador is not None:
        mandates.appoint(roadmap, ambassador, MandateRole.AMBASSADOR, STARTS)
    objective = parts.add_part(
        PARTS["objective"], roadmap, {"title": Text("Objectif", "Objective")}
    )
    make_action(objective, "Première mesure", ActionStatus.IN_PROGRESS, "2024-07-31", "1.1")
    make_action(objective, "Deuxième mesure", ActionStatus.PLANNED, "2025", "1.2")
    db.session.commit()
    return roadmap


def make_action(
    objective: Objective,
    title: str = "Mesure",
    status: ActionStatus = ActionStatus.PLANNED,
    due: str = "",
    code: str = "",
) -> Action:
    values = {"title": Text(title, f"{title} (en)"), "status": status}
    action: Action = parts.add_part(PARTS["action"], objective, values)
    action.due = read_period(due) if due else None
    action.placements[0].code = code
    db.session.flush()
    return action


def make_indicator(roadmap: Roadmap, unit: IndicatorUnit = IndicatorUnit.SHARE) -> Indicator:
    values = {
        "title": Text("Part des femmes", "Share of women"),
        "kind": IndicatorKind.RESULT,
        "unit": unit,
        "direction": Direction.UP,
    }
    indicator: Indicator = parts.add_part(PARTS["indicator"], roadmap, values)
    return indicator


def make_risk(roadmap: Roadmap) -> Risk:
    values = {"title": Text("Essoufflement", "Fatigue"), "kind": RiskKind.POLITICAL}
    risk: Risk = parts.add_part(PARTS["risk"], roadmap, values | {"level": RiskLevel.MEDIUM})
    return risk


def make_step(action: Action, due: str = "", starred: bool = False) -> Step:
    step: Step = parts.add_part(
        PARTS["step"], action, {"title": both("Jalon d’essai"), "starred": starred}
    )
    step.due = read_period(due) if due else None
    db.session.flush()
    return step
