"""The language of a request, and the form that changes it."""

from __future__ import annotations

from flask import Blueprint, has_request_context, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_login import current_user

from app.extensions import db
from app.text import DEFAULT_LANGUAGE, LANGUAGES, Language
from app.web.guard import public
from app.web.once import repeatable
from app.web.render import safe_path

bp = Blueprint("language", __name__)


def choose_language() -> Language:
    """What was chosen in this browser, else by this person, else asked by the browser."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    chosen = session.get("language") or getattr(current_user, "language", None)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE  # type: ignore[return-value]


def current_language() -> Language:
    """The language in which the present answer is written."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "fr"


@bp.post("/language")
@repeatable
@public
def switch() -> ResponseReturnValue:
    """Write the same page in the other language."""
    language = request.form.get("language")
    if language in LANGUAGES:
        session["language"] = language
        if current_user.is_authenticated:
            current_user.language = language
            db.session.commit()
    return redirect(safe_path(request.form.get("next")), 303)
