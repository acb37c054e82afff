"""The report on a screen: what would be frozen now, or a version."""

from __future__ import annotations

from flask import Response, abort
from flask_babel import force_locale

from app.permissions import Permission, allowed
from app.reports import making
from app.reports.core.content import Content
from app.reports.models import ReportVersion
from app.reports.rendering import State
from app.reports.service import versions
from app.reports.views.blueprint import bp, known_year, layout_of
from app.web import current_language, current_person, load, render, requires


@bp.get("/<int:year>/<layout>/preview")
@requires(Permission.REPORT_WRITE)
def preview(year: int, layout: str) -> Response:
    """The whole report as it would be frozen now."""
    known_year(year)
    content = making.draft(year, layout_of(layout), current_language())
    if content is None:
        abort(404)
    return _read(content, State())


@bp.get("/versions/<int:version_id>/read")
@requires(Permission.REPORT_READ)
def read(version_id: int) -> Response:
    """A version, as it was frozen: for readers, the published one alone."""
    own = load(ReportVersion, version_id)
    if not allowed(current_person().roles, Permission.REPORT_WRITE):
        shown = versions.published(own.report)
        if shown is None or shown.id != own.id:
            abort(404)
    content = versions.content_of_version(own, current_language())
    if content is None:
        abort(404)
    return _read(content, making.state_of(own))


def _read(content: Content, state: State) -> Response:
    with force_locale(content.language):
        return render("reports/read.html", content=content, state=state, screen=True)
