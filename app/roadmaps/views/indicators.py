"""One indicator: its course, its values, its targets; a value or a target more."""

from __future__ import annotations

import datetime as dt

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.core.indicators import IndicatorUnit
from app.roadmaps.forms import measures as forms
from app.roadmaps.forms.figures import drawn, reads_of, shown_indicator, shown_value
from app.roadmaps.forms.measures import TargetForm, ValueForm
from app.roadmaps.models import Indicator, Target, Value
from app.roadmaps.service import mandates, measures
from app.roadmaps.views.rights import author, load_to_change
from app.web import after_post, current_person, invalid, load, render, requires
from app.web.form import Form


def _may(person: object, indicator: Indicator) -> bool:
    return mandates.may_update(person, indicator.roadmap, utcnow().date())  # type: ignore[arg-type]


@bp.get("/indicators/<int:indicator_id>")
@requires(Permission.ROADMAP_READ)
def indicator(indicator_id: int) -> Response:
    """One indicator, whole to those who keep its roadmap, through the gate to others."""
    return _page(load(Indicator, indicator_id))


def _page(row: Indicator, failed: Form | None = None) -> Response:
    today, editable = utcnow().date(), _may(current_person(), row)
    measures.follow([row])
    reads = reads_of(row, everything=editable)
    rows = [shown_value(value, row, everything=editable) for value in row.values]
    value_form, target_form = ValueForm(formdata=None), TargetForm(formdata=None)
    value_form.on.data, target_form.by.data = today, row.roadmap.programme.ends_on
    corrected = request.args.get("correct")
    value_form.correct(next((v for v in row.values if editable and str(v.id) == corrected), None))
    answer = invalid if failed else render
    return answer(
        "roadmaps/indicator.html",
        indicator=row,
        rows=rows,
        reads=reads,
        chart=drawn(row, reads, everything=editable),
        reading=shown_indicator(row, today, everything=editable).reading,
        editable=editable,
        withdrawn=measures.withdrawn_values(row) if editable else [],
        value_form=failed if isinstance(failed, ValueForm) else value_form,
        target_form=failed if isinstance(failed, TargetForm) else target_form,
        today=today,
    )


@bp.post("/indicators/<int:indicator_id>")
@requires(Permission.ROADMAP_UPDATE)
def add_to_indicator(indicator_id: int) -> ResponseReturnValue:
    """A value, a target, or a value taken back; what was there stays in the history."""
    row, go = load_to_change(Indicator, indicator_id, _may), request.form.get("go", "")
    now = utcnow()
    if go == "value" and not row.computed_from:
        return _add_value(row, now)
    if go == "target":
        return _add_target(row, now)
    if go == "withdraw":
        return _withdraw(row, now)
    if go == "put-back":
        return _put_back(row, now)
    abort(400)


def _put_back(row: Indicator, now: dt.datetime) -> ResponseReturnValue:
    """Put back a value that was taken back."""
    number = request.form.get("value")
    for value in measures.withdrawn_values(row):
        if str(value.id) == number:
            measures.put_back_value(value, author(), now)
            return _kept(row, _("Put back."))
    flash(_("The day has a value again."))
    return after_post(url_for(".indicator", indicator_id=row.id))


def _withdraw(row: Indicator, now: dt.datetime) -> ResponseReturnValue:
    """Take a value or a target back."""
    chosen: list[Value | Target] = [
        *(each for each in row.values if str(each.id) == request.form.get("value")),
        *(each for each in row.aims if str(each.id) == request.form.get("target")),
    ]
    if not chosen:
        flash(_("It had been taken back already."))
        return after_post(url_for(".indicator", indicator_id=row.id))
    if isinstance(chosen[0], Value):
        measures.withdraw(chosen[0], author(), now)
    else:
        measures.withdraw_target(row, chosen[0], author(), now)
    return _kept(row, _("Taken back: the history keeps it."))


def _add_value(row: Indicator, now: dt.datetime) -> ResponseReturnValue:
    form = ValueForm()
    if not form.validate() or not form.check(row.unit, now.date()):
        return _page(row, form)
    counted = form.counted() | ({} if row.unit is IndicatorUnit.SHARE else {"denominator": None})
    value = Value(on=form.on.data, comment=form.comment.data or "", **counted)
    there = row.value_on(value.on)
    if there is not None and form.replaces.data != str(there.id):
        form.there = there
        form.on.errors = [forms.same_day_words(there)]
        return _page(row, form)
    measures.add_value(row, value, author(), now)
    return _kept(row, _("Value kept."))


def _add_target(row: Indicator, now: dt.datetime) -> ResponseReturnValue:
    form = TargetForm()
    if not form.validate() or not form.check(row):
        return _page(row, form)
    assert form.by.data is not None
    assert form.value.data is not None
    measures.set_target(row, form.by.data, form.value.data, author(), now)
    return _kept(row, _("Target kept."))


def _kept(row: Indicator, said: str) -> ResponseReturnValue:
    db.session.commit()
    flash(said)
    return after_post(url_for(".indicator", indicator_id=row.id))
