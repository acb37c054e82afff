"""axe-core on every page, in both themes and both languages; targets and overflow on a phone."""

import pytest

from app.accounts.models import Person
from app.extensions import db
from tests.browser.axe import axe_violations
from tests.site.test_languages import everything  # noqa: F401  (a fixture)

SMALL_TARGETS = """
() => [...document.querySelectorAll("a, button, input, select, textarea, summary")].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || e.closest(".vh, .skip, p, li:not(.links li), td, th, dd, .src, .crumbs")) return false;
  const around = e.closest("label") ? e.closest("label").getBoundingClientRect() : box;
  return e.type !== "hidden" && around.height < 44;
}).map(e => e.outerHTML.slice(0, 90))
"""


def visit(client, server, open_page, paths, language, dark, phone):
    """What is wrong on each page."""
    page = open_page(
        db.session.get_one(Person, client.person_id), language=language, dark=dark, phone=phone
    )
    session = client.browser.get_cookie("session").value
    page.context.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "url": server}
            for cookie in client.browser._cookies.values()
            if cookie.value != session
        ]
    )
    found = []
    for path in paths:
        page.goto(path)
        found += [f"{path}: {said}" for said in axe_violations(page)]
        width = page.evaluate("document.documentElement.scrollWidth")
        if phone and width > 390:
            found.append(f"{path}: {width} pixels wide")
        if phone:
            found += [f"{path}: small target {e}" for e in page.evaluate(SMALL_TARGETS)]
    return found


@pytest.mark.once
@pytest.mark.parametrize(
    ("language", "dark", "phone"),
    [("fr", False, False), ("en", True, False), ("fr", True, True), ("en", False, True)],
)
def test_every_page(everything, server, open_page, language, dark, phone):  # noqa: F811
    client, paths = everything
    public = ["/sign-in", "/lost-password", "/nowhere", "/help/components"]
    assert visit(client, server, open_page, [*paths, *public], language, dark, phone) == []
