"""A programme that is steered: a body with two meetings, a review, two rounds, two reports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from app.extensions import db
from app.roadmaps.core.actions import Applicability
from app.roadmaps.core.governing import BodyKind, Meets, Outcome, Reason, Subject
from app.roadmaps.core.reviews import Public, ReviewKind
from app.roadmaps.core.rounds import RoundKind
from app.roadmaps.models import Body, Meeting, Programme, Recommendation, Review, Roadmap
from app.roadmaps.service import deciding, mandates, monitoring, parts, reviews, rounds, updates
from app.roadmaps.service.deciding import Deciding
from app.roadmaps.service.history import Author
from app.roadmaps.service.parts import PARTS
from app.text import Text, both

DAY = dt.timedelta(days=1)


def make_body(programme: Programme, kind: BodyKind = BodyKind.STEERING) -> Body:
    values = {"kind": kind, "meets": Meets.WHEN_NEEDED, "title": Text("Comité", "Committee")}
    body: Body = parts.add_part(PARTS["body"], programme, values)
    return body


def make_meeting(body: Body, on: dt.date) -> Meeting:
    meeting: Meeting = parts.add_part(PARTS["meeting"], body, {"on": on, "place": "Mairie"})
    return meeting


def make_review(programme: Programme, calendar_from: dt.date = dt.date(2024, 1, 1)) -> Review:
    values = {
        "kind": ReviewKind.PEER_REVIEW,
        "title": Text("Revue par les pairs", "Peer review"),
        "on": dt.date(2024, 4, 15),
        "calendar_from": calendar_from,
    }
    review: Review = parts.add_part(PARTS["review"], programme, values)
    return review


def make_recommendation(
    review: Review,
    applicability: Applicability = Applicability.DEPENDS,
    months: list[int] | None = None,
    code: str = "1",
) -> Recommendation:
    values = {
        "title": Text("Écrire un manuel", "Write a manual"),
        "theme": Text("Lancer", "Initiating"),
        "comment": Text("À long terme", "In the long run"),
        "applicability": applicability,
        "months": months or [],
        "code": code,
    }
    row: Recommendation = parts.add_part(PARTS["recommendation"], review, values)
    return row


def of_recommendation(row: Recommendation, outcome: Outcome, text: str = "") -> Deciding:
    return Deciding(Subject.RECOMMENDATION, Reason.DEPENDS, row.id, outcome, text, "fr")


def fill_steering(roadmap: Roadmap, now: dt.datetime) -> dict[str, list[dict[str, Any]]]:
    """Everything that steers the programme of a roadmap; the addresses of its pages."""
    programme, today = roadmap.programme, now.date()
    [keeper] = mandates.holders([roadmap.id], today)[roadmap.id]
    body = make_body(programme)
    held, coming = make_meeting(body, today - DAY), make_meeting(body, today + 30 * DAY)
    review = make_review(programme)
    participant = parts.add_part(
        PARTS["participant"], review, {"title": both("Pairs"), "advice": both("Commencer petit")}
    )
    decided, waiting = (make_recommendation(review, months=[2, 3], code=c) for c in ("1", "2"))
    decided.advisers.append(participant)
    deciding.decide(
        held, of_recommendation(decided, Outcome.ADOPTED, "Dès l’an prochain."), Author(), now
    )
    action = updates.actions_of(roadmap.id)[1]
    action.publics = [Public.KNOWN_NEED.value]
    reviews.make_action(decided, action.placements[0].objective)
    first = rounds.begin(programme, RoundKind.QUARTERLY, today - 40 * DAY, today - 20 * DAY, None)
    rounds.close(first, now - 15 * DAY)
    second = rounds.begin(programme, RoundKind.MONTHLY, today, today + 14 * DAY, None)
    frozen = monitoring.prepare(programme, today, now)
    monitoring.freeze(frozen, None, now)
    prepared = monitoring.reopen(frozen, now)
    db.session.commit()
    own = [{"programme_id": programme.id}]
    pages = ("calendar", "matrix", "reviews", "decisions", "rounds_of", "novembers", "compare")
    parents = {"body": programme, "meeting": body, "review": programme}
    parents |= {"participant": review, "recommendation": review}
    rows = {"body": body, "meeting": held, "review": review, "participant": participant}
    rows |= {"recommendation": waiting}
    return {f"roadmaps.{page}": own for page in (*pages, "because")} | {
        "roadmaps.meeting": [{"meeting_id": held.id}, {"meeting_id": coming.id}],
        "roadmaps.recommendation": [{"recommendation_id": row.id} for row in (decided, waiting)],
        "roadmaps.absences_of": [{"person_id": keeper.person_id}],
        "roadmaps.show_round": [{"round_id": row.id} for row in (first, second)],
        "roadmaps.monitoring": [{"monitoring_id": row.id} for row in (frozen, prepared)],
        "roadmaps.new": [
            {"kind": kind, "parent_id": parent.id} for kind, parent in parents.items()
        ],
        "roadmaps.edit": [{"kind": kind, "part_id": row.id} for kind, row in rows.items()],
    }
