"""Correcting what was sent, by somebody with an account or by an organisation's link."""

from __future__ import annotations

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.fingerprint import fingerprint
from app.roadmaps.forms.updating import NOTE_MAX
from app.roadmaps.models import Note
from app.roadmaps.service import updates
from app.web import after_post, current_language, invalid, render


def wording_or_page(
    text: str, limit: int, back: str, removable: bool, guest: bool = False
) -> str | Response:
    """The wording that was sent in the place of `text`; or the page that asks for it, with what is
    wrong with it. Nobody who corrected it since the page was opened is overruled in silence."""
    seen, typed, problem = fingerprint(text), text, ""
    if request.method == "POST":
        typed = request.form.get("text", "").strip()
        problem = _problem(text, typed, limit, removable)
    if request.method == "POST" and not problem:
        return typed
    answer = invalid if problem else render
    return answer(
        "roadmaps/correct.html",
        back=back,
        text=typed,
        problem=problem,
        removable=removable,
        seen=seen,
        guest=guest,
    )


def _problem(text: str, typed: str, limit: int, removable: bool) -> str:
    if len(typed) > limit:
        return _("%(limit)s characters at most.", limit=limit)
    if not typed and not removable:
        return _("Write the answer.")
    if request.form.get("seen") != fingerprint(text):
        said = text or _("taken out")
        return _("Somebody corrected it meanwhile: “%(text)s”. Send again to put yours.", text=said)
    return ""


def correct_sentence(note: Note, back: str, guest: bool = False) -> ResponseReturnValue:
    """Put another sentence in the place of the last wording of one that was sent."""
    last = updates.latest_wording(note)
    wording = wording_or_page(last.text, NOTE_MAX, back, removable=True, guest=guest)
    if not isinstance(wording, str):
        return wording
    updates.correct(last, wording, current_language())
    db.session.commit()
    flash(_("Corrected.") if wording else _("Taken out."))
    return after_post(back)
