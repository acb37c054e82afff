"""What the mission does to the roadmaps that are ticked on the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.models import Person
from app.accounts.service.audit import record
from app.cells import small_number
from app.extensions import db, utcnow
from app.permissions import Permission
from app.roadmaps import reminders
from app.roadmaps.blueprint import bp
from app.roadmaps.core.periods import NotAPeriod
from app.roadmaps.core.plans import MandateRole
from app.roadmaps.models import Action, Mandate, OrganisationLink, Roadmap
from app.roadmaps.service import bulk as service
from app.roadmaps.service import links, mandates
from app.roadmaps.service.board import BoardRow, board
from app.roadmaps.service.mandates import TwoAmbassadors
from app.roadmaps.views.mandates import two_ambassadors_words
from app.roadmaps.views.rights import author
from app.text import Text
from app.web import after_post, current_person, render, requires, safe_path
from app.web.settings import settings

#: Months by which dates can be shifted at once, back and forth.
SHIFTS = (-6, -3, -1, 1, 3, 6, 12)


@bp.post("/bulk")
@requires(Permission.ROADMAP_STEER)
def bulk() -> ResponseReturnValue:
    """Say what would be done to the roadmaps that are ticked, then do it once it is confirmed."""
    numbers = [n for value in request.form.getlist("roadmap") if (n := small_number(value))]
    roadmaps = service.chosen_roadmaps(numbers)
    back = safe_path(request.form.get("back"), url_for(".index"))
    act = ACTS.get(request.form.get("go", ""))
    choice = act.choice() if act is not None else None
    if act is None or not roadmaps or choice is None:
        flash(_refusal(act, roadmaps))
        return after_post(back)
    if not request.form.get("sure"):
        return render(
            "roadmaps/bulk.html",
            title=act.title(choice),
            lines=act.lines(roadmaps, choice),
            sent=[(n, v) for n, v in request.form.items(multi=True) if n in _CARRIED],
            back=back,
        )
    flash(act.act(roadmaps, choice))
    db.session.commit()
    return after_post(back)


#: What the page that asks for a confirmation carries.
_CARRIED = ("roadmap", "go", "months", "person", "back")


@dataclass(frozen=True)
class Act:
    """Something that is done to several roadmaps by a choice: the choice as it was sent, None where
    it cannot be; what is said then; the title, what it would do to each roadmap, and the doing."""

    choice: Callable[[], Any]
    refusal: Callable[[], str]
    title: Callable[[Any], str]
    lines: Callable[[list[Roadmap], Any], list[tuple[Text, str]]]
    act: Callable[[list[Roadmap], Any], str]


def _refusal(act: Act | None, roadmaps: list[Roadmap]) -> str:
    """Why nothing is done of what was asked."""
    if act is None:
        return _("Nothing was done: choose what to do.")
    return act.refusal() if roadmaps else _("Nothing was done: tick roadmaps first.")


def _reminded(roadmaps: list[Roadmap]) -> list[tuple[BoardRow, Mandate | OrganisationLink | None]]:
    """Who is reminded of each roadmap: who keeps it and still may; None where nobody does."""
    today = utcnow().date()
    reminded: list[tuple[BoardRow, Mandate | OrganisationLink | None]] = []
    for row in board(roadmaps, today):
        own: list[Mandate | OrganisationLink] = [
            link
            for link in (links.links_of(row.roadmap.id) if row.roadmap.organisation else [])
            if link.email and links.opens(link, today)
        ]
        keeper = row.ambassador
        if keeper is not None and mandates.may_update(keeper.person, row.roadmap, today):
            own.append(keeper)
        reminded += [(row, each) for each in own] or [(row, None)]
    return reminded


def _remind_lines(roadmaps: list[Roadmap], _choice: object) -> list[tuple[Text, str]]:
    return [(row.roadmap.title, _recipient(each)) for row, each in _reminded(roadmaps)]


def _recipient(each: Mandate | OrganisationLink | None) -> str:
    if each is None:
        return _("nobody to remind")
    return each.person.name if isinstance(each, Mandate) else each.email


def _remind(roadmaps: list[Roadmap], _choice: object) -> str:
    now, sent = utcnow(), 0
    for row, each in _reminded(roadmaps):
        if isinstance(each, Mandate):
            reminders.remind(settings(), row, each, now)
        elif each is not None:
            reminders.send_link(settings(), each, now)
        sent += each is not None
    record(current_person().id, "roadmap.remind", "roadmaps", now, sent=sent)
    return ngettext("%(num)s message is on its way.", "%(num)s messages are on their way.", sent)


def _months() -> int | None:
    return {str(each): each for each in SHIFTS}.get(request.form.get("months", ""))


def _shift_title(months: int) -> str:
    return ngettext("Shift dates by %(num)s month?", "Shift dates by %(num)s months?", months)


def _shift_lines(roadmaps: list[Roadmap], months: int) -> list[tuple[Text, str]]:
    lines = []
    for roadmap in roadmaps:
        actions = service.due_actions([roadmap])
        outside = sum(_leaves(action, months) for action in actions)
        words = ngettext("%(num)s date", "%(num)s dates", len(actions))
        if outside:
            words += ", " + ngettext(
                "%(num)s of them after the programme",
                "%(num)s of them after the programme",
                outside,
            )
        lines.append((roadmap.title, words))
    return lines


def _leaves(action: Action, months: int) -> bool:
    """Whether an action would come to be due outside its programme."""
    programme = action.roadmap.programme
    try:
        due = action.due.later(months) if action.due else None
    except NotAPeriod:
        return True
    return due is not None and due.outside(programme.starts_on, programme.ends_on)


def _shift(roadmaps: list[Roadmap], months: int) -> str:
    try:
        shifted = len(service.shift_dates(roadmaps, months, author(), utcnow()))
    except NotAPeriod:
        db.session.rollback()
        return _("Nothing was done: a date would come to be beyond 2100.")
    return ngettext(
        "The date of %(num)s action was changed.",
        "The dates of %(num)s actions were changed.",
        shifted,
    )


def _new_ambassador() -> Person | None:
    people = {str(p.id): p for p in mandates.people_for(MandateRole.AMBASSADOR)}
    return people.get(request.form.get("person", ""))


def _reassign_title(person: Person) -> str:
    return _("Give these roadmaps to %(name)s?", name=person.name)


def _reassign_lines(roadmaps: list[Roadmap], _person: Person) -> list[tuple[Text, str]]:
    return [
        (
            row.roadmap.title,
            _("today: %(name)s", name=row.ambassador.person.name)
            if row.ambassador
            else _("no ambassador today"),
        )
        for row in board(roadmaps, utcnow().date())
    ]


def _reassign(roadmaps: list[Roadmap], person: Person) -> str:
    try:
        changed = len(service.reassign(roadmaps, person, utcnow().date()))
    except TwoAmbassadors as error:
        db.session.rollback()
        return two_ambassadors_words(error)
    record(
        current_person().id, "mandate.reassign", f"person:{person.id}", utcnow(), roadmaps=changed
    )
    return ngettext(
        "%(num)s roadmap has a new ambassador.", "%(num)s roadmaps have a new ambassador.", changed
    )


ACTS = {
    "remind": Act(
        lambda: True,
        lambda: "",
        lambda _choice: _("Remind the people in charge?"),
        _remind_lines,
        _remind,
    ),
    "shift": Act(
        _months,
        lambda: _("Nothing was done: choose by how many months."),
        _shift_title,
        _shift_lines,
        _shift,
    ),
    "reassign": Act(
        _new_ambassador,
        lambda: _("Nothing was done: choose somebody."),
        _reassign_title,
        _reassign_lines,
        _reassign,
    ),
}
