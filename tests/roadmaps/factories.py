"""A programme with one roadmap, for tests."""

import datetime as dt

from app.extensions import db
from app.roadmaps.core import ActionStatus, PolicyGroup
from app.roadmaps.models import Action, Objective, Policy, Programme, Roadmap
from app.text import Text


def make_roadmap(ambassador=None, code="sport", actions=2, group=PolicyGroup.SUSTAIN) -> Roadmap:
    programme = db.session.query(Programme).first() or Programme(
        code="plan",
        title=Text("Plan d’essai", "Trial plan"),
        source=Text("essai", "trial"),
        starts_on=dt.date(2024, 1, 1),
        ends_on=dt.date(2026, 12, 31),
    )
    roadmap = Roadmap(
        programme=programme,
        policy=Policy(code=code, name=Text(f"Politique {code}", f"Policy {code}")),
        group=group,
        ambassador=ambassador,
    )
    objective = Objective(roadmap=roadmap, position=0, title=Text("Objectif un", "Aim one"))
    db.session.add_all([roadmap, objective])
    for i in range(actions):
        db.session.add(
            Action(
                objective=objective,
                position=i,
                status=ActionStatus.PLANNED,
                title=Text(f"Mesure {i}", f"Measure {i}"),
                due_on=dt.date(2999, 1, 1),
            )
        )
    db.session.commit()
    return roadmap
