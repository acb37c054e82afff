"""November reports: the figures of programmes, frozen as they stood on a day."""

from __future__ import annotations

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.forms.monitoring import MonitoringForm, last_november
from app.roadmaps.models import Monitoring
from app.roadmaps.service import figures
from app.web import after_post, current_person, invalid, load, render, requires


@bp.route("/november", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def monitorings() -> ResponseReturnValue:
    """Every frozen report, and the form that freezes one more."""
    form = MonitoringForm()
    if request.method == "GET":
        form.as_of.data = last_november(utcnow().date())
        return render("roadmaps/monitorings.html", form=form, frozen=figures.monitorings())
    if not form.validate():
        return invalid("roadmaps/monitorings.html", form=form, frozen=figures.monitorings())
    person, day = current_person(), form.as_of.data
    row = figures.freeze(day.year, day, person.id, utcnow())
    if not row.figures:
        db.session.rollback()
        form.as_of.errors = [_("No programme was going on that day: there is nothing to freeze.")]
        return invalid("roadmaps/monitorings.html", form=form, frozen=figures.monitorings())
    record(person.id, "roadmap.freeze", f"monitoring:{row.year}:{row.number}", utcnow())
    db.session.commit()
    flash(_("The figures are frozen."))
    return after_post(url_for(".monitoring", monitoring_id=row.id))


@bp.get("/november/<int:monitoring_id>")
@requires(Permission.ROADMAP_READ)
def monitoring(monitoring_id: int) -> ResponseReturnValue:
    """What a report froze."""
    row = load(Monitoring, monitoring_id)
    return render(
        "roadmaps/monitoring.html", monitoring=row, programmes=figures.frozen_figures(row)
    )
