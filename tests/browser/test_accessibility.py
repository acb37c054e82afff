"""axe-core on every page, in both themes and both languages; targets and overflow on a phone."""

import pytest

from app.accounts.models import Person
from app.extensions import db
from tests.browser.axe import axe_violations, axe_violations_of_looks
from tests.browser.conftest import DESK, PHONE
from tests.site.walking import site  # noqa: F401  (a fixture)

SMALL_TARGETS = """
() => [...document.querySelectorAll("a, button, input, select, textarea, summary")].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || e.closest(".vh, .skip, p, li:not(.links li), td, th, dd, .src, .crumbs")) return false;
  const around = e.closest("label") ? e.closest("label").getBoundingClientRect() : box;
  return e.type !== "hidden" && around.height < 44;
}).map(e => e.outerHTML.slice(0, 90))
"""


def as_member(site, server, open_page, language):  # noqa: F811
    """The page of who is signed in with every role, and holds an invitation."""
    client = site.client
    page = open_page(db.session.get_one(Person, client.person_id), language=language)
    session = client.browser.get_cookie("session").value
    page.context.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "url": server}
            for cookie in client.browser._cookies.values()
            if cookie.value != session
        ]
    )
    return page


def faults(page, path):
    """What is wrong on a page: on a desk in the light theme, then on a phone in the dark one."""
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    page.goto(path, wait_until="domcontentloaded")
    said = axe_violations(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    said += axe_violations_of_looks(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    said += [f"{width} pixels wide"] if width > PHONE["width"] else []
    said += [f"small target {e}" for e in page.evaluate(SMALL_TARGETS)]
    return [f"{path}: {each}" for each in said]


@pytest.mark.once
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page(site, server, open_page, language):  # noqa: F811
    member = as_member(site, server, open_page, language)
    visitor = open_page(language=language)
    visits = [(member, path) for path in (*site.paths, "/nowhere")]
    visits += [(visitor, path) for path in site.signed_out]
    assert [fault for page, path in visits for fault in faults(page, path)] == []
