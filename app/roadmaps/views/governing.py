"""What awaits a decision, the meetings that decide of it, and their minutes."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps.blueprint import bp
from app.roadmaps.core.governing import Subject
from app.roadmaps.forms.decisions import DecisionForm, empty_form, read_key
from app.roadmaps.models import Decision, Meeting, Programme
from app.roadmaps.service import deciding, governing, taking_back
from app.roadmaps.service.deciding import BeforeStart, Gone, NoDate, NoShare, NotOffered, NotYet
from app.roadmaps.views.rights import author, load_to_change, steers
from app.roadmaps.views.steering import steering
from app.web import (
    after_post,
    conflict,
    current_language,
    current_person,
    invalid,
    load,
    printed,
    render,
    requires,
)


@bp.get("/programmes/<int:programme_id>/decisions")
@requires(Permission.ROADMAP_READ)
def decisions(programme_id: int) -> Response:
    """Everything of a programme that awaits a decision, its bodies and their meetings."""
    programme = load(Programme, programme_id)
    today = utcnow().date()
    items = governing.queue(programme, today)
    bodies, meetings = governing.bodies_of(programme.id), governing.meetings_of(programme.id)
    coming = governing.coming(meetings, today)
    return render(
        "roadmaps/decisions.html",
        items=items,
        bodies=bodies,
        default=governing.deciding(bodies),
        meetings=meetings,
        coming=coming,
        next_meeting=governing.next_to_decide(items, coming),
        steers=steers(current_person()),
        **steering(programme, "decisions"),
    )


@bp.get("/meetings/<int:meeting_id>")
@requires(Permission.ROADMAP_READ)
def meeting(meeting_id: int) -> Response:
    """One meeting: what awaits its decision, and what it decided."""
    row = load(Meeting, meeting_id)
    return render("roadmaps/meeting.html", **_context(row))


def _context(row: Meeting, typed: DecisionForm | None = None) -> dict[str, Any]:
    today = utcnow().date()
    programme = row.body.programme
    items = governing.agenda(row, governing.queue(programme, today))
    decided = deciding.decisions_of(row.id)
    standing = {(each.subject, each.number) for each in decided if each.withdrawn_at is None}
    typed_key = (typed.item.data or "") if typed is not None else None
    forms = {item.key: empty_form(item.key, prefix="") for item in items}
    other = empty_form()
    if typed is not None and typed_key in forms:
        forms[typed_key or ""] = typed
    elif typed is not None and not typed_key:
        other = typed
    return {
        "meeting": row,
        "items": [each for each in items if (each.subject, each.row.id) not in standing],
        "decisions": decided,
        "forms": forms,
        "other": other,
        "lost": typed if typed is not None and typed_key and typed_key not in forms else None,
        "held": row.on <= today and row.cancelled_on is None,
        "steers": steers(current_person()),
        **steering(programme, "decisions"),
    }


@bp.post("/meetings/<int:meeting_id>")
@requires(Permission.ROADMAP_STEER)
def decide(meeting_id: int) -> ResponseReturnValue:
    """Record what a meeting decided of one thing, and do it."""
    row = load_to_change(Meeting, meeting_id)
    form = DecisionForm()
    named = read_key(form.item.data or "")
    form.offer(named.subject, named.reason)
    if not form.validate():
        return invalid("roadmaps/meeting.html", refused="", **_context(row, form))
    try:
        decision = deciding.decide(row, form.deciding(), author(), utcnow())
    except NotYet:
        refused = _("This meeting has not taken place: decisions can be recorded from its day on.")
    except Gone:
        refused = _("Nothing was recorded: what you decide of was removed or ended meanwhile.")
    except (BeforeStart, NoShare) as wrong:
        db.session.rollback()
        form.refuse(wrong)
        return invalid("roadmaps/meeting.html", refused="", **_context(load(Meeting, row.id), form))
    except (NoDate, NotOffered):
        refused = _("Nothing was recorded: this cannot be decided of that any more.")
    else:
        record(current_person().id, "decision.record", f"decision:{decision.id}", utcnow())
        db.session.commit()
        flash(_("Decision recorded."))
        return after_post(url_for(".meeting", meeting_id=row.id, _anchor="decided"))
    db.session.rollback()
    row = load(Meeting, meeting_id)
    return conflict("roadmaps/meeting.html", refused=refused, **_context(row, form))


@bp.post("/decisions/<int:decision_id>/take-back")
@requires(Permission.ROADMAP_STEER)
def take_back_decision(decision_id: int) -> ResponseReturnValue:
    """Take back a decision that was recorded by mistake, with what it did."""
    row = load_to_change(Decision, decision_id)
    kept = taking_back.take_back(row, author(), utcnow())
    record(current_person().id, "decision.take_back", f"decision:{row.id}", utcnow())
    db.session.commit()
    flash(_("Taken back, with what it had changed."))
    if kept:
        flash(_("Somebody has changed part of it since: that was left as it is."))
    return after_post(url_for(".meeting", meeting_id=row.meeting_id))


@bp.post("/meetings/<int:meeting_id>/cancel")
@requires(Permission.ROADMAP_STEER)
def cancel_meeting(meeting_id: int) -> ResponseReturnValue:
    """Cancel a meeting that decided nothing, or take that back."""
    row = load_to_change(Meeting, meeting_id)
    if row.cancelled_on is not None:
        row.cancelled_on = None
        flash(_("The meeting takes place after all."))
    elif any(each.withdrawn_at is None for each in deciding.decisions_of(row.id)):
        flash(_("This meeting decided something: it is not cancelled."))
    else:
        row.cancelled_on = utcnow().date()
        flash(_("The meeting is cancelled: what awaited it awaits the next one."))
    db.session.commit()
    return after_post(url_for(".meeting", meeting_id=row.id))


@bp.get("/meetings/<int:meeting_id>/minutes.pdf")
@requires(Permission.ROADMAP_READ)
def minutes(meeting_id: int) -> Response:
    """The minutes of a meeting, or its agenda before it takes place."""
    row = load(Meeting, meeting_id)
    context = _context(row)
    context["decisions"] = [d for d in context["decisions"] if d.withdrawn_at is None]
    context["other_subject"] = Subject.OTHER
    html = render_template("roadmaps/minutes.html", **context)
    name = f"meeting-{row.on.isoformat()}-{current_language()}.pdf"
    return printed(html, name, current_person().id)
