"""Writers of SQLite wait in the order in which they come, and no longer than is bearable."""

import contextlib
import threading

import pytest
from sqlalchemy.exc import TimeoutError

from app import extensions
from app.extensions import begin_writing, db

pytestmark = pytest.mark.once


def write(app, then, note=""):
    """A thread that writes: it calls `then` while it does."""

    def act():
        with app.app_context():
            begin_writing()
            then(note)
            db.session.commit()

    thread = threading.Thread(target=act)
    thread.start()
    return thread


def test_they_write_in_the_order_in_which_they_came(app):
    begun, finish, order = threading.Event(), threading.Event(), []

    def hold(note):
        begun.set()
        assert finish.wait(10)
        order.append(note)

    threads = [write(app, hold, "first")]
    assert begun.wait(10)
    [turn] = [t for name, t in extensions._TURNS.items() if name == db.engine.url.database]
    for note in ("second", "third", "fourth"):
        threads.append(write(app, order.append, note))
        while len(turn._cond._waiters) < len(threads) - 1:  # it waits its turn
            threading.Event().wait(0.001)
    finish.set()
    for thread in threads:
        thread.join()
    assert order == ["first", "second", "third", "fourth"]


def test_who_waits_too_long_is_told(app, client, monkeypatch):
    monkeypatch.setattr(extensions, "TURN_SECONDS", 0.01)
    begun, finish = threading.Event(), threading.Event()

    def hold(_note):
        begun.set()
        assert finish.wait(10)

    holder = write(app, hold)
    assert begun.wait(10)
    with pytest.raises(TimeoutError):
        begin_writing()
    answer = client.post("/language", {"language": "en"}, status=503)
    assert answer.headers["Retry-After"] == "5"
    assert client.get("/sign-in").status_code == 200  # reading goes on
    finish.set()
    holder.join()
    client.post("/language", {"language": "en"})


def test_a_turn_is_given_back_after_a_failure(app):
    for _ in range(3):
        begin_writing()
        db.session.rollback()
        with contextlib.suppress(ZeroDivisionError), app.app_context():
            begin_writing()
            raise ZeroDivisionError
    begin_writing()
    db.session.commit()
