"""Correcting a sentence that was sent, by somebody with an account or by an organisation's link."""

from __future__ import annotations

import hashlib

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.extensions import db
from app.roadmaps.forms.updating import NOTE_MAX
from app.roadmaps.models import Note
from app.roadmaps.service import updates
from app.web import after_post, current_language, invalid, render

CORRECT = "roadmaps/correct.html"


def correct_sentence(note: Note, back: str, guest: bool = False) -> ResponseReturnValue:
    """The page that corrects a sentence, and what it sends; the sentence may have been corrected by
    somebody else since the page was opened, who is not overruled in silence."""
    last = updates.latest_wording(note)
    text, problem = last.text, ""
    if request.method == "POST":
        text = request.form.get("text", "").strip()
        problem = too_long(text, NOTE_MAX) or overtaken(str(last.id), last.text)
    if request.method == "GET" or problem:
        answer = invalid if problem else render
        return answer(
            CORRECT, back=back, text=text, problem=problem, removable=True, of=last.id, guest=guest
        )
    updates.correct(last, text, current_language())
    db.session.commit()
    flash(_("Corrected.") if text else _("Taken out."))
    return after_post(back)


def too_long(text: str, limit: int) -> str:
    """What is wrong with a sentence of more signs than this."""
    return _("%(limit)s characters at most.", limit=limit) if len(text) > limit else ""


def mark_of(text: str) -> str:
    """What a wording is known by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def overtaken(mark: str, text: str) -> str:
    """What somebody else wrote since the page was opened that this form comes from."""
    if request.form.get("of") == mark:
        return ""
    said = text or _("taken out")
    return _("Somebody corrected it meanwhile: “%(text)s”. Send again to put yours.", text=said)
