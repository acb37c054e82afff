"""Whole requests come in, within a size and a time; nothing slow reaches a thread."""

import asyncio
import dataclasses
import io
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.door import Door
from app.web.bodies import FILE, FORM, limit_at
from tests.people import Page
from tests.site.walking import site  # noqa: F401  (fixture)


@dataclasses.dataclass
class Scope:
    """A request's head, as granian gives it."""

    method: str = "POST"
    path: str = "/sign-in"
    proto: str = "http"
    http_version: str = "1.1"
    server: str = "127.0.0.1:80"
    client: str = "127.0.0.1:5000"
    scheme: str = "http"
    query_string: str = ""
    authority: str | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)

    def __post_init__(self):
        self.headers = {"host": "localhost", **self.headers}


class Protocol:
    """A body that comes in parts, each after its pause in seconds; and the answer."""

    def __init__(self, *parts):
        self.parts = parts
        self.read = 0
        self.status = None

    async def __aiter__(self):
        for pause, part in self.parts:
            await asyncio.sleep(pause)
            self.read += len(part)
            yield part

    def response_bytes(self, status, headers, content):
        self.status, self.headers, self.content = status, dict(headers), content

    response_str = response_bytes


def ask(door, protocol, **head):
    async def act():
        await door.__rsgi__(Scope(**head), protocol)

    with ThreadPoolExecutor(1) as apart:  # a test before may have left its loop in this thread
        apart.submit(asyncio.run, act()).result()
    return protocol


@pytest.fixture
def door(app):
    return Door(app)


def test_a_page_comes_out(door):
    page = ask(door, Protocol(), method="GET")
    assert page.status == 200
    assert b"<h1" in page.content
    assert page.headers["cache-control"] == "no-store"


def test_a_form_comes_in_whole(door):
    sent = [(0, b"language="), (0, b"en&next="), (0, b"/privacy")]
    form = {"content-type": "application/x-www-form-urlencoded", "content-length": "25"}
    assert ask(door, Protocol(*sent), path="/language", headers=form).status == 400  # no token
    assert ask(door, Protocol(), path="/nowhere").status in (400, 404)


def test_a_body_that_drips_is_refused_in_time_without_a_thread(door, monkeypatch):
    monkeypatch.setattr("app.door.limit_at", lambda *_: dataclasses.replace(FORM, seconds=0.05))
    slow = ask(door, Protocol((0, b"a"), (30, b"b")), headers={"accept-language": "fr"})
    assert slow.status == 408
    assert "trop lente" in slow.content.decode()


@pytest.mark.parametrize("said", ["900000", "0", "-1", "1e3", "٣"])
def test_a_body_too_long_is_refused_whatever_it_says_of_itself(door, said):
    parts = Protocol(*[(0, b"x" * 100_000)] * 9)
    refused = ask(door, parts, headers={"content-length": said})
    assert refused.status == 413
    assert parts.read <= FORM.size + 100_000


def test_a_file_is_taken_from_somebody_signed_in_only(app, door, as_role):
    parts = Protocol(*[(0, b"x" * 100_000)] * 9)
    assert ask(door, parts, path="/agents-file/").status == 401  # asks to sign in
    assert parts.read == 0
    cookie = as_role("hr").browser.get_cookie("session").value
    parts = Protocol(*[(0, b"x" * 100_000)] * 9)
    headers = {"cookie": f"session={cookie}"}
    assert ask(door, parts, path="/agents-file/", headers=headers).status == 400  # no token
    assert parts.read == 900_000


def test_more_than_can_wait_are_sent_away(door, monkeypatch):
    monkeypatch.setattr("app.door.WAITING", -8)
    assert ask(door, Protocol(), method="GET").status == 503


@pytest.mark.slow
def test_every_form_with_a_file_may_carry_one(site):  # noqa: F811
    """And the confirmation of the agents' file, which holds its rows."""
    with site.app.test_request_context():
        for path in site.paths:
            page = Page(site.client.get(path, status=(200, 303)).get_data(as_text=True))
            for field in page.fields:
                if field.get("type") == "file":
                    [form] = [f for f in page.forms if f["_name"] == field["_form"]]
                    action = (form.get("action") or path).split("?")[0]
                    assert limit_at(site.app, "POST", action) is FILE, action
    assert limit_at(site.app, "POST", "/agents-file/confirm") is FILE


def test_no_request_reads_more_on_any_server(as_role):
    client = as_role("reader")
    big = {"csrf_token": client.token(), "language": "x" * FORM.size}
    assert client.browser.post("/language", data=big).status_code == 413
    client = as_role("hr")
    big = (io.BytesIO(b"x" * (FILE.size + 1)), "big.csv")
    sent = {"csrf_token": client.token(), "file": big, "year": "2023"}
    assert client.browser.post("/agents-file/", data=sent).status_code == 413
