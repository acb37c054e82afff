"""Each view says who may use it; each object is loaded and checked in one call."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, request
from flask_login import current_user
from flask_wtf.csrf import ValidationError, validate_csrf

from app.extensions import begin_writing, db, login_manager
from app.permissions import Permission, allowed

View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row")


def requires(permission: Permission) -> Callable[[View], View]:
    """Signed-in people with this permission only."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return login_manager.unauthorized()
            if not allowed(current_user.roles, permission):
                abort(403)
            if getattr(view, "traced", False):
                db.session.rollback()
                begin_writing()
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


def public(view: View) -> View:
    """Anybody, signed in or not; the view does its own checks of links and tokens."""
    view.permission = None  # type: ignore[attr-defined]
    return view


def traced(view: View) -> View:
    """A page whose reading is written in the audit log, under `requires`: its transaction writes
    from the start, since SQLite lets none that has read become one that writes meanwhile."""
    view.traced = True  # type: ignore[attr-defined]
    return view


def current_person() -> Any:
    """The signed-in person; only for views under `requires`."""
    return current_user._get_current_object()


def load(
    model: type[Row],
    key: Any,
    *,
    see: Callable[[Any, Row], bool] = lambda person, row: True,
    may: Callable[[Any, Row], bool] = lambda person, row: True,
) -> Row:
    """The row with this key: 404 when absent or not to be known of, 403 when seen but barred."""
    row = db.session.get(model, key)
    if row is None or not see(current_user, row):
        abort(404)
    if not may(current_user, row):
        abort(403)
    return row


def check_origin() -> None:
    """The form comes from our own page: by its token or, once the session that made the token has
    ended, by what the browser itself says about where it comes from. 400 otherwise."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        if request.headers.get("Sec-Fetch-Site") != "same-origin":
            abort(400)
