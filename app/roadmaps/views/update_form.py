"""The one form of an update, whoever fills it: the person signed in, or the holder of a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Person
from app.extensions import db, utcnow
from app.roadmaps import reminders
from app.roadmaps.core.actions import ActionStatus, timeliness
from app.roadmaps.core.merging import Clash
from app.roadmaps.core.news import POSTPONEMENTS
from app.roadmaps.core.plans import RiskLevel
from app.roadmaps.forms import updating as forms
from app.roadmaps.forms.changes import ClashWords, clash_words
from app.roadmaps.forms.gone import Gone
from app.roadmaps.forms.news import read_news
from app.roadmaps.forms.parts import FORMS
from app.roadmaps.forms.rows import WAS
from app.roadmaps.forms.updating import Asked, UpdateForm
from app.roadmaps.models import Indicator, MissionRequest, Roadmap
from app.roadmaps.service import drafts, history, parts, requests, rounds, updates
from app.roadmaps.service.history import Author, last_change
from app.roadmaps.service.measures import due_indicators, indicators_of
from app.roadmaps.service.outline import risks_of
from app.roadmaps.service.titles import titles_of_gone
from app.roadmaps.service.updates import News, Sender
from app.web import after_post, conflict, current_language, form_was_received, invalid, render
from app.web.settings import settings

PAGE = "roadmaps/update.html"
#: No field of a draft is longer; more than this is refused when it is sent in any case.
LONGEST = 10_000


@dataclass(frozen=True)
class Keeper:
    """Somebody who may update a roadmap: who they are to the history, and where their pages are."""

    roadmap: Roadmap
    author: Author
    address: str
    receipt: Callable[[int], str]
    guest: bool = False
    #: Whom it is typed for, where that is somebody else.
    typing_for: Person | None = None


def _asked_first(roadmap: Roadmap, everything: bool, drafted: dict[str, set[int]]) -> Asked:
    """What the update of a roadmap asks about, and the rows of which something was typed already;
    all of it with `everything`."""
    today = utcnow().date()
    actions = updates.actions_of(roadmap.id)
    due = updates.asked_actions(actions, today)
    indicators = _typed_indicators(roadmap.id)
    wanted = due_indicators(indicators, today)
    still_asked = requests.open_requests(roadmap.id)
    asked = Asked(
        actions=[a for a in actions if everything or a in due or a.id in drafted["action"]],
        indicators=[
            i for i in indicators if everything or i in wanted or i.id in drafted["indicator"]
        ],
        risks=risks_of(roadmap.id),
        requests=still_asked + _others(still_asked, roadmap.id, drafted["request"]),
    )
    return replace(asked, gone=_gone_of(roadmap.id, asked, drafted))


def _typed_indicators(roadmap_id: int) -> list[Indicator]:
    """The indicators of a roadmap whose values are typed."""
    own = indicators_of([roadmap_id]).get(roadmap_id, [])
    return [indicator for indicator in own if not indicator.computed_from]


def _others(
    known: Sequence[MissionRequest], roadmap_id: int, numbers: set[int]
) -> list[MissionRequest]:
    """The requests of which something was typed that are no longer open."""
    others = numbers - {request.id for request in known}
    return requests.requests_of(roadmap_id, others) if others else []


def _asked_by(sent: Mapping[str, str], roadmap: Roadmap, shown: bool = False) -> Asked:
    """What the page asked about that a form was sent from, whatever has become of it since; with
    what that page says of it where it is shown again."""
    numbers, number = forms.numbers_in(sent), roadmap.id
    rows: dict[str, Callable[[], Sequence[Any]]] = {
        "action": lambda: (
            updates.actions_of(number) if shown else parts.bare_actions(number, numbers["action"])
        ),
        "indicator": lambda: _typed_indicators(number),
        "risk": lambda: risks_of(number),
        "request": lambda: requests.requests_of(number, numbers["request"]),
    }
    rows_of = {
        kind: [each for each in those() if each.id in numbers[kind]] if numbers[kind] else []
        for kind, those in rows.items()
    }
    asked = Asked(*(rows_of[kind] for kind in ("action", "indicator", "risk", "request")))
    return replace(asked, gone=_gone_of(number, asked, numbers))


def _gone_of(roadmap_id: int, asked: Asked, numbers: Mapping[str, set[int]]) -> list[Gone]:
    """The rows of a roadmap among these that are not asked about: they were taken out or ended."""
    gone: list[Gone] = []
    for kind, rows in asked.by_kind().items():
        missing = numbers[kind] - {row.id for row in rows}
        titles = titles_of_gone(roadmap_id, kind, missing) if missing else {}
        gone += [Gone(kind, number, title) for number, title in sorted(titles.items())]
    return gone


def show_form(keeper: Keeper) -> Response:
    """What is due, in progress or late: a row each, with what was typed and not sent."""
    drafted = drafts.draft_of(keeper.roadmap.id, keeper.author)
    asked = _asked_first(keeper.roadmap, _everything(), forms.numbers_in(drafted))
    form = UpdateForm(forms.stored_fields(asked), drafted)
    forms.move_gone_words(form, asked)
    return render(PAGE, mark=drafts.mark_of(drafted), **_context(keeper, asked, form))


def _everything() -> bool:
    return bool(request.values.get("all"))


def _context(keeper: Keeper, asked: Asked, form: UpdateForm) -> dict[str, Any]:
    roadmap, today = keeper.roadmap, utcnow().date()
    row = rounds.open_round(roadmap.programme_id)
    return {
        "keeper": keeper,
        "roadmap": roadmap,
        "asked": asked,
        "form": form,
        "drafted": bool(form.typed),
        "everything": _everything(),
        "problems": forms.named_errors(form, asked),
        "postponements": POSTPONEMENTS,
        "timeliness": lambda action: timeliness(action.state, today),
        "last_news": updates.last_news([roadmap.id]).get(roadmap.id),
        "was_due": history.first_due_dates(roadmap.id),
        "notes": updates.notes_of_actions(roadmap.id, internal=not keeper.guest),
        "statuses": list(ActionStatus),
        "levels": list(RiskLevel),
        "clashes": [_clash(name, clash) for name, clash in form.clashes.items()],
        "guest": keeper.guest,
        "round": row,
        "received": rounds.came_in([row]).get((row.id, roadmap.id)) if row else None,
    }


def _clash(name: str, clash: Clash) -> tuple[str, ClashWords]:
    """A field that two people changed, in words, with where it is in the form."""
    kind, number, field = name.split("-")
    words = clash_words(FORMS[kind](formdata=None), clash, last_change(kind, int(number), field))
    return f"action-{number}-date" if field == "due" else name, words


def receive_form(keeper: Keeper) -> ResponseReturnValue:
    """Send an update, or say that nothing is new, or keep what was typed for later."""
    asked, go = _asked_by(request.form, keeper.roadmap), request.form.get("go", "send")
    form = UpdateForm(forms.stored_fields(asked), forms.typed_fields(asked, request.form))
    forms.move_gone_words(form, asked)
    if form.errors:
        return _show_again(keeper, form)
    if go == "save":
        _keep_draft(keeper, form)
        db.session.commit()
        flash(_("Kept for later, on any device. Nobody else sees it until you send it."))
        return after_post(keeper.address + ("?all=1" if _everything() else ""))
    says = forms.says_something(form)
    if go == "nothing" and not says:
        return _send(keeper, form, News())
    if go == "nothing":
        form.errors["all-note"] = _(
            "You typed something below: send it, or take it out before saying that nothing is new."
        )
        return _show_again(keeper, form)
    if not says:
        form.errors["all-note"] = _("You typed nothing. If nothing is new, say so at the top.")
        return _show_again(keeper, form)
    news = read_news(form, asked, utcnow().date())
    if form.errors or form.clashes:
        return _show_again(keeper, form)
    return _send(keeper, form, news)


def _show_again(keeper: Keeper, form: UpdateForm) -> Response:
    """The page with what was typed, which is kept, and why it cannot be sent as it is."""
    saved = _keep_draft(keeper, form)
    db.session.commit()
    answer = invalid if form.errors else conflict
    asked = _asked_by(request.form, keeper.roadmap, shown=True)
    return answer(PAGE, mark=saved.mark(_shown_draft()), **_context(keeper, asked, form))


def _send(keeper: Keeper, form: UpdateForm, news: News) -> ResponseReturnValue:
    asked_for = keeper.typing_for if request.form.get("typed-for") == "1" else None
    row = rounds.open_round(keeper.roadmap.programme_id)
    typed_for, round_id = asked_for.id if asked_for else None, row.id if row else None
    sender = Sender(keeper.author, current_language(), typed_for, round_id)
    sent = updates.send(keeper.roadmap, news, sender, utcnow())
    reminders.stop(settings(), keeper.roadmap, utcnow())
    saved = _keep_draft(keeper, form, sent=True)
    address = keeper.receipt(sent.id)
    db.session.commit()
    flash(_("Sent. Thank you."))
    if row is None and request.form.get("round"):
        flash(_("The round was closed meanwhile: your update is kept, after what the round kept."))
    if saved.now:
        flash(_("What you typed elsewhere and did not send is still kept in your update."))
    return after_post(address)


def _shown_draft() -> str:
    """What the page that a form comes from knew the draft by."""
    return request.form.get("draft", "")


def _keep_draft(keeper: Keeper, form: UpdateForm, sent: bool = False) -> drafts.Saved:
    """Keep what was typed, unless it is sent. A page that had not shown all of the draft, because
    more was typed elsewhere since, leaves alone what it says nothing about."""

    def fields_for(before: Mapping[str, str]) -> Mapping[str, str | None]:
        fields = form.to_keep(whole=_shown_draft() == drafts.mark_of(before))
        return dict.fromkeys(fields) if sent else fields

    today = utcnow().date()
    return drafts.save_draft(keeper.roadmap.id, keeper.author, fields_for, today)


def keep_field(keeper: Keeper) -> Response:
    """Keep one field as it is typed."""
    asked = _asked_by(request.form, keeper.roadmap)
    typed = forms.typed_fields(asked, {k: v[:LONGEST] for k, v in request.form.items()})
    field = request.form.get("field", "")
    kept = {name: value for name, value in typed.items() if name in (field, WAS + field)}
    form = UpdateForm(forms.stored_fields(asked), kept)
    saved = drafts.save_draft(
        keeper.roadmap.id,
        keeper.author,
        lambda _before: form.to_keep(),
        utcnow().date(),
        sent=form_was_received,
    )
    page = render("roadmaps/_kept.html", now=utcnow(), mark=saved.mark(_shown_draft()))
    db.session.commit()  # last: what the page asks of its reader is not asked again
    return page


def take_out(keeper: Keeper) -> ResponseReturnValue:
    """Take out what was typed and not sent."""
    drafts.forget_draft(keeper.roadmap.id, keeper.author)
    db.session.commit()
    flash(_("What you had typed is taken out."))
    return after_post(keeper.address)
