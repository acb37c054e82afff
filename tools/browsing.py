"""A browser without JavaScript, small enough to run four hundred."""

from __future__ import annotations

import http.client
import random
import re
import select
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

HOPS = 5


@dataclass
class Form:
    """A form as a page gives it: what it sends by itself, and what is to be chosen or typed."""

    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    ticks: dict[str, list[str]] = field(default_factory=dict)
    lists: list[tuple[str, list[str]]] = field(default_factory=list)
    typed: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, rng: random.Random) -> list[tuple[str, str]]:
        """What somebody who answers every question sends, with the button that Enter presses."""
        sent = list(self.hidden)
        sent += [(name, rng.choice(values)) for name, values in self.choices.items()]
        ticked = {name: rng.choice(values) for name, values in self.ticks.items()}
        sent += [(name, value) for name, value in ticked.items() if name not in self.choices]
        taken: set[tuple[str, str]] = set()
        for name, values in self.lists:
            free = [value for value in values if value and (name, value) not in taken]
            if free:
                taken.add((name, rng.choice(free)))
        sent += sorted(taken)
        sent += [(name, _written(marks)) for name, marks in self.typed]
        return sent + [button for button in self.buttons[:1] if button[0]]


def _written(marks: Mapping[str, str]) -> str:
    """Something that a field accepts."""
    if marks.get("type") == "date":
        return "2024-06-03"
    return "3" if marks.get("inputmode") else "Rien à ajouter."


class PageReader(HTMLParser):
    """The forms in the main part of a page, and the files that a browser fetches with it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.files: list[str] = []
        self._in_main = self._in_form = False
        self._options: list[str] | None = None
        self._before: dict[str, list[tuple[str, str]]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = {name: value or "" for name, value in attrs}
        address = marks.get("src") or (marks.get("href", "") if tag == "link" else "")
        if "/static/" in address:
            self.files.append(address)
        if tag == "main":
            self._in_main = True
        elif tag == "form" and self._in_main and marks.get("method", "").lower() == "post":
            before = self._before.get(marks.get("id", ""), [])
            self.forms.append(Form(marks.get("action", ""), buttons=[*before]))
            self._in_form = True
        elif tag == "button" and "form" in marks:  # of a form that comes later in the page
            button = (marks.get("name", ""), marks.get("value", ""))
            self._before.setdefault(marks["form"], []).append(button)
        elif self._in_form:
            self._field(tag, marks)

    def _field(self, tag: str, marks: Mapping[str, str]) -> None:
        form, name, value = self.forms[-1], marks.get("name", ""), marks.get("value", "")
        kind = marks.get("type", "text") if tag == "input" else tag
        if kind == "hidden":
            form.hidden.append((name, value))
        elif kind == "radio":
            form.choices.setdefault(name, []).append(value)
        elif kind == "checkbox":
            form.ticks.setdefault(name, []).append(value)
        elif kind == "button":
            form.buttons.append((name, value))
        elif kind == "select":
            self._options = []
            form.lists.append((name, self._options))
        elif kind == "option" and self._options is not None:
            self._options.append(value)
        elif kind in ("text", "date", "textarea"):
            form.typed.append((name, marks))

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._in_main = False
        elif tag == "form":
            self._in_form = False


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


class Browser:
    """One visitor: a connection, cookies, and the page that is shown."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.address = "/"
        self.times: list[float] = []
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def request(self, method: str, path: str, sent: Sequence[tuple[str, str]] = ()) -> Answer:
        """One request and its answer; redirections are not followed."""
        headers = {"Accept-Language": "fr", **self.headers}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        body = None
        if method == "POST":
            body = urlencode(list(sent))
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._close_if_left()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
            if "max-age=0" in line.lower():
                del self.cookies[name]
        return Answer(
            response.status,
            response.headers.get("Location", ""),
            content.decode("utf-8", "replace"),
        )

    def _close_if_left(self) -> None:
        """Servers close connections that stay idle: as browsers do, open another one."""
        waiting = self._connection.sock
        if waiting is not None and select.select([waiting], [], [], 0)[0]:
            self._connection.close()

    def visit(self, method: str, path: str, sent: Sequence[tuple[str, str]] = ()) -> PageReader:
        """A page, with the redirections that lead to it. Raises ValueError when there is none."""
        for _ in range(HOPS):
            start = time.perf_counter()
            answer = self.request(method, path, sent)
            self.times.append(time.perf_counter() - start)
            if answer.status not in (302, 303):
                break
            method, sent = "GET", ()
            path = _path(urljoin(path, answer.location))
        if answer.status != 200:
            raise ValueError(f"{method} {re.sub('[0-9a-z]{20,}', '…', path)}: {answer.status}")
        self.address = path
        return PageReader(answer.text)

    def submit(self, form: Form, rng: random.Random) -> PageReader:
        """Fill the form that is shown, and send it."""
        return self.visit("POST", urljoin(self.address, form.action), form.filled(rng))

    def close(self) -> None:
        self._connection.close()


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
