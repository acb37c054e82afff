"""Once is once: a form sent twenty times makes one thing.

Each form carries a number of its own. It is written in the transaction of what the form changes, so
that both are kept or neither; a copy that comes meanwhile or later finds it, and gets the answer of
the first. A form refused without a change may be sent again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, flash, has_request_context, request, session
from flask_babel import gettext as _
from sqlalchemy import String, delete, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.extensions import Base, begin_writing, db, insert_if_absent, utcnow
from app.web.bodies import SAFE_METHODS
from app.web.render import after_post, present_page

View = TypeVar("View", bound=Callable[..., Any])

#: Days for which a form that was received is known again.
KNOWN_DAYS = 30
#: Answers kept to be given again, and the longest that is.
ANSWERS, ANSWER_BYTES = 500, 64 * 1024
#: Seconds that a copy waits for the answer of the first.
PATIENCE = 20
_NUMBER = re.compile(r"[0-9a-f]{32}")
#: Where the environment of a request has its form.
FORM = "isonomia.form"


class ReceivedForm(Base):
    """A form that changed something. It tells nothing of who sent it, nor in which order."""

    __tablename__ = "received_forms"
    __table_args__ = ({"sqlite_with_rowid": False},)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[dt.date]


class ReceivedAlready(Exception):
    """Another copy of this form was kept while this one was worked on, by another process."""


def repeatable(view: View) -> View:
    """Take a form of this view again and again: it says how something is to be, and adds nothing."""
    view.repeatable = True  # type: ignore[attr-defined]
    return view


def new_number() -> str:
    """The number of one form of one page."""
    return secrets.token_hex(16)


@dataclass
class _Form:
    """The form of the present request: what it is known by, and whether it was kept."""

    key: str
    digest: str
    kept: bool = False
    answer: Response | None = None


@dataclass
class _Copies:
    """All copies of one form: the first works, the others wait for its answer."""

    done: threading.Event = field(default_factory=threading.Event)
    answer: Response | None = None


class Answers:
    """What this process has answered lately to forms, by the number and the session of each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._copies: OrderedDict[str, _Copies] = OrderedDict()

    def of_first(self, key: str) -> Response | None:
        """The answer that a copy of this form got; None for who has to work it out."""
        while True:
            with self._lock:
                copies = self._copies.get(key)
                if copies is None:
                    self._copies[key] = _Copies()
                    self._forget_oldest()
                    return None
            if not copies.done.wait(PATIENCE):
                return None
            if copies.answer is not None:
                return _again(copies.answer)

    def give(self, key: str, answer: Response | None) -> None:
        """Let the copies of this form have this answer, or one of them work in its turn."""
        with self._lock:
            copies = self._copies.get(key)
            if copies is None or copies.done.is_set():
                return
            if answer is None:
                del self._copies[key]
            copies.answer = answer
            copies.done.set()

    def _forget_oldest(self) -> None:
        oldest = list(self._copies)[: max(0, len(self._copies) - ANSWERS)]
        for key in oldest:
            if self._copies[key].done.is_set():
                del self._copies[key]


def _again(answer: Response) -> Response:
    return Response(answer.get_data(), answer.status, answer.headers)


def _receive() -> Any:
    """Open the transaction of a request that writes, unless its form was received already."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE_METHODS:
        if getattr(view, "traced", False):
            begin_writing()
        return None
    form = _form_of_request(view)
    if form is not None:
        answer = _answers().of_first(form.key)
        if answer is not None:
            return answer
        request.environ[FORM] = form
    begin_writing()
    if form is not None and db.session.get(ReceivedForm, form.digest) is not None:
        return _received_already()
    return None


def _form_of_request(view: Callable[..., Any] | None) -> _Form | None:
    if view is None or getattr(view, "repeatable", False):
        return None
    number = request.form.get("once", "")
    if not _NUMBER.fullmatch(number):
        abort(400)
    digest = hashlib.sha256(number.encode()).hexdigest()
    return _Form(f"{number} {session.get('csrf_token', '')}", digest)


def _answers() -> Answers:
    answers: Answers = current_app.extensions["once"]
    return answers


@event.listens_for(Session, "before_commit")
def _keep_number(_session: Session) -> None:
    """With the first change that a form makes, the number of the form."""
    form = request.environ.get(FORM) if has_request_context() else None
    if form is None or form.kept:
        return
    if not insert_if_absent(ReceivedForm, digest=form.digest, day=utcnow().date()):
        raise ReceivedAlready
    form.kept = True


def _received_already(_error: Exception | None = None) -> Response:
    db.session.rollback()
    flash(_("This form was received already: nothing was done twice."))
    return after_post(present_page())


def _remember(response: Response) -> Response:
    """What a form that changed something was answered, with the cookies, is for its copies too."""
    form = request.environ.get(FORM)
    if form is not None and form.kept and _can_be_given_again(response):
        form.answer = _again(response)
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        app.session_interface.save_session(app, session, form.answer)
    return response


def _can_be_given_again(response: Response) -> bool:
    short = not response.is_streamed and len(response.get_data()) <= ANSWER_BYTES
    return short and response.status_code < 500


def _let_go(_error: BaseException | None) -> None:
    form = request.environ.get(FORM)
    if form is not None:
        _answers().give(form.key, form.answer)


def forget_forms(today: dt.date) -> None:
    """Forget the forms received long ago."""
    long_ago = today - dt.timedelta(days=KNOWN_DAYS)
    db.session.execute(delete(ReceivedForm).where(ReceivedForm.day < long_ago))


def init_app(app: Flask) -> None:
    app.extensions["once"] = Answers()
    app.jinja_env.globals["once"] = new_number
    app.before_request(_receive)
    app.register_error_handler(ReceivedAlready, _received_already)
    app.after_request(_remember)
    app.teardown_request(_let_go)
