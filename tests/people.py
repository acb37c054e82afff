"""A test client that inspects each page it fetches, and people to fetch them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.accounts.service import people, sign_ins
from app.extensions import db, utcnow
from app.permissions import Role
from app.web.once import new_number

_numbers = itertools.count(1)


def make_person(*roles: str, email: str = "", name: str = "", **values: Any) -> Person:
    """A person with an account; to be committed with what it belongs to."""
    number = next(_numbers)
    person = people.add_person(
        email or f"personne{number}@metropole.example",
        name or f"Personne {number}",
        frozenset(map(Role, roles)),
    )
    person.password_hash = "chosen"  # of no password
    for field, value in values.items():
        setattr(person, field, value)
    return person


def sign_in_as(app: Flask, roles: Iterable[str], **values: Any) -> Client:
    """The client of a new person, signed in without the cost of a password."""
    return sign_in(app, make_person(*roles, **values))


def sign_in(app: Flask, person: Person) -> Client:
    client = Client(app)
    client.person_id = person.id
    sign_ins.start_sign_in(person, utcnow())
    token = person.sign_in_token
    db.session.commit()
    with client.browser.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client


class Page(HTMLParser):
    """What the inspection of a page needs to know of it."""

    VOID = frozenset(
        [
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "source",
            "track",
            "wbr",
            "path",
            "circle",
            "rect",
            "line",
            "use",
        ]
    )

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.title = ""
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.forms: list[dict[str, str | None]] = []
        self.buttons: list[dict[str, str | None]] = []
        self._form = ""
        self.tokens = 0
        self.inline: list[str] = []
        self.references: list[str] = []
        self.language: str | None = None
        self.stack: list[str] = []
        self.text_of: list[tuple[str, str]] = []
        self._languages: list[str] = []
        self._wrapping_labels = 0
        self.unbalanced: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang")
        language = values.get("lang") or (self._languages[-1] if self._languages else "")
        if tag not in self.VOID:
            self.stack.append(tag)
            self._languages.append(language or "")
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label":
            self._wrapping_labels += 1
            if values.get("for"):
                self.labelled.add(values["for"] or "")
        if tag in ("input", "select", "textarea"):
            values["_tag"] = tag
            values["_wrapped"] = "yes" if self._wrapping_labels else None
            self.fields.append(values)
            self.tokens += values.get("name") == "csrf_token"
        if tag == "option" and "selected" in values:
            self.fields[-1]["value"] = values.get("value")
        if tag == "form":
            self._form = values.get("id") or f"form {len(self.forms)}"
            self.forms.append(values | {"_name": self._form})
        values["_form"] = values.get("form") or self._form
        if tag == "button" and values.get("type", "submit") == "submit":
            self.buttons.append(values)
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        for name in ("aria-describedby", "aria-labelledby"):
            self.references += (values.get(name) or "").split()
        if (values.get("href") or "").startswith("#"):
            self.references.append((values["href"] or "")[1:])

    def held(self, name: str) -> list[str]:
        """What the fields of this name hold, as a browser would send it."""
        ticked = [
            field
            for field in self.fields
            if field.get("type") not in ("radio", "checkbox") or "checked" in field
        ]
        return [f["value"] for f in ticked if f.get("name") == name and f.get("value")]  # type: ignore[misc]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if tag == "label":
            self._wrapping_labels -= 1
        if tag == "form":
            self._form = ""
        if not self.stack or self.stack[-1] != tag:
            self.unbalanced.append(tag)
            return
        self.stack.pop()
        self._languages.pop()

    def handle_data(self, data: str) -> None:
        inside = self.stack[-1] if self.stack else ""
        if inside == "textarea":
            self.fields[-1]["value"] = data
        if inside == "title" and "svg" not in self.stack:
            self.title += data
        if inside not in ("script", "style", "code", "title", "option") and data.strip():
            self.text_of.append((self._languages[-1] if self._languages else "", data.strip()))


#: Fields in which Enter does not send the form, as its first button would.
MUTE = {"hidden", "file", "submit", "image", "button", "reset"}


def wrong_defaults(page: Page) -> list[str]:
    """Forms whose Enter key does another thing than their main button.

    A browser takes the first button of the form, in the order of the page. It must be the main one
    (`btn` alone), or a hidden twin of it, or save where the main one cannot be undone; a form of
    one button has no choice.
    """
    found = []
    for form in page.forms:
        name = form["_name"]
        own = [button for button in page.buttons if button["_form"] == name]
        typed = [
            field
            for field in page.fields
            if field["_form"] == name and field["_tag"] == "input" and field.get("type") not in MUTE
        ]
        acts = [(button.get("name"), button.get("value")) for button in own]
        main = [act for act, button in zip(acts, own, strict=True) if button.get("class") == "btn"]
        if {("go", "publish"), ("go", "send")} & set(acts) and ("go", "save") in acts:
            main = [("go", "save")]
        if typed and own and acts[0] not in (main or acts[:1] * (len(set(acts)) == 1)):
            found.append(f"Enter in {form.get('action') or name} does {acts[0]}, not {main}")
    return found


@lru_cache(maxsize=4)
def page_of(html: str) -> Page:
    """A page read once: it is inspected as it comes, then looked into by its test."""
    return Page(html)


def inspect(page: Page) -> list[str]:
    """What is wrong with a whole page."""
    found = []
    if page.headings.count(1) != 1:
        found.append(f"{page.headings.count(1)} h1")
    steps = zip(page.headings, page.headings[1:], strict=False)
    if any(after > before + 1 for before, after in steps):
        found.append(f"a level of heading is skipped: {page.headings}")
    if not page.title.strip() or page.title.strip().startswith("·"):
        found.append("no title")
    doubles = {name for name in page.ids if page.ids.count(name) > 1}
    if doubles:
        found.append(f"doubled ids {sorted(doubles)}")
    if page.inline:
        found.append(f"inline style or script {page.inline}")
    if page.unbalanced:
        found.append(f"unbalanced tags {page.unbalanced}")
    lost = {name for name in page.references if name and name not in page.ids}
    if lost:
        found.append(f"references to nothing {sorted(lost)}")
    for field in page.fields:
        kind = field.get("type")
        named = field.get("id") in page.labelled or field.get("_wrapped") or field.get("aria-label")
        if kind not in ("hidden", "submit") and not named:
            found.append(f"field without label {field.get('name')}")
    posts = [form for form in page.forms if (form.get("method") or "").lower() == "post"]
    if page.tokens < len(posts):
        found.append(f"{len(posts)} posting forms, {page.tokens} tokens")
    found += wrong_defaults(page)
    if page.language not in ("fr", "en"):
        found.append("no language")
    return found


def seen_on(html: str) -> str:
    """What the form of this page was made from, as it sends it back."""
    [found] = Page(html).held("seen")
    return found


class Client:
    """A browser without JavaScript; every whole page that it gets is inspected."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser: FlaskClient = app.test_client()
        self.person_id = 0

    def get(self, path: str, status: int | tuple[int, ...] = 200, **options: Any) -> TestResponse:
        response = self._request("GET", path, **options)
        return self._checked(response, path, status)

    def _request(self, method: str, path: str, **options: Any) -> TestResponse:
        """A request in a context and a database session of its own, as in a server."""
        db.session.rollback()
        with self.app.app_context():
            return self.browser.open(path, method=method, **options)

    def post(
        self, path: str, data: dict[str, Any] | None = None, status: int = 303, **options: Any
    ) -> TestResponse:
        """Send a form, with the token of this browser's session."""
        values = {"csrf_token": self.token(), "once": new_number(), **(data or {})}
        response = self._request("POST", path, data=values, **options)
        return self._checked(response, path, status)

    def seen(self, path: str) -> str:
        """What the form of a page was made from, as it sends it back."""
        return seen_on(self.get(path).get_data(as_text=True))

    def token(self) -> str:
        """The token that a form of this browser's session carries."""
        with self.browser.session_transaction() as session:
            raw = session.setdefault("csrf_token", "0" * 40)
        signer = URLSafeTimedSerializer(self.app.config["SECRET_KEY"], salt="wtf-csrf-token")
        return str(signer.dumps(raw))

    def speak(self, language: str) -> Client:
        with self.browser.session_transaction() as session:
            session["language"] = language
        return self

    def _checked(
        self, response: TestResponse, path: str, status: int | tuple[int, ...]
    ) -> TestResponse:
        text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        said = re.sub(r"\s+", " ", text)[-600:]
        wanted = status if isinstance(status, tuple) else (status,)
        assert response.status_code in wanted, f"{path}: {response.status_code}\n{said}"
        if text.startswith("<!doctype html>"):
            problems = inspect(page_of(text))
            assert not problems, f"{path}: {problems}"
        return response


#: Fields of every page, and of the small forms beside its main one.
BESIDE = {"csrf_token", "once", "next", "language", "reason"}


def held(client: Client, address: str) -> dict[str, str]:
    """What the main form of a page holds, as a browser would send it back."""
    page = page_of(client.get(address).get_data(as_text=True))
    names = {str(field["name"]) for field in page.fields if field.get("name")} - BESIDE
    return {name: page.held(name)[0] for name in sorted(names) if page.held(name)}
