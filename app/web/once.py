"""Once is once: a form sent twenty times makes one thing.

Each form carries a number of its own. It is written in the transaction of what the form changes, so
that both are kept or neither; a copy that comes while the first is worked on waits for its answer,
one that comes later finds the number and changes nothing. A form refused without a change may be
sent again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, flash, has_request_context, request, session
from flask_babel import gettext as _
from sqlalchemy import String, delete, event
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.datastructures import FileStorage, Headers

from app.documents.turns import TooMany
from app.extensions import Base, begin_writing, db, insert_if_absent, utcnow
from app.web.bodies import SAFE_METHODS
from app.web.render import after_post, present_page

View = TypeVar("View", bound=Callable[..., Any])

#: Days for which a form that was received is known again.
KNOWN_DAYS = 30
#: Answers kept to be given again, for how many seconds, and the longest that is.
ANSWERS, ANSWER_SECONDS, ANSWER_BYTES = 500, 60.0, 64 * 1024
#: Copies that may wait for the first, each in a thread of the server, and seconds that they do.
WAITING, PATIENCE = 3, 20.0
_NUMBER = re.compile(r"[0-9a-f]{32}")
#: Where the environment of a request has its form.
_PRESENT = "isonomia.form"


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


def unwritten(view: View) -> View:
    """Know copies of a form of this view in the memory of this process alone: what it keeps is once
    by itself, or nothing, and a row beside it could be compared with an answer."""
    view.unwritten = True  # type: ignore[attr-defined]
    return view


def only_checks(view: View) -> View:
    """A form of this view saves nothing: it takes no turn to write."""
    view.only_checks = True  # type: ignore[attr-defined]
    return view


def reads_first(view: View) -> View:
    """A form of this view takes its turn to write, by `begin_writing`, once its file is read."""
    return only_checks(view)


def form_was_received() -> bool:
    """Whether the form of which a field is kept as it is typed has been received whole meanwhile."""
    number = request.form.get("once", "")
    digest = hashlib.sha256(number.encode()).hexdigest()
    return db.session.get(ReceivedForm, digest, populate_existing=True) is not None


def new_number() -> str:
    """The number of one form of one page."""
    return secrets.token_hex(16)


@dataclass
class _Form:
    """The form of the present request: what its copies are known by, and whether it was kept."""

    key: str
    digest: str
    written: bool
    kept: bool = False
    answer: Response | None = None


@dataclass
class _Copies:
    """All copies of one form: the first works, the others wait for its answer."""

    since: float = field(default_factory=time.monotonic)
    done: threading.Event = field(default_factory=threading.Event)
    waiting: int = 0
    answer: Response | None = None


class Answers:
    """What this process has answered lately to forms, by number, session and content."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._copies: OrderedDict[str, _Copies] = OrderedDict()

    def of_first(self, key: str) -> Response | None:
        """The answer that a copy of this form got; None for who has to work it out.

        Raises TooMany when enough copies are waiting for it.
        """
        with self._lock:
            self._forget_old()
            copies = self._copies.get(key)
            if copies is None:
                self._copies[key] = _Copies()
                return None
            if not copies.done.is_set() and copies.waiting >= WAITING:
                raise TooMany
            copies.waiting += 1
        if not copies.done.wait(PATIENCE):
            raise TooMany
        return copies.answer

    def give(self, key: str, answer: Response | None, kept: bool) -> None:
        """Let the copies that wait have this answer; those that come later too, if it was kept."""
        with self._lock:
            copies = self._copies.get(key)
            if copies is None or copies.done.is_set():
                return
            if not kept or answer is None or len(answer.get_data()) > ANSWER_BYTES:
                del self._copies[key]
            copies.answer = answer
            copies.done.set()

    def _forget_old(self) -> None:
        now, done = time.monotonic(), [k for k, c in self._copies.items() if c.done.is_set()]
        too_many = max(0, len(self._copies) - ANSWERS)
        for place, key in enumerate(done):
            if place < too_many or now - self._copies[key].since > ANSWER_SECONDS:
                del self._copies[key]


def _again(answer: Response) -> Response:
    return Response(answer.get_data(), answer.status, Headers(list(answer.headers)))


def _receive() -> Any:
    """Open the transaction of a form, unless it was received already."""
    if request.method in SAFE_METHODS:
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    form = _form_of(view)
    if form is not None:
        answer = _answers().of_first(form.key)
        if answer is not None:
            return _again(answer)
        request.environ[_PRESENT] = form
    if getattr(view, "only_checks", False):
        return None
    begin_writing()
    if form is not None and form.written and db.session.get(ReceivedForm, form.digest) is not None:
        return _received_already()
    return None


def _form_of(view: Callable[..., Any] | None) -> _Form | None:
    """The form of the present request, as `view` takes it; None where copies do not matter."""
    if view is None or getattr(view, "repeatable", False):
        return None
    number = request.form.get("once", "")
    if not _NUMBER.fullmatch(number):
        abort(400)
    files = [(name, _digest_of(file)) for name, file in request.files.items(multi=True)]
    # Its token is signed anew each second, for the same session: it tells no form from another.
    fields = sorted(each for each in request.form.items(multi=True) if each[0] != "csrf_token")
    said = repr((session.get("csrf_token"), request.path, fields, files))
    return _Form(
        key=hashlib.sha256(said.encode()).hexdigest(),
        digest=hashlib.sha256(number.encode()).hexdigest(),
        written=not getattr(view, "unwritten", False),
    )


def _digest_of(file: FileStorage) -> str:
    digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return digest


def _answers() -> Answers:
    answers: Answers = current_app.extensions["once"]
    return answers


def _present() -> _Form | None:
    return request.environ.get(_PRESENT) if has_request_context() else None


@event.listens_for(Session, "before_commit")
def _keep_number(_session: Session) -> None:
    """With the first change that a form makes, the number of the form."""
    form = _present()
    if form is None or form.kept:
        return
    if form.written and not insert_if_absent(ReceivedForm, digest=form.digest, day=utcnow().date()):
        raise ReceivedAlready
    form.kept = True


def _received_already(_error: Exception | None = None) -> Response:
    db.session.rollback()
    flash(
        _(
            "This form was received already, and nothing was done twice. What you changed in it "
            "since was not saved."
        )
    )
    return after_post(present_page())


def _remember(response: Response) -> Response:
    """What a form was answered, with the cookies, is for its copies too."""
    form = _present()
    if form is not None and not response.is_streamed:
        form.answer = _again(response)
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        app.session_interface.save_session(app, session, form.answer)
    return response


def _let_go(_error: BaseException | None) -> None:
    form = _present()
    if form is not None:
        failed = form.answer is not None and form.answer.status_code >= 500
        _answers().give(form.key, form.answer, form.kept and not failed)


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
