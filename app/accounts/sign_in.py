"""Flask-Login on revocable sign-ins."""

from __future__ import annotations

from flask import Flask, Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.accounts import service
from app.accounts.models import Person
from app.extensions import login_manager, utcnow


def prepare(app: Flask) -> None:
    login_manager.session_protection = None  # our tokens are revocable; addresses change on phones

    @login_manager.user_loader
    def load_person(token: str) -> Person | None:
        return service.person_of_sign_in(token, utcnow())

    @login_manager.unauthorized_handler
    def ask_to_sign_in() -> BaseResponse:
        address = url_for("accounts.sign_in", next=_asked_page())
        if request.headers.get("HX-Request"):
            response: Response = make_response("", 401)
            response.headers["HX-Redirect"] = address
            return response
        return redirect(address)


def _asked_page() -> str | None:
    """Where to go after signing in: the page asked for, or the one a form stood on."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return request.path
