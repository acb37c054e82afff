"""Two snapshots of a programme side by side: last November, last quarter, today."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _

from app.cells import small_number
from app.extensions import utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.core.comparing import compare as compared
from app.roadmaps.forms import comparing as words
from app.roadmaps.forms.steering_words import round_words
from app.roadmaps.models import Programme, Snapshot
from app.roadmaps.service import monitoring, rounds
from app.roadmaps.service.snapshots import state_of
from app.roadmaps.views.steering import steering
from app.web import load, render, requires
from app.web.formats import day


@bp.get("/programmes/<int:programme_id>/compare")
@requires(Permission.ROADMAP_READ)
def compare(programme_id: int) -> Response:
    """What changed from one snapshot to another, or to today."""
    programme = load(Programme, programme_id)
    named = _named(programme)
    every = {row.id: row for row, _label in named}
    before = every.get(small_number(request.args.get("before", "")) or 0)
    after = every.get(small_number(request.args.get("after", "")) or 0)
    if before is None and every:
        before = next(iter(every.values()))
    comparison = None
    if before is not None:
        today = utcnow().date()
        now = rounds.state_in(after) if after else state_of(programme, today)
        was = rounds.state_in(before)
        if after is not None and (before.as_of, before.id) > (after.as_of, after.id):
            was, now = now, was
        comparison = compared(was, now)
    return render(
        "roadmaps/compare.html",
        snapshots={row.id: f"{label} ({day(row.as_of)})" for row, label in named},
        before=before.id if before else None,
        after=after.id if after else None,
        comparison=comparison,
        summary=words.summary(comparison) if comparison else [],
        comparing=words,
        **steering(programme, "compare"),
    )


def _named(programme: Programme) -> list[tuple[Snapshot, str]]:
    """The snapshots of a programme with what each is called, the latest first."""
    named: list[tuple[Snapshot, str]] = []
    for row in rounds.rounds_of(programme.id):
        if row.snapshot is not None:
            named.append((row.snapshot, round_words(row)))
    for report in monitoring.versions_of(programme.id):
        if report.snapshot is not None:
            label = _(
                "November report %(year)s, version %(number)s",
                year=report.year,
                number=report.number,
            )
            named.append((report.snapshot, label))
    return sorted(named, key=lambda pair: (pair[0].as_of, pair[0].id), reverse=True)
