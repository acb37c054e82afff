"""Error answers: a whole page, or for htmx a message that leaves the page in place."""

from __future__ import annotations

from contextlib import suppress

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import DataError, DBAPIError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException, SecurityError

from app.documents.turns import TooMany
from app.extensions import db, login_manager
from app.web.render import wants_part


def words(code: int) -> tuple[str, str]:
    """Title and advice for an error code."""
    fault = (
        _("Something went wrong on our side"),
        _("Nothing was saved by this last action. Try again; if it goes on, tell the mission."),
    )
    return (_of_requests() | _of_moments()).get(code, fault)


def _of_requests() -> dict[int, tuple[str, str]]:
    """Where asking the same again changes nothing."""
    return {
        400: (_("This request cannot be read"), _("Go back, reload the page and try again.")),
        401: (
            _("You are signed out"),
            _("What you type now is not kept. Send the form: you sign in, and nothing is lost."),
        ),
        403: (
            _("You may not do this"),
            _("Your role does not include this right. Ask the equality mission if it should."),
        ),
        404: (
            _("This page does not exist"),
            _("The address may be incomplete, or the page may not be meant for you."),
        ),
        405: (
            _("This address does not take that action"),
            _("Go back to the page and use its buttons."),
        ),
        410: (_("This link no longer works"), _("It was used already, or it has expired.")),
        413: (
            _("This is too large"),
            _("A file may have 10 MB, and what is typed in one form half a megabyte."),
        ),
    }


def _of_moments() -> dict[int, tuple[str, str]]:
    """Where it may help to ask again."""
    return {
        408: (
            _("The connection was too slow"),
            _("Nothing was received. Try again where the connection is better."),
        ),
        409: (_("Somebody else changed this meanwhile"), _("Reload the page and try again.")),
        429: (
            _("Too much is asked at once"),
            _("This is being done already, or several others are. Wait a little, then ask again."),
        ),
        503: (
            _("The service is busy"),
            _("Nothing was lost. Wait a few seconds, then try again."),
        ),
    }


def answer(code: int, advice: str | None = None) -> Response:
    """The error page of `code`; that of a failure asks the database for nothing, not even who
    is here."""
    if code >= 500:
        g.failed, g._login_user = True, login_manager.anonymous_user()
    title, usual = words(code)
    context = {"title": title, "advice": advice or usual, "code": code, "typed": _typed(code)}
    if not wants_part():
        return make_response(render_template("error.html", **context), code)
    response = make_response(render_template("_error.html", **context), code)
    response.headers["HX-Reswap"] = "innerHTML"
    if not keeps_as_typed():
        response.headers["HX-Retarget"] = "#flash"
    return response


def _typed(code: int) -> list[str]:
    """The sentences of a form that cannot be taken, for its author to take back; nothing secret is
    one, and another site's form says nothing here."""
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if request.method != "POST" or code not in (403, 404, 409, 410) or not ours:
        return []
    fields = request.form.items(multi=True)
    return [v for n, v in fields if " " in v.strip() and not n.startswith(("was-", "password"))]


def keeps_as_typed() -> bool:
    """Whether the page keeps each field as it is typed: it says beside its buttons whether it did."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "repeatable", False)


def http_error(error: HTTPException) -> Response:
    if error.response is not None and error.code is None:
        return error.response  # type: ignore[return-value]
    if isinstance(getattr(error, "original_exception", None), (OperationalError, TimeoutError)):
        return database_busy(error)  # it went away while another error was told
    _roll_back()
    return answer(error.code or 500)


def _roll_back() -> None:
    with suppress(DBAPIError):  # where the database is away there is nothing to take back
        db.session.rollback()


def foreign_host(error: SecurityError) -> Response:
    """Before any address is known, no page can be made."""
    return make_response("400 Bad Request: unknown host\n", 400, {"Content-Type": "text/plain"})


def beyond_numbers(error: Exception) -> Response:
    """A number in the address that no database can hold: nothing is there."""
    _roll_back()
    return answer(404)


def database_busy(error: Exception) -> Response:
    current_app.logger.error("database unavailable on %s", request.endpoint, exc_info=error)
    _roll_back()
    response = answer(503)
    response.headers["Retry-After"] = "5"
    return response


def too_many(error: TooMany) -> Response:
    _roll_back()
    response = answer(429)
    response.headers["Retry-After"] = "5"
    return response


def unexpected(error: Exception) -> Response:
    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    current_app.logger.exception("failure on %s", request.endpoint)
    _roll_back()
    return answer(500)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(SecurityError, foreign_host)
    app.register_error_handler(OverflowError, beyond_numbers)
    app.register_error_handler(DataError, beyond_numbers)
    app.register_error_handler(OperationalError, database_busy)
    app.register_error_handler(TimeoutError, database_busy)
    app.register_error_handler(TooMany, too_many)
    app.register_error_handler(Exception, unexpected)
