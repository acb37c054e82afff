"""Every page: walked or named with its reason, found from the menu, opened by its roles alone."""

import re

import pytest
from flask import url_for

from app.config import ROOT
from app.permissions import ROLES, Permission, Role, allowed
from tests.people import Client, make_person, sign_in
from tests.site.walking import NO_PAGE, pages_of, readable_routes, site, unwalked  # noqa: F401

#: Pages that no entry of the menu leads to, and why.
NO_ENTRY = {
    "home.privacy": "at the foot of every page",
    "home.legal": "at the foot of every page",
    "home.accessibility": "at the foot of every page",
    "home.listening": "at the foot of every page",
}
#: Pages that ask more than a role, and what.
MANDATE = {
    "annex.page": "the link of one firm",
    "annex.review": "the link of one firm",
    "annex.start": "the link of one firm",
    "answering.later": "the invitation of one person",
    "answering.page": "the invitation of one person",
    "answering.review": "the invitation of one person",
    "answering.start": "the invitation of one person",
    "roadmaps.correct_answer": "the ambassador of the roadmap, or the mission",
    "roadmaps.correct_note": "the ambassador of the roadmap, or the mission",
    "roadmaps.edit": "the ambassador of the roadmap, or the mission; the mission alone for plans",
    "roadmaps.monitoring": "everybody once it is frozen; the mission before that",
    "roadmaps.new": "the ambassador of the roadmap, or the mission; the mission alone for plans",
    "roadmaps.update": "the ambassador of the roadmap, or the mission",
    "surveys.wave_results": "published results; the mission before that",
}


@pytest.mark.slow
def test_every_address_is_walked_or_named_with_its_reason(site):  # noqa: F811
    assert unwalked(site.app, site.pages) == set()
    assert set(NO_PAGE) <= set(readable_routes(site.app)), "a reason for an address that is gone"
    assert set(NO_ENTRY) | set(MANDATE) <= set(site.pages), "a reason for a page that is gone"


@pytest.mark.slow
def test_what_is_named_no_page_is_none(site):  # noqa: F811
    for endpoint, arguments in readable_routes(site.app).items():
        if endpoint in NO_PAGE and not arguments:
            with site.app.test_request_context():
                path = url_for(endpoint)
            assert b"<main" not in site.client.browser.get(path).data, endpoint


def test_a_page_that_nobody_walks_is_told(migrated_app):
    """A page without argument is walked at once; one with an argument is told by its name."""
    assert "people.index" in pages_of(migrated_app, {})
    assert "people.edit" in unwalked(migrated_app, pages_of(migrated_app, {}))


@pytest.mark.slow
def test_each_page_has_a_title_and_an_entry_of_the_menu(site):  # noqa: F811
    for endpoint, paths in site.pages.items():
        for path in paths:
            html = site.client.get(path).get_data(as_text=True) if path in site.paths else ""
            menu = re.search(r'<nav class="side".*?</nav>', html, re.S)
            if html:
                assert re.search(r"<title>[^·]+ · Isonomia</title>", html), f"{endpoint}: no title"
            if menu and endpoint not in NO_ENTRY:
                assert 'aria-current="page"' in menu.group(), f"{endpoint}: no entry of the menu"


@pytest.mark.slow
def test_every_icon_of_a_page_is_in_the_sprite(site):  # noqa: F811
    sprite = (ROOT / "app/static/vendor/icons.svg").read_text()
    for path in site.paths:
        html = site.client.get(path).get_data(as_text=True)
        for name in set(re.findall(r"icons\.svg#([a-z0-9-]*)", html)):
            assert f'id="{name}"' in sprite, f"{path}: {name}"


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_pages_only(site, role):  # noqa: F811
    client = sign_in(site.app, make_person(role))
    for endpoint, paths in site.pages.items():
        permission = site.permission(endpoint)
        for path in paths:
            if permission is not None and not allowed({role}, permission):
                client.get(path, 403)
            elif endpoint not in MANDATE and path in site.paths:
                client.get(path)


@pytest.mark.slow
def test_nobody_enters_without_signing_in(site):  # noqa: F811
    visitor = Client(site.app)
    for endpoint, paths in site.pages.items():
        for path in paths if site.permission(endpoint) is not None else ():
            assert visitor.get(path, 302).location.startswith("/sign-in"), path


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_the_pages_that_need_no_argument(as_role, migrated_app, role):
    client = as_role(role)
    for endpoint, [path, *_] in pages_of(migrated_app, {}).items():
        permission = migrated_app.view_functions[endpoint].permission
        if permission is not None:
            client.get(path, 200 if allowed({role}, permission) else 403)


def test_every_role_and_permission_is_in_the_table():
    assert set(ROLES) == set(Role)
    assert set().union(*ROLES.values()) == set(Permission)
    assert not allowed([], Permission.HOME)
