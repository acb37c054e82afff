"""What the mission asks of a roadmap, answered in its updates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.roadmaps.models import MissionRequest, Roadmap, Update
from app.roadmaps.service.history import Author, record_changes


def open_requests(roadmap_id: int) -> list[MissionRequest]:
    """What the mission asked and was not answered yet, the oldest first."""
    own = select(MissionRequest).where(
        MissionRequest.roadmap_id == roadmap_id,
        MissionRequest.answer == "",
        MissionRequest.withdrawn_on.is_(None),
    )
    return list(db.session.scalars(own.order_by(MissionRequest.id)))


def requests_of(roadmap_id: int, numbers: Iterable[int]) -> list[MissionRequest]:
    """These requests of a roadmap, answered or not, that the mission did not take back."""
    own = select(MissionRequest).where(
        MissionRequest.roadmap_id == roadmap_id,
        MissionRequest.id.in_(list(numbers)),
        MissionRequest.withdrawn_on.is_(None),
    )
    return list(db.session.scalars(own.order_by(MissionRequest.id)))


def requests_to_show(roadmap_id: int, since: dt.date) -> list[MissionRequest]:
    """What the mission asked and waits for, and what was answered to what it asked lately, the
    latest first."""
    own = select(MissionRequest).where(
        MissionRequest.roadmap_id == roadmap_id,
        MissionRequest.withdrawn_on.is_(None),
        or_(MissionRequest.answer == "", MissionRequest.asked_on >= since),
    )
    return list(db.session.scalars(own.order_by(MissionRequest.id.desc())))


def ask(
    roadmap: Roadmap, text: str, language: str, asker_id: int, today: dt.date
) -> MissionRequest:
    """Ask something of a roadmap, to be answered in its next update."""
    request = MissionRequest(
        roadmap_id=roadmap.id, text=text, language=language, asker_id=asker_id, asked_on=today
    )
    db.session.add(request)
    db.session.flush()
    return request


def answered_since(day: dt.date) -> list[MissionRequest]:
    """What was answered since a day to what the mission asked, the latest first."""
    own = select(MissionRequest).join(Update, Update.id == MissionRequest.update_id)
    own = own.where(Update.on >= day).options(contains_eager(MissionRequest.roadmap))
    own = own.join(MissionRequest.roadmap)
    return list(db.session.scalars(own.order_by(Update.id.desc(), MissionRequest.id)).unique())


def correct_answer(
    request: MissionRequest, text: str, language: str, author: Author, now: dt.datetime
) -> None:
    """Put another answer in the place of one that was sent, which stays in the history."""
    record_changes(request, {"answer": (request.answer, text)}, author, now)
    request.answer, request.answer_language = text, language
    db.session.flush()
