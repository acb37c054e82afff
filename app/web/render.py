"""Answers: a page or its part, what follows a change, and where it is safe to go."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request

from app.documents.pdf import render_pdf
from app.documents.turns import turn
from app.extensions import db

# A path of this site: one slash, then neither slash nor backslash, whole or encoded.
_SAFE_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*")
_UNSAFE_CODES = re.compile(r"%(?:5c|2f|0a|0d|00|09)", re.IGNORECASE)


def wants_part() -> bool:
    """Whether htmx asks for the part of the page that this address is about."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get(
        "HX-History-Restore-Request"
    )


def render(page: str, part: str | None = None, status: int = 200, **context: Any) -> Response:
    """The whole page, or for htmx the part that it includes."""
    name = part if part and wants_part() else page
    return make_response(render_template(name, **context), status)


def invalid(page: str, part: str | None = None, **context: Any) -> Response:
    """The same form with what was typed and what is wrong: 422."""
    return render(page, part, status=422, failed=True, **context)


def conflict(page: str, part: str | None = None, **context: Any) -> Response:
    """Somebody else changed the same thing meanwhile: both versions, 409."""
    return render(page, part, status=409, failed=True, **{"unsaved": True, **context})


def after_post(address: str) -> Response:
    """Go elsewhere after a change: 303, or the header by which htmx does it."""
    if wants_part():
        response = make_response("", 200)
        response.headers["HX-Redirect"] = address
        return response
    return redirect(address, 303)  # type: ignore[return-value]


def done(address: str, part: str, **context: Any) -> Response:
    """Stay after a change: 303 to the page, or for htmx the part that changed."""
    if wants_part():
        return make_response(render_template(part, changed=True, **context))
    return redirect(address, 303)  # type: ignore[return-value]


def present_page() -> str:
    """The address of the present page; after an action without a page of its own, the one above."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    path, adapter = request.path, current_app.create_url_adapter(request)
    assert adapter is not None
    while path and not adapter.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path or "/"


def attached(content: bytes, name: str, mimetype: str) -> Response:
    """A file to keep, never shown in our own pages."""
    response = make_response(content)
    response.mimetype = mimetype
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def printed(html: str, name: str, whose: object) -> Response:
    """A PDF made while its reader waits: one at a time for each, and no transaction open meanwhile.

    Raises TooMany.
    """
    db.session.rollback()
    with turn(f"{whose} {name}"):
        return attached(render_pdf(html), name, "application/pdf")


def safe_path(address: str | None, otherwise: str = "/") -> str:
    """`address` when it is a path of this site and nothing else."""
    if address and _SAFE_PATH.fullmatch(address) and not _UNSAFE_CODES.search(address):
        return address
    return otherwise
