"""The choices of a report: the period of each chapter, the years compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.cells import small_number
from app.extensions import db
from app.permissions import Permission
from app.reports.core.layouts import LAYOUTS
from app.reports.forms.choices import ChoicesForm
from app.reports.service import choosing, versions
from app.reports.service.figures import monitorings_to_choose, surveys_to_choose
from app.reports.views.blueprint import bp, figures_or_404, known_year, layout_of
from app.web import after_post, conflict, invalid, render, requires


@bp.route("/<int:year>/<layout>/choices", methods=["GET", "POST"])
@requires(Permission.REPORT_WRITE)
def choices(year: int, layout: str) -> ResponseReturnValue:
    """Where each chapter takes its figures from."""
    known_year(year)
    own = layout_of(layout)
    present, form = choosing.choices_of(year, own), ChoicesForm()
    programmes = [each.figures for each in figures_or_404(year, present).programmes]
    known = [each for each in choosing.years() if each <= year]
    form.offer(year, surveys_to_choose(year), monitorings_to_choose(year), programmes, known)
    context: dict[str, Any] = {"form": form, "year": year, "layout": own, "laid": LAYOUTS[own]}
    if request.method == "GET":
        form.fill(present, choosing.revision_of(year, own))
        return render("reports/choices.html", **context)
    if versions.on_its_way(choosing.report_of(year, own)):
        flash(_("Nothing was saved: a version of this report is being approved."))
        return after_post(url_for(".outline", year=year, layout=own))
    if not form.validate():
        return invalid("reports/choices.html", **context)
    chosen = replace(
        present,
        years=form.years.data,
        survey=form.survey.data,
        monitorings=tuple(form.monitorings.data or ()),
        plan=form.plan.data,
    )
    base = small_number(form.revision.data or "0") or 0
    if choosing.choose(year, own, chosen, base) is None:
        form.revision.data = str(choosing.revision_of(year, own))
        return conflict("reports/choices.html", stale=True, **context)
    db.session.commit()
    flash(_("Choices saved."))
    return after_post(url_for(".outline", year=year, layout=own))
