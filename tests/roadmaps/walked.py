"""A roadmap with one part of each kind, and the addresses of its pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.accounts.core import OrganisationKind
from app.accounts.service.organisations import add_organisation
from app.extensions import db
from app.roadmaps.models import Roadmap, Value
from app.roadmaps.service import mandates, parts, requests, updates
from app.roadmaps.service.history import Author
from app.roadmaps.service.links import make_link
from app.roadmaps.service.measures import add_value
from app.roadmaps.service.parts import PARTS
from app.roadmaps.service.updates import News, Sender
from app.text import both
from tests.roadmaps.factories import make_indicator, make_risk, make_roadmap, make_step
from tests.roadmaps.steered import fill_steering


def fill_roadmap(roadmap: Roadmap, now: dt.datetime) -> dict[str, list[dict[str, Any]]]:
    """One part of each kind in a roadmap; the addresses of its pages."""
    action = updates.actions_of(roadmap.id)[0]
    objective = action.placements[0].objective
    axis = parts.add_part(PARTS["axis"], roadmap.programme, {"title": both("Axe")})
    rows = {
        "programme": roadmap.programme,
        "policy": roadmap.policy,
        "axis": axis,
        "roadmap": roadmap,
        "objective": objective,
        "action": action,
        "step": make_step(action),
        "indicator": make_indicator(roadmap),
        "risk": make_risk(roadmap),
    }
    town = add_organisation("Marly", OrganisationKind.MUNICIPALITY)
    owned = make_roadmap(code="owned", organisation=town, programme=roadmap.programme)
    make_link(owned, "Mairie", "", now.date())
    mandate = mandates.mandates(roadmap.id)[0]
    keeper = Author(mandate.person_id)
    asked = requests.ask(roadmap, "Combien ?", "fr", mandate.person_id, now.date())
    news = News(note="Du neuf.", answers={asked.id: "Vingt."})
    sent = updates.send(roadmap, news, Sender(keeper, "fr"), now)
    value = Value(on=now.date(), numerator=5, denominator=20, women=5, men=15)
    add_value(rows["indicator"], value, keeper, now)
    db.session.commit()
    own, plan = {"roadmap_id": roadmap.id}, {"programme_id": roadmap.programme_id}
    above = {"axis": roadmap.programme, "action": objective, "step": action}
    steered = fill_steering(roadmap, now)
    return steered | {
        "roadmaps.action": [{"action_id": action.id}],
        "roadmaps.ask": [own],
        "roadmaps.carry": [plan],
        "roadmaps.categorise": [{"policy_id": roadmap.policy_id}],
        "roadmaps.correct_answer": [{"request_id": asked.id}],
        "roadmaps.correct_note": [{"note_id": sent.notes[0].id}],
        "roadmaps.edit": [{"kind": kind, "part_id": row.id} for kind, row in rows.items()]
        + steered["roadmaps.edit"],
        "roadmaps.hand_over": [{"mandate_id": mandate.id}],
        "roadmaps.import_plan": [plan],
        "roadmaps.indicator": [{"indicator_id": rows["indicator"].id}],
        "roadmaps.manage_links": [{"roadmap_id": owned.id}],
        "roadmaps.new": [
            {"kind": kind, "parent_id": above.get(kind, roadmap).id}
            for kind in ("axis", "objective", "action", "step", "indicator", "risk")
        ]
        + steered["roadmaps.new"],
        "roadmaps.new_roadmap": [plan],
        "roadmaps.people": [own],
        "roadmaps.programme": [plan],
        "roadmaps.show": [own],
        "roadmaps.show_answers": [plan],
        "roadmaps.show_history": [{"kind": "roadmap", "part_id": roadmap.id, "all": 1}],
        "roadmaps.show_update": [{"update_id": sent.id}],
        "roadmaps.update": [own, own | {"all": 1}],
    }
