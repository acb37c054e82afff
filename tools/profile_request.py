"""Where the CPU of four requests goes: `python -m tools.profile_request`.

On the demonstration data and SQLite, in this process, by the function that the server's threads
run. A timer looks at the stack every few milliseconds of CPU, and counts the innermost frame that
`PARTS` knows. One line for each request (milliseconds at the middle, statements), then its parts.
"""

from __future__ import annotations

import io
import signal
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.demo.load import ACCOUNTS, DOMAIN
from app.demo.passwords import password_of
from app.door import run
from app.extensions import db
from app.permissions import Role
from app.surveys.campaigns.service import campaigns, inviting
from tools.bench_pages import make_instance
from tools.browsing import Form, PageReader

SECONDS = 8.0
#: What counts as one part wherever it is in the stack.
WHOLE = {"sign-in": "sign_in.py:load_person", "draft": "answering.py:load_draft"}
#: Then, from the innermost frame outwards: what its file and function have in them.
PARTS = {
    "SQLite": ("default.py:do_execute", "default.py:do_commit", "default.py:do_rollback"),
    "SQLAlchemy": ("/sqlalchemy/",),
    "draft": ("/nacl/", "engine/ballot.py"),
    "path": ("/questionnaires/engine/", "question_blocks.py"),
    "session, token": ("/itsdangerous/", "/flask_wtf/", "flask/sessions.py", "web/once.py"),
    "words": ("/flask_babel/", "/babel/", "gettext", "web/language.py", "web/formats.py"),
    "charts": ("app/charts/",),
    "figures, sentences": ("/results/", "/statistics/"),
    "addresses": ("/werkzeug/routing/", ":url_for"),
    "templates": ("/jinja2/", "/markupsafe/", "/templates/"),
}
OTHER = "Flask, views"
Ask = Callable[[], object]


def part_of(frame: FrameType | None) -> str:
    """The part that this stack is in."""
    places = []
    while frame is not None:
        places.append(f"{frame.f_code.co_filename}:{frame.f_code.co_name}")
        frame = frame.f_back
    for part, mark in WHOLE.items():
        if any(mark in place for place in places):
            return part
    known = (
        part
        for place in places
        for part, marks in PARTS.items()
        if any(mark in place for mark in marks)
    )
    return next(known, OTHER)


@contextmanager
def looking() -> Iterator[Counter[str]]:
    """Count the parts that the program is in, while it works."""
    seen: Counter[str] = Counter()
    signal.signal(signal.SIGPROF, lambda _signal, frame: seen.update([part_of(frame)]))
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    try:
        yield seen
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def again(app: Flask, response: TestResponse) -> Ask:
    """The request of this answer, to be made again as the server makes it."""
    sent = response.request.environ
    environ = {n: v for n, v in sent.items() if n.isupper() or n.startswith("wsgi.")}
    body = sent["wsgi.input"].getvalue()
    return lambda: run(app, {**environ, "wsgi.input": io.BytesIO(body)})


def filled(form: Form, **typed: str) -> dict[str, str]:
    return {**dict(form.hidden), **typed}


def form_at(client: FlaskClient, address: str) -> Form:
    return PageReader(client.get(address, follow_redirects=True).text).forms[0]


def requests_of(app: Flask) -> dict[str, Ask]:
    """A page of questions read, the same saved, the home page and a page of results."""
    with app.app_context():
        opened = campaigns.campaign_by_code("managers-wave-2")
        published = campaigns.campaign_by_code("managers-2024")
        assert opened
        assert published
        link = f"/a/{inviting.invitations(opened)[0].token(app.config['SECRET_KEY'])}"
        here, results = f"/answer/{opened.code}", f"/surveys/{published.id}/results"
        email = f"{ACCOUNTS[Role.MISSION][0]}@{DOMAIN}"
        password = password_of(Role.MISSION)
    guest, mission = app.test_client(), app.test_client()
    guest.post(here, data=filled(form_at(guest, link), how="begin"))
    form = form_at(guest, f"{here}/1")
    answers = {name: values[0] for name, values in form.choices.items()}
    shown = [value for name, value in form.hidden if name == "shown"]
    saved = {**filled(form, go="next", **answers), "shown": shown}
    mission.post(
        "/sign-in", data=filled(form_at(mission, "/sign-in"), email=email, password=password)
    )
    answered = {
        "page read": guest.get(f"{here}/1"),
        "page saved": guest.post(f"{here}/1", data=saved),
        "home": mission.get("/"),
        "results": mission.get(results),
    }
    assert [each.status_code for each in answered.values()] == [200, 303, 200, 200]
    return {name: again(app, each) for name, each in answered.items()}


def statements(app: Flask, ask: Ask) -> int:
    """How many times a request asks the database."""
    asked: list[str] = []
    listen = lambda *about: asked.append(about[2])  # noqa: E731
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    ask()
    event.remove(engine, "before_cursor_execute", listen)
    return len(asked)


def main() -> None:
    app = make_instance()
    for name, ask in requests_of(app).items():
        print(f"\n{name}: {statements(app, ask)} statements", end=", ")
        times, end = [], time.thread_time() + SECONDS
        with looking() as seen:
            while (start := time.thread_time()) < end:
                ask()
                times.append((time.thread_time() - start) * 1000)
        middle = statistics.median(times)
        print(f"{middle:.1f} ms")
        for part, looks in seen.most_common():
            print(f"  {part:20} {looks / seen.total() * middle:6.2f} ms")


if __name__ == "__main__":
    main()
