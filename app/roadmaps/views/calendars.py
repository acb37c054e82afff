"""The calendar and the matrix of a programme: on a page, on paper, in a workbook."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.cells import small_number
from app.documents.spreadsheets import XLSX, Page, write_workbook
from app.extensions import utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.core.actions import Applicability
from app.roadmaps.core.months import Year
from app.roadmaps.core.periods import FIRST_YEAR, LAST_YEAR, add_months
from app.roadmaps.forms import grids
from app.roadmaps.models import Programme
from app.roadmaps.service import calendars
from app.roadmaps.service.board import roadmaps_of_programmes
from app.roadmaps.service.calendars import CalendarFilter
from app.roadmaps.views.steering import steering
from app.web import attached, current_language, current_person, load, printed, render, requires
from app.web.formats import month

_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def _year(today: dt.date) -> Year:
    """The twelve months that the address asks for, from `?from=2026-09`; those of this year."""
    asked = _MONTH.fullmatch(request.args.get("from", ""))
    if asked is None:
        return Year.holding(today)
    year, number = int(asked[1]), int(asked[2])
    if not FIRST_YEAR < year < LAST_YEAR or not 1 <= number <= 12:
        return Year.holding(today)
    return Year(dt.date(year, number, 1))


def _filter() -> CalendarFilter:
    asked = request.args
    applicability = asked.get("applicability", "")
    return CalendarFilter(
        what=asked.get("what", "") if asked.get("what") in ("actions", "recommendations") else "",
        applicability=Applicability(applicability) if applicability in set(Applicability) else None,
        roadmap=small_number(asked.get("roadmap", "")),
    )


def _calendar(programme: Programme) -> dict[str, Any]:
    today = utcnow().date()
    year, asked = _year(today), _filter()
    calendar = calendars.calendar_of(programme, year, asked, today)
    chosen = {
        "from": f"{year.first:%Y-%m}",
        "what": asked.what,
        "applicability": asked.applicability or "",
        "roadmap": asked.roadmap or "",
    }
    address = {name: value for name, value in chosen.items() if value}
    return {
        "grids": [grids.recommendation_grid(calendar), grids.action_grid(calendar)],
        "undated": grids.undated_rows(calendar),
        "asked": asked,
        "address": address,
        "earlier": address | {"from": f"{add_months(year.first, -12):%Y-%m}"},
        "later": address | {"from": f"{add_months(year.first, 12):%Y-%m}"},
        "months": _("%(first)s to %(last)s", first=month(year.first), last=month(year.last)),
        "roadmaps": roadmaps_of_programmes([programme]),
        "applicabilities": list(Applicability),
        **steering(programme, "calendar"),
    }


@bp.get("/programmes/<int:programme_id>/calendar")
@requires(Permission.ROADMAP_READ)
def calendar(programme_id: int) -> Response:
    """Twelve months of a programme: its recommendations and its actions."""
    return render("roadmaps/calendar.html", **_calendar(load(Programme, programme_id)))


@bp.get("/programmes/<int:programme_id>/calendar.pdf")
@requires(Permission.ROADMAP_READ)
def calendar_pdf(programme_id: int) -> Response:
    """The same calendar on paper."""
    return _on_paper("calendar", _("Calendar"), _calendar(load(Programme, programme_id)))


def _on_paper(name: str, title: str, context: dict[str, Any]) -> Response:
    html = render_template("roadmaps/grids_print.html", title=title, **context)
    return printed(html, f"{name}-{current_language()}.pdf", current_person().id)


@bp.get("/programmes/<int:programme_id>/calendar.xlsx")
@requires(Permission.ROADMAP_READ)
def calendar_xlsx(programme_id: int) -> Response:
    """The same calendar in a workbook; what no month holds on a page of its own."""
    context = _calendar(load(Programme, programme_id))
    first, second = context["grids"]
    named = ((first, _("Group")), (second, _("Roadmap")))
    pages = [grids.sheet_of(grid, name) for grid, name in named if not grid.empty]
    language = current_language()
    undated = [
        [where[language], cell.before, cell.text[language]] for cell, where in context["undated"]
    ]
    pages.append(Page(_("Without a date"), [_("Of"), _("Code"), _("What")], undated))
    return attached(write_workbook(pages), "calendar.xlsx", XLSX)


def _matrix(programme: Programme) -> dict[str, Any]:
    pilot = request.args.get("pilot", "")
    matrix = calendars.matrix_of(programme, pilot)
    roadmaps = roadmaps_of_programmes([programme])
    return {
        "grids": [grids.matrix_grid(matrix, len(roadmaps) > 1)],
        "pilots": matrix.pilots,
        "pilot": pilot if pilot in matrix.pilots else "",
        "address": {"pilot": pilot} if pilot else {},
        "count": sum(len(cell.rows) for cell in matrix.cells),
        **steering(programme, "matrix"),
    }


@bp.get("/programmes/<int:programme_id>/matrix")
@requires(Permission.ROADMAP_READ)
def matrix(programme_id: int) -> Response:
    """The axes of a programme, their objectives and the actions that serve them."""
    return render("roadmaps/matrix.html", **_matrix(load(Programme, programme_id)))


@bp.get("/programmes/<int:programme_id>/matrix.pdf")
@requires(Permission.ROADMAP_READ)
def matrix_pdf(programme_id: int) -> Response:
    """The same matrix on paper."""
    return _on_paper("matrix", _("Matrix"), _matrix(load(Programme, programme_id)))


@bp.get("/programmes/<int:programme_id>/matrix.xlsx")
@requires(Permission.ROADMAP_READ)
def matrix_xlsx(programme_id: int) -> Response:
    """The same matrix in a workbook."""
    context = _matrix(load(Programme, programme_id))
    [grid] = context["grids"]
    pages = [grids.sheet_of(grid, _("Objective"))]
    return attached(write_workbook(pages), "matrix.xlsx", XLSX)
