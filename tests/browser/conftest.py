"""A real browser on a real server: Chromium of the system, the application in a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from app.accounts.models import Person
from app.extensions import db
from tests.browser.axe import axe_violations
from tests.people import sign_in

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1360, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """The address of the application."""
    db.session.commit()
    made = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()


@pytest.fixture(params=["js", "nojs"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "js")


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, server: str, app: Flask) -> Iterator[Open]:
    """A function that opens a page as somebody, with or without JavaScript."""
    contexts: list[BrowserContext] = []
    scripted: dict[BrowserContext, bool] = {}

    def make(
        person: Person | None = None,
        javascript: bool = True,
        phone: bool = False,
        language: str = "fr",
        dark: bool = False,
    ) -> Page:
        context = chromium.new_context(
            base_url=server,
            java_script_enabled=javascript,
            viewport=PHONE if phone else DESK,
            locale="fr-FR" if language == "fr" else "en-GB",
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        scripted[context] = javascript
        if person is not None:
            client = sign_in(app, person)
            client.speak(language)
            cookie = client.browser.get_cookie("session")
            assert cookie is not None
            context.add_cookies([{"name": "session", "value": cookie.value, "url": server}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.on(
            "console",
            lambda said: errors.append(said.text) if said.type == "error" else None,
        )
        return page

    errors: list[str] = []
    yield make
    broken = []
    for context in contexts:
        for page in context.pages:
            if page.url != "about:blank" and scripted[context]:
                broken += [f"{page.url}: {said}" for said in axe_violations(page)]
        context.close()
    assert broken == []
    # Answers with an error status are part of some journeys; anything else is a fault.
    assert [e for e in errors if "Failed to load resource" not in e] == []
