"""How the plan that goes on is steered: its bodies, a review, rounds of updates, November reports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select, update

from app.accounts.models import Person
from app.demo.days import morning
from app.demo.documents import read_table, read_yaml, text_of
from app.extensions import db
from app.indicators.following import figures
from app.indicators.following.surveys import survey_figures
from app.roadmaps.core.actions import Applicability
from app.roadmaps.core.governing import BodyKind, Meets, Outcome, Reason, Subject
from app.roadmaps.core.reviews import ReviewKind
from app.roadmaps.core.rounds import RoundKind
from app.roadmaps.models import (
    Action,
    Body,
    Meeting,
    Monitoring,
    Programme,
    Recommendation,
    Review,
    Round,
    Update,
)
from app.roadmaps.service import causes, deciding, governing, monitoring, plans, reviews, rounds
from app.roadmaps.service.board import roadmaps_of_programmes
from app.roadmaps.service.deciding import Deciding
from app.roadmaps.service.history import Author
from app.roadmaps.service.parts import PARTS, add_part
from app.text import Text


def make_steering(people: dict[str, Person], today: dt.date) -> None:
    """Everything that steers the plan that goes on, on the day of loading."""
    document = read_yaml("steering.yaml")
    programme = _plan(today)
    mission = people["mission"]
    _rounds(programme, document["rounds"], mission, today)
    freeze_of(programme, dt.date(today.year - 1, 11, 30), mission.id)
    _bodies(programme, document)
    _review(programme, document["review"])
    meeting = _meetings(programme, document["meetings"], today)
    _decisions(programme, meeting, document["decisions"], mission)
    _accepted(programme, document["accepted"])
    _publics(document["publics"])
    prepared = monitoring.prepare(programme, today, morning(today))
    prepared.opening = text_of(document["november"]["opening"])


def _plan(today: dt.date) -> Programme:
    """The programme of the policies, which has most roadmaps of those that go on."""
    going = plans.current_programmes(today)
    sizes = plans.sizes_of([each.id for each in going])
    return max(going, key=lambda each: sizes.get(each.id, 0))


def freeze_of(programme: Programme, day: dt.date, author_id: int | None) -> Monitoring:
    """The November report of a programme on a day, frozen on the next one."""
    now = morning(day + dt.timedelta(days=1))
    row = monitoring.prepare(programme, day, now)
    monitoring.freeze(row, author_id, now)
    return row


def _rounds(
    programme: Programme, items: list[dict[str, Any]], mission: Person, today: dt.date
) -> None:
    """A round that was closed and one that is open, with the updates that came in each."""
    for item in items:
        opens, due = (today + dt.timedelta(days=item[name]) for name in ("opens", "due"))
        row = rounds.begin(programme, RoundKind(item["kind"]), opens, due, mission.id)
        closed = today + dt.timedelta(days=item["closed"]) if "closed" in item else None
        _take_in(row, closed or today)
        if closed is not None:
            rounds.close(row, morning(closed))


def _take_in(row: Round, last: dt.date) -> None:
    ids = [roadmap.id for roadmap in roadmaps_of_programmes([row.programme])]
    came = update(Update).where(Update.roadmap_id.in_(ids), Update.round_id.is_(None))
    came = came.where(Update.on >= row.opens_on, Update.on <= last)
    db.session.execute(came.values(round_id=row.id))
    db.session.flush()


def _bodies(programme: Programme, document: dict[str, Any]) -> None:
    for item in document["bodies"]:
        values = {
            "kind": BodyKind(item["kind"]),
            "meets": Meets(item["meets"]),
            "title": text_of(item["title"]),
        }
        add_part(PARTS["body"], programme, values)


def _review(programme: Programme, item: dict[str, Any]) -> None:
    values = {
        "kind": ReviewKind(item["kind"]),
        "on": item["on"],
        "calendar_from": item["calendar_from"],
        "title": text_of(item["title"]),
        "source": text_of(item["source"]),
    }
    review: Review = add_part(PARTS["review"], programme, values)
    default = governing.deciding(governing.bodies_of(programme.id))
    by_code: dict[str, Recommendation] = {}
    for line in read_table("recommendations.csv"):
        applicability = Applicability(line["applicability"])
        depends = applicability is Applicability.DEPENDS
        by_code[line["code"]] = add_part(
            PARTS["recommendation"],
            review,
            {
                **{
                    name: Text(line[f"{name}_fr"], line[f"{name}_en"])
                    for name in ("theme", "title", "comment")
                },
                "code": line["code"],
                "applicability": applicability,
                "body_id": default.id if depends and default else None,
                "months": [],
            },
        )
    for each in item["participants"]:
        said = {name: text_of(each[name]) for name in ("title", "advice")}
        participant = add_part(PARTS["participant"], review, said)
        for code in each["advised"]:
            by_code[code].advisers.append(participant)
    db.session.flush()


def _meetings(programme: Programme, items: list[dict[str, Any]], today: dt.date) -> Meeting:
    """The meetings, and of them the first one, which has taken place."""
    bodies: dict[str, Body] = {body.kind.value: body for body in governing.bodies_of(programme.id)}
    meetings = [
        add_part(
            PARTS["meeting"],
            bodies[item["body"]],
            {
                "on": today + dt.timedelta(days=item["on"]),
                "place": item["place"],
                "present": item.get("present", ""),
                "notes": item.get("notes", ""),
            },
        )
        for item in items
    ]
    first: Meeting = meetings[0]
    return first


def _decisions(
    programme: Programme, meeting: Meeting, items: list[dict[str, Any]], mission: Person
) -> None:
    for item in items:
        said = Deciding(
            subject=Subject.RECOMMENDATION,
            reason=Reason.DEPENDS,
            number=_recommendation(programme, item["recommendation"]).id,
            outcome=Outcome(item["outcome"]),
            text=item["text"],
            language="fr",
        )
        deciding.decide(meeting, said, Author(mission.id), morning(meeting.on))


def _recommendation(programme: Programme, code: str) -> Recommendation:
    own = select(Recommendation).join(Recommendation.review)
    own = own.where(Review.programme_id == programme.id, Recommendation.code == code)
    return db.session.scalars(own).unique().one()


def _first_objective(programme: Programme, policy: str) -> Any:
    [roadmap] = [
        each
        for each in roadmaps_of_programmes([programme])
        if each.policy.code == policy and each.organisation_id is None
    ]
    return plans.objectives_of(roadmap.id)[0]


def _accepted(programme: Programme, item: dict[str, str]) -> None:
    recommendation = _recommendation(programme, item["code"])
    reviews.make_action(recommendation, _first_objective(programme, item["policy"]))


def _publics(items: dict[str, list[str]]) -> None:
    """Whom actions of the place of welcome are for, by their codes."""
    for action in db.session.scalars(select(Action)).unique():
        if action.roadmap.programme.code.startswith("place") and action.code in items:
            action.publics = items[action.code]


def open_because(today: dt.date) -> None:
    """An action because of what a published survey shows."""
    item = read_yaml("steering.yaml")["because"]
    own = next(each for each in survey_figures() if each.code.endswith(f":{item['figure']}"))
    figure = figures([own.code])[own.code]
    objective = _first_objective(_plan(today), item["policy"])
    causes.open_action(figure, text_of(item["title"]), objective)
