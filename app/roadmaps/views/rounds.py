"""Rounds of updates: who is asked, who has answered, what was said at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.service.audit import record
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps import reminders
from app.roadmaps.blueprint import bp
from app.roadmaps.core.governing import BodyKind
from app.roadmaps.core.rounds import KIND_OF, RECEIVED, proposed_due
from app.roadmaps.forms.rounds import DueForm, RoundForm
from app.roadmaps.models import Mandate, Programme, Round
from app.roadmaps.service import absences, governing, reminding, rounds
from app.roadmaps.service.rounds import RoundClosed, RoundOpen, RoundUsed
from app.roadmaps.views.rights import load_to_change
from app.roadmaps.views.steering import steering
from app.web import after_post, current_person, invalid, load, render, requires
from app.web.settings import settings


@bp.route("/programmes/<int:programme_id>/rounds", methods=["GET", "POST"])
@requires(Permission.ROADMAP_STEER)
def rounds_of(programme_id: int) -> ResponseReturnValue:
    """The rounds of a programme, and the form that opens one."""
    programme = load_to_change(Programme, programme_id)
    form = RoundForm()
    if request.method == "GET":
        kind = KIND_OF[programme.rhythm]
        meeting = governing.next_meeting(programme.id, BodyKind.TECHNICAL, utcnow().date())
        form.kind.data = kind
        form.due_on.data = proposed_due(kind, utcnow().date(), meeting.on if meeting else None)
        return _list(programme, form)
    if rounds.open_round(programme.id) is not None:
        return _open_already(programme)
    if not form.validate():
        return _list(programme, form, 422)
    if not programme.goes_on(utcnow().date()):
        flash(_("This programme does not go on: nobody can be asked for an update."))
        return after_post(url_for(".rounds_of", programme_id=programme.id))
    now, person = utcnow(), current_person()
    try:
        row = rounds.begin(programme, form.kind.data, now.date(), form.due_on.data, person.id)
    except RoundOpen:
        return _open_already(programme)
    sent = reminders.send_due(settings(), row, now)
    record(person.id, "round.open", f"round:{row.id}", now, sent=sent)
    db.session.commit()
    flash(
        ngettext(
            "The round is open: %(num)s message is on its way.",
            "The round is open: %(num)s messages are on their way.",
            sent,
        )
    )
    return after_post(url_for(".show_round", round_id=row.id))


def _open_already(programme: Programme) -> Response:
    flash(_("A round is open already: close it first, or change its day."))
    return after_post(url_for(".rounds_of", programme_id=programme.id))


def _list(programme: Programme, form: RoundForm, status: int = 200) -> Response:
    today = utcnow().date()
    every = rounds.rounds_of(programme.id)
    awaited = rounds.awaited_in(every, today)
    context: dict[str, Any] = {
        "form": form,
        "rounds": [(row, rounds.counted(awaited[row.id])) for row in every],
        "open": next((row for row in every if row.open), None),
        "received": lambda counted: sum(counted[each] for each in RECEIVED),
        **steering(programme, "rounds_of"),
    }
    page = "roadmaps/rounds.html"
    return render(page, **context) if status == 200 else invalid(page, **context)


@bp.get("/rounds/<int:round_id>")
@requires(Permission.ROADMAP_STEER)
def show_round(round_id: int) -> Response:
    """One round: where each roadmap stands, and what was sent."""
    row = load(Round, round_id)
    return _show(row, DueForm(formdata=None, data={"due_on": row.due_on}))


def _show(row: Round, form: DueForm, status: int = 200) -> Response:
    today = utcnow().date()
    awaited = rounds.awaited(row, today)
    asked = reminding.recipients([each.roadmap for each in awaited], today)
    people = {m.person_id for own in asked.values() for m in own if isinstance(m, Mandate)}
    last: dict[int, Any] = {each.roadmap_id: each for each in reminding.reminders_of(row.id)}
    context: dict[str, Any] = {
        "round": row,
        "awaited": awaited,
        "counted": rounds.counted(awaited),
        "received": sum(each.answer in RECEIVED for each in awaited),
        "asked": asked,
        "away": absences.away(people, today),
        "last": last,
        "refused": {mail.id for mail in reminding.failed_mails(row.id)},
        "form": form,
        "latest": rounds.rounds_of(row.programme_id)[0].id == row.id,
        **steering(row.programme, "rounds_of"),
    }
    page = "roadmaps/round.html"
    return render(page, **context) if status == 200 else invalid(page, **context)


@bp.post("/rounds/<int:round_id>")
@requires(Permission.ROADMAP_STEER)
def change_round(round_id: int) -> ResponseReturnValue:
    """Put off the day of a round, close it, reopen it, take it away, or try messages again."""
    row, go = load(Round, round_id), request.form.get("go", "")
    if go == "due":
        form = DueForm()
        if not form.validate():
            return _show(row, form, 422)
        acts: dict[str, Callable[[], str]] = {"due": lambda: _put_off(row, form)}
    else:
        acts = {
            "close": lambda: _close(row),
            "reopen": lambda: _reopen(row),
            "remove": lambda: _remove(row),
            "again": lambda: _again(row),
        }
    if go not in acts:
        abort(400)
    programme_id, number = row.programme_id, row.id
    try:
        words = acts[go]()
    except RoundClosed:
        words = _("Nothing was changed: this round was closed meanwhile.")
    except RoundOpen:
        words = _("Nothing was changed: another round is open.")
    except RoundUsed:
        words = _(
            "Nothing was changed: an update has come in this round, or another round has followed."
        )
    else:
        record(current_person().id, f"round.{go}", f"round:{number}", utcnow())
    db.session.commit()
    flash(words)
    if go == "remove" and db.session.get(Round, number) is None:
        return after_post(url_for(".rounds_of", programme_id=programme_id))
    return after_post(url_for(".show_round", round_id=number))


def _put_off(row: Round, form: DueForm) -> str:
    assert form.due_on.data is not None
    rounds.change(row, form.due_on.data)
    return _("Saved.")


def _close(row: Round) -> str:
    rounds.close(row, utcnow())
    return _("The round is closed. What every row said is kept.")


def _reopen(row: Round) -> str:
    rounds.reopen(row)
    return _("The round is open again.")


def _remove(row: Round) -> str:
    rounds.take_away(row)
    return _("The round was removed, with its messages that had not left.")


def _again(row: Round) -> str:
    count = reminding.try_again(row.id, utcnow())
    return ngettext("%(num)s message is on its way.", "%(num)s messages are on their way.", count)
