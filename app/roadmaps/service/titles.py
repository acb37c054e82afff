"""What the parts of a plan are called, those that were taken out too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.roadmaps.models import Change, MissionRequest, Policy, RemovedPart
from app.roadmaps.service.parts import PARTS
from app.text import Text


def title_of(row: Any) -> Text:
    """What a part is called."""
    title: Text = row.name if isinstance(row, Policy) else row.title
    return title


def titles_of_changed(changes: Sequence[Change]) -> dict[tuple[str, int], Text]:
    """What the parts are called in which something changed, by their kind and number."""
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for change in changes:
        numbers[change.part].add(change.part_id)
    titles: dict[tuple[str, int], Text] = {}
    for kind, own in numbers.items():
        model: Any = PARTS[kind].model if kind in PARTS and kind != "roadmap" else None
        if model is not None:
            rows = db.session.scalars(select(model).where(model.id.in_(own))).unique()
            titles |= {(kind, row.id): title_of(row) for row in rows}
    return titles


def titles_of_gone(roadmap_id: int, kind: str, numbers: Iterable[int]) -> dict[int, Text]:
    """What these parts of a roadmap were called, which were taken out, ended, or asked no more."""
    own = list(numbers)
    if kind == "request":
        asked = select(MissionRequest.id, MissionRequest.text, MissionRequest.language).where(
            MissionRequest.roadmap_id == roadmap_id, MissionRequest.id.in_(own)
        )
        return {number: Text(**{lang: text}) for number, text, lang in db.session.execute(asked)}
    removed = select(RemovedPart.part_id, RemovedPart.title).where(
        RemovedPart.roadmap_id == roadmap_id,
        RemovedPart.part == kind,
        RemovedPart.part_id.in_(own),
    )
    model: Any = PARTS[kind].model
    there = select(model.id, model.title).where(model.roadmap_id == roadmap_id, model.id.in_(own))
    rows = [*db.session.execute(removed), *db.session.execute(there)]
    return {number: title for number, title in rows}
