"""The figures of programmes on a day, and the November reports that freeze them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.roadmaps.core.monitoring import (
    Changed,
    ProgrammeFigures,
    RoadmapStanding,
    Standing,
    as_they_stood,
    figures_of_programme,
)
from app.roadmaps.models import Action, Change, Monitoring, Programme, RemovedPart, Roadmap
from app.roadmaps.service import plans
from app.roadmaps.service.board import roadmaps_of_programmes
from app.statistics.plain_values import from_plain, to_plain


def figures_on(day: dt.date) -> list[ProgrammeFigures]:
    """The programmes of the authority that went through a day, as they stood at its end: nothing
    of what happened since."""
    going = [p for p in plans.programmes() if p.starts_on <= day <= p.ends_on]
    own = [
        roadmap
        for roadmap in roadmaps_of_programmes(going)
        if roadmap.organisation_id is None and (roadmap.begun_on or day) <= day
    ]
    actions = _actions_on(day, [roadmap.id for roadmap in own])
    counted = []
    for programme in going:
        roadmaps = [r for r in own if r.programme_id == programme.id]
        if roadmaps:
            standing = [_standing(roadmap, actions[roadmap.id], day) for roadmap in roadmaps]
            source = programme.source or programme.title
            counted.append(
                figures_of_programme(programme.code, programme.title, source, standing, day)
            )
    return counted


def _standing(roadmap: Roadmap, actions: Sequence[Standing], day: dt.date) -> RoadmapStanding:
    policy = roadmap.policy
    return RoadmapStanding(policy.code, roadmap.title, policy.category(day), actions)


def _actions_on(day: dt.date, roadmap_ids: Sequence[int]) -> dict[int, list[Standing]]:
    """The actions of each roadmap as they stood at the end of a day."""
    rows = db.session.execute(
        select(Action.id, Action.roadmap_id, Action.status, Action.applicability).where(
            Action.roadmap_id.in_(roadmap_ids)
        )
    ).all()
    after = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
    changes = db.session.execute(
        select(Change.part_id, Change.field, Change.old)
        .where(Change.roadmap_id.in_(roadmap_ids), Change.part == "action", Change.at >= after)
        .where(Change.field.in_(("status", "applicability", "added")))
        .order_by(Change.at.desc(), Change.id.desc())
    )
    now = {row.id: Standing(row.status, row.applicability) for row in rows}
    then = as_they_stood(now, (Changed(*each) for each in changes))
    by_roadmap: defaultdict[int, list[Standing]] = defaultdict(list)
    for row in rows:
        if row.id in then:
            by_roadmap[row.roadmap_id].append(then[row.id])
    for roadmap_id, standing in _removed_since(after, roadmap_ids):
        by_roadmap[roadmap_id].append(standing)
    return by_roadmap


def _removed_since(
    moment: dt.datetime, roadmap_ids: Sequence[int]
) -> Iterator[tuple[int, Standing]]:
    """Where the actions stood at a moment that were taken out of their roadmap since."""
    removed = select(RemovedPart).where(
        RemovedPart.part == "action",
        RemovedPart.roadmap_id.in_(roadmap_ids),
        RemovedPart.at >= moment,
    )
    for part in db.session.scalars(removed):
        rows = [own["row"] for own in part.content if own["table"] == Action.__tablename__]
        changes = [own["row"] for own in part.content if own["table"] == Change.__tablename__]
        since = [
            Changed(part.part_id, own["field"], own["old"])
            for own in sorted(changes, key=lambda own: (own["at"], own["id"]), reverse=True)
            if dt.datetime.fromisoformat(own["at"]).replace(tzinfo=dt.UTC) >= moment
        ]
        now = {row["id"]: Standing(row["status"], row["applicability"]) for row in rows}
        for standing in as_they_stood(now, since).values():
            if part.roadmap_id is not None:
                yield part.roadmap_id, standing


def freeze(year: int, day: dt.date, author_id: int | None, now: dt.datetime) -> Monitoring:
    """Keep the figures of programmes as they stood on a day of this year, as a new version of its
    November report."""
    db.session.execute(select(Programme.id).with_for_update())  # who freezes too waits for this
    last = db.session.scalar(select(func.max(Monitoring.number)).where(Monitoring.year == year))
    row = Monitoring(
        year=year,
        number=(last or 0) + 1,
        as_of=day,
        frozen_at=now,
        author_id=author_id,
        figures=to_plain(figures_on(day)),
    )
    db.session.add(row)
    db.session.flush()
    return row


def monitorings(year: int | None = None) -> list[Monitoring]:
    """The frozen November reports, of one year or of all, the latest first."""
    rows = select(Monitoring).order_by(Monitoring.year.desc(), Monitoring.number.desc())
    if year is not None:
        rows = rows.where(Monitoring.year == year)
    return list(db.session.scalars(rows))


def frozen_figures(monitoring: Monitoring) -> list[ProgrammeFigures]:
    """What a November report froze."""
    return [from_plain(ProgrammeFigures, each) for each in monitoring.figures]
