"""How much a request may carry and how long it may take to come, by its address.

Declared once, on the view; read by the door of the server, which takes bodies in before any thread
or transaction is spent on them, and by each request, so that it holds on any other server too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask_login import current_user
from htmx_flask.extension import HtmxAwareRequest
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.extensions import login_manager

View = TypeVar("View", bound=Callable[..., Any])

#: In the environment of a request whose body was not taken in: the status that says why.
REFUSED = "isonomia.refused"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class BodyLimit:
    """Bytes of a body, and seconds for all of it to come."""

    size: int
    seconds: float
    signed_in: bool = False  # only from somebody signed in


#: Whatever people type: a page of long answers is 60 kB, on a slow phone some seconds.
FORM = BodyLimit(512 * 1024, 20)
#: A spreadsheet of 10 MB with the form around it, over a slow line.
FILE = BodyLimit(12 * 1024 * 1024, 180, signed_in=True)


def takes_file(view: View) -> View:
    """Let the forms of this view carry a file."""
    view.body_limit = FILE  # type: ignore[attr-defined]
    return view


def limit_at(app: Flask, method: str, path: str) -> BodyLimit:
    """The limit of the view at this address; that of forms where there is none."""
    try:
        endpoint, _arguments = app.url_map.bind("localhost").match(path, method)
    except (HTTPException, RequestRedirect):
        return FORM
    return _limit_of(app, endpoint)


def _limit_of(app: Flask, endpoint: str | None) -> BodyLimit:
    limit: BodyLimit = getattr(app.view_functions.get(endpoint or ""), "body_limit", FORM)
    return limit


def _take_in() -> Any:
    """Have the whole body before anything else, the database first of all, is asked."""
    if request.method == "HEAD":  # a page whose words stay here: no view takes it for a form
        request.method = "GET"
    limit = _limit_of(current_app, request.endpoint)
    refused = request.environ.get(REFUSED)
    if refused is not None:
        if limit.signed_in and not current_user.is_authenticated:
            return login_manager.unauthorized()
        if refused == 503:
            refused = 408  # too much was coming in at once: the words of a slow connection fit
        abort(refused)
    request.max_content_length = request.max_form_memory_size = limit.size
    if request.method not in SAFE_METHODS:
        request.form  # noqa: B018  (it is read by being asked for)
    return None


class FormRequest(HtmxAwareRequest):
    """A request whose form is without the one sign that no database keeps in a text."""

    def _load_form_data(self) -> None:
        super()._load_form_data()
        pairs = list(self.__dict__["form"].items(multi=True))
        if any("\0" in word for pair in pairs for word in pair):
            bare = [(name.replace("\0", ""), value.replace("\0", "")) for name, value in pairs]
            self.__dict__["form"] = ImmutableMultiDict(bare)


def init_app(app: Flask) -> None:
    app.before_request(_take_in)
