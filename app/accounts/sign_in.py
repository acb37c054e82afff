"""Flask-Login on revocable sign-ins."""

from __future__ import annotations

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.forms import SignInForm
from app.accounts.models import Person
from app.accounts.service import sign_ins
from app.extensions import login_manager, utcnow
from app.web.bodies import REFUSED
from app.web.errors import answer, keeps_as_typed
from app.web.render import wants_part


def prepare(app: Flask) -> None:
    app.register_error_handler(CSRFError, stale_form)
    login_manager.session_protection = None  # our tokens are revocable; addresses change on phones

    @login_manager.user_loader
    def load_person(token: str) -> Person | None:
        return sign_ins.person_of_sign_in(token, utcnow())

    @login_manager.unauthorized_handler
    def ask_to_sign_in() -> BaseResponse:
        if request.method == "POST":
            if keeps_as_typed():
                return answer(401)
            if not request.files and REFUSED not in request.environ:
                return _keep_and_ask()
            flash(_("Your sign-in had expired, and the file was not received: send it again."))
        address = url_for("accounts.sign_in", next=_asked_page())
        if request.headers.get("HX-Request"):
            response: Response = make_response("", 401)
            response.headers["HX-Redirect"] = address
            return response
        return redirect(address)


def stale_form(error: CSRFError) -> BaseResponse:
    """A form whose session is another one by now: sent from our own page, nothing of it is lost."""
    view = current_app.view_functions.get(request.endpoint or "")
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if ours and getattr(view, "permission", None) and not current_user.is_authenticated:
        return login_manager.unauthorized()
    advice = _("This form was open for too long. Go back, reload the page and send it again.")
    if not ours or request.files or wants_part():
        return answer(400, advice)
    page = render_template("accounts/resume.html", kept=_typed(), kept_path=request.path, late=True)
    return make_response(page, 400)


def _typed() -> list[tuple[str, str]]:
    """What was typed in the form that was sent."""
    fields = request.form.items(multi=True)
    return [(name, value) for name, value in fields if name not in ("csrf_token", "once")]


def _keep_and_ask() -> BaseResponse:
    """The sign-in expired while a form was open: sign in here, and what was typed is kept."""
    kept = _typed()
    page = (
        "accounts/_sign_in.html" if request.headers.get("HX-Request") else "accounts/sign_in.html"
    )
    html = render_template(
        page, form=SignInForm(formdata=None), wrong=None, kept=kept, kept_path=request.path
    )
    response = make_response(html, 401)
    response.headers["HX-Retarget"] = "#main"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _asked_page() -> str | None:
    """Where to go after signing in: the page asked for, or the page of the form that was sent."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return request.path
