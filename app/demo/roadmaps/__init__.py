"""The plans of the demonstration, each from its document, through the services of roadmaps."""

from __future__ import annotations

import datetime as dt

from app.accounts.core import OrganisationKind
from app.accounts.models import Person
from app.accounts.service.organisations import add_organisation
from app.demo.documents import read_yaml
from app.demo.roadmaps.matrix import with_lines
from app.demo.roadmaps.news import send_news
from app.demo.roadmaps.outline import add_parts, add_policies
from app.demo.roadmaps.plan import begin_plan
from app.demo.roadmaps.roles import add_people, give_mandates

#: In the order in which they come on the board, from the bottom.
DOCUMENTS = (
    "plan-2021-2023.yaml",
    "place-2024-2026.yaml",
    "network-2025-2028.yaml",
    "staff-2024-2026.yaml",
    "plan-2024-2026.yaml",
)


def make_roadmaps(people: dict[str, Person], today: dt.date) -> None:
    """Every plan as it stands today, with the organisations that it names."""
    for item in read_yaml("organisations.yaml"):
        organisation = add_organisation(item["name"], OrganisationKind(item["kind"]))
        organisation.acronym = item.get("acronym", "")
        organisation.municipality = item.get("municipality", "")
    everybody = dict(people)
    for name in DOCUMENTS:
        plan = begin_plan(with_lines(read_yaml(name)), today, everybody)
        add_people(plan)
        add_policies(plan)
        for item in plan.document["roadmaps"]:
            rows = add_parts(plan, item)
            keepers = give_mandates(plan, rows.roadmap, item)
            send_news(plan, rows, keepers)
