"""Whole requests come in, within a size and a time; nothing slow reaches a thread."""

import asyncio
import dataclasses
import io
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.door import Door, environ_of
from app.web.bodies import FILE, FORM, limit_at
from tests.people import Client, Page
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


def test_a_form_comes_in_whole(app, door):
    client = Client(app)
    words = f"csrf_token={client.token()}&language=en&next=/privacy".encode()
    cookie = client.browser.get_cookie("session").value
    head = {
        "content-type": "application/x-www-form-urlencoded",
        "content-length": str(len(words)),
        "cookie": f"session={cookie}",
    }
    parts = [(0, words[:10]), (0, words[10:20]), (0, words[20:])]
    answer = ask(door, Protocol(*parts), path="/language", headers=head)
    assert (answer.status, answer.headers["location"]) == (303, "/privacy")
    assert ask(door, Protocol(*parts[:2]), path="/language", headers=head).status == 400


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


def signed_in(as_role):
    return {"cookie": f"session={as_role('hr').browser.get_cookie('session').value}"}


def test_a_file_is_taken_from_somebody_signed_in_only(app, door, as_role):
    parts = Protocol(*[(0, b"x" * 100_000)] * 9)
    assert ask(door, parts, path="/agents-file/").status == 302  # to sign in
    assert parts.read == 0
    parts = Protocol(*[(0, b"x" * 100_000)] * 9)
    headers = signed_in(as_role)
    assert ask(door, parts, path="/agents-file/", headers=headers).status == 400  # no token
    assert parts.read == 900_000


def test_one_sign_in_has_two_places_for_files(door, as_role):
    """Whoever has an old session takes no place of others."""
    old, other = signed_in(as_role), signed_in(as_role)

    async def act():
        slow = [Protocol((0, b"x"), (30, b"y")) for _ in range(2)]
        scope = {"path": "/agents-file/"}
        waiting = [
            asyncio.ensure_future(door.__rsgi__(Scope(**scope, headers=old), s)) for s in slow
        ]
        await asyncio.sleep(0)
        third, free = Protocol((0, b"x")), Protocol((0, b"x"))
        await door.__rsgi__(Scope(**scope, headers=old), third)
        await door.__rsgi__(Scope(**scope, headers=other), free)
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        again = Protocol((0, b"x"))
        await door.__rsgi__(Scope(**scope, headers=old), again)
        return third.status, free.status, again.status

    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(asyncio.run, act()).result() == (429, 400, 400)


def test_all_bodies_together_have_a_size(door, monkeypatch):
    monkeypatch.setattr("app.door.HELD", 100_000)
    large = Protocol((0, b"x" * 99_000), (0, b"x" * 2_000), (0, b"x" * 99_000))
    assert ask(door, large).status == 408
    assert large.read == 101_000
    assert ask(door, Protocol((0, b"x" * 50_000))).status == 400  # no token
    assert door._held == 0


def test_what_a_body_holds_is_held_until_it_is_answered(door, as_role, monkeypatch):
    """Also while it waits for a thread."""
    seen = []
    monkeypatch.setattr(
        "app.door.run",
        lambda app, _: seen.append((door._held, dict(door._files))) or (200, [], b""),
    )
    headers = signed_in(as_role)
    ask(door, Protocol((0, b"x" * 900_000)), path="/agents-file/", headers=headers)
    [(held, places)] = seen
    assert (held, list(places.values())) == (900_000, [1])
    assert (door._held, dict(door._files)) == (0, {})


def test_a_header_is_no_other_with_hyphens(app, door, monkeypatch):
    """Proxies write X-Forwarded-For; whoever sends X_Forwarded_For says nothing."""
    environ = environ_of(Scope(headers={"x_forwarded_for": "192.0.2.9", "x-forwarded-for": "a"}))
    assert environ["HTTP_X_FORWARDED_FOR"] == "a"


def test_more_than_can_wait_are_sent_away(door, monkeypatch):
    monkeypatch.setattr("app.door.WAITING", -8)
    assert ask(door, Protocol(), method="GET").status == 503


@pytest.mark.slow
def test_every_form_with_a_file_may_carry_one(site):  # noqa: F811
    with site.app.test_request_context():
        for path in site.paths:
            page = Page(site.client.get(path, status=(200, 303)).get_data(as_text=True))
            for field in page.fields:
                if field.get("type") == "file":
                    [form] = [f for f in page.forms if f["_name"] == field["_form"]]
                    action = (form.get("action") or path).split("?")[0]
                    assert limit_at(site.app, "POST", action) is FILE, action


def test_no_request_reads_more_on_any_server(as_role):
    client = as_role("reader")
    big = {"csrf_token": client.token(), "language": "x" * FORM.size}
    assert client.browser.post("/language", data=big).status_code == 413
    client = as_role("hr")
    big = (io.BytesIO(b"x" * (FILE.size + 1)), "big.csv")
    sent = {"csrf_token": client.token(), "file": big, "year": "2023"}
    assert client.browser.post("/agents-file/", data=sent).status_code == 413
