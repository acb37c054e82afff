"""The pages from which a programme is steered: which ones there are, and of which programme."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.models import Programme
from app.roadmaps.service import plans
from app.roadmaps.views.rights import may
from app.web import requires


@dataclass(frozen=True)
class Section:
    """A page of a programme, in the order in which they are offered."""

    endpoint: str
    label: str
    icon: str
    permission: Permission = Permission.ROADMAP_READ


def sections() -> list[Section]:
    """The pages of a programme that the reader may see."""
    every = [
        Section("roadmaps.calendar", _("Calendar"), "calendar-days"),
        Section("roadmaps.matrix", _("Matrix"), "list"),
        Section("roadmaps.reviews", _("Recommendations"), "target"),
        Section("roadmaps.decisions", _("Decisions"), "check"),
        Section("roadmaps.rounds_of", _("Rounds"), "clock", Permission.ROADMAP_STEER),
        Section("roadmaps.novembers", _("November report"), "file-text"),
        Section("roadmaps.compare", _("Compare"), "arrow-right"),
    ]
    return [each for each in every if may(each.permission)]


def steering(programme: Programme, endpoint: str) -> dict[str, Any]:
    """What the head of a page of a programme needs."""
    today = utcnow().date()
    going = [each for each in plans.programmes() if each.goes_on(today) or each.id == programme.id]
    return {
        "programme": programme,
        "programmes": going,
        "sections": sections(),
        "section": f"roadmaps.{endpoint}",
        "today": today,
    }


def main_programme(today: dt.date) -> Programme | None:
    """The programme that goes on and has most roadmaps; otherwise the latest one."""
    every = plans.programmes()
    sizes = plans.sizes_of([each.id for each in every])
    going = [each for each in every if each.goes_on(today)]
    return max(going or every[:1], key=lambda each: sizes.get(each.id, 0), default=None)


@bp.get("/steering/<page>")
@requires(Permission.ROADMAP_READ)
def steer(page: str) -> ResponseReturnValue:
    """Go to a page of the main programme, which an address without a programme asks for."""
    endpoint = f"roadmaps.{page}"
    known = {each.endpoint for each in sections()}
    if may(Permission.ROADMAP_STEER):
        known.add("roadmaps.because")
    programme = main_programme(utcnow().date())
    if programme is None or endpoint not in known:
        return redirect(url_for(".index"))
    figure, survey = request.args.get("figure"), request.args.get("survey")
    return redirect(url_for(endpoint, programme_id=programme.id, figure=figure, survey=survey))
