"""While the database is away, people get a page that says so, and machines the truth."""

import os
import shutil

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.extensions import db


@pytest.fixture
def away(app):
    """A database that nobody reaches any more, and what to call when it is back."""

    def refuse(*_arguments):
        raise OperationalError("connect", {}, Exception("away"))

    def leave():
        db.session.remove()
        db.engine.dispose()
        event.listen(db.engine, "do_connect", refuse)

    yield leave
    if event.contains(db.engine, "do_connect", refuse):
        event.remove(db.engine, "do_connect", refuse)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/people/", "/answer/x", "/a/zzz", "/s/x"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_every_page_says_that_the_service_is_busy(app, as_role, away, path, headers):
    client = as_role("administrator").speak("fr")
    away()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        response = client.get(path, 503, headers=headers)
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = True
    assert "très sollicité" in response.get_data(as_text=True)
    assert response.headers["Retry-After"] == "5"


def test_forms_too(app, as_role, away):
    client = as_role("administrator")
    token = client.token()
    away()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        for path in ("/language", "/people/1", "/sign-out"):
            client.post(path, {"csrf_token": token, "language": "en"}, 503)
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = True


def test_health_is_that_of_the_database(client, away):
    client.get("/healthz")
    away()
    assert "cannot be written" in client.get("/healthz", 503).get_data(as_text=True)


def test_health_needs_our_tables(client):
    db.session.execute(text("DELETE FROM alembic_version"))  # as in an empty database
    assert client.browser.get("/healthz").status_code == 503
    db.session.rollback()
    client.get("/healthz")


@pytest.mark.once
@pytest.mark.parametrize("fault", ["folder", "disk"])
def test_health_needs_room_to_write(client, monkeypatch, fault):
    if fault == "folder":
        monkeypatch.setattr(os, "access", lambda *_: False)
    else:
        usage = shutil.disk_usage("/")._replace(free=1000)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    client.get("/healthz", 503)
