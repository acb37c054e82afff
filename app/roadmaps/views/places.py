"""Where the parts of a plan are read, and where to go once one is gone."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.roadmaps.models import (
    Action,
    Axis,
    Body,
    Meeting,
    Participant,
    Policy,
    Programme,
    Recommendation,
    RemovedPart,
    Review,
    Step,
)
from app.roadmaps.service.belonging import name_of, programme_of, roadmap_of


def page_of(row: Any) -> str:
    """Where a part is read."""
    if isinstance(row, Step):
        row = row.action
    if isinstance(row, Action):
        return url_for(".action", action_id=row.id)
    steered = _page_of_steered(row)
    if steered:
        return steered
    roadmap = roadmap_of(row)
    if roadmap is not None:
        return url_for(".show", roadmap_id=roadmap.id, _anchor=f"{name_of(type(row))}-{row.id}")
    programme = programme_of(row)
    return url_for(".programme", programme_id=programme.id) if programme else url_for(".programmes")


def _page_of_steered(row: Any) -> str:
    """Where what steers a programme is read; empty for the parts of its roadmaps."""
    if isinstance(row, Meeting):
        return url_for(".meeting", meeting_id=row.id)
    if isinstance(row, Recommendation):
        return url_for(".recommendation", recommendation_id=row.id)
    if isinstance(row, Body):
        return url_for(".decisions", programme_id=row.programme_id, _anchor=f"body-{row.id}")
    review = row.review if isinstance(row, Participant) else row
    if isinstance(review, Review):
        programme_id = review.programme_id
        return url_for(".reviews", programme_id=programme_id, _anchor=f"review-{review.id}")
    return ""


def above(row: Any) -> str:
    """Where to go once a part is gone."""
    if isinstance(row, (Programme, Policy)):
        return url_for(".programmes")
    if isinstance(row, Step):
        return url_for(".action", action_id=row.action_id)
    if isinstance(row, Axis):
        return page_of(programme_of(row))
    if isinstance(row, (Meeting, Body)):
        return url_for(".decisions", programme_id=row.programme.id)
    if isinstance(row, (Recommendation, Participant, Review)):
        return url_for(".reviews", programme_id=row.programme.id)
    roadmap = roadmap_of(row)
    assert roadmap is not None
    if row is roadmap:
        return url_for(".programme", programme_id=roadmap.programme_id)
    return url_for(".show", roadmap_id=roadmap.id)


def history_of(kept: RemovedPart) -> str:
    """Where what was taken out is listed."""
    if kept.roadmap_id is None:
        return url_for(".programmes")
    return url_for(".show_history", kind="roadmap", part_id=kept.roadmap_id, all=1)
