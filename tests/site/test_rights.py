"""Every role on every page: the table of what each one gets."""

import pytest

from app.permissions import ROLES, Permission, Role, allowed

PAGES = {
    "/surveys/": Permission.SURVEY_READ,
    "/surveys/new": Permission.SURVEY_MANAGE,
    "/surveys/questionnaires/import": Permission.SURVEY_MANAGE,
    "/surveys/questionnaires/new": Permission.SURVEY_MANAGE,
    "/roadmaps/": Permission.ROADMAP_READ,
    "/tenders/": Permission.TENDER_READ,
    "/tenders/new": Permission.TENDER_MANAGE,
    "/territory": Permission.TERRITORY_READ,
    "/agents-file/": Permission.HR_IMPORT,
    "/agents-file/template": Permission.HR_IMPORT,
    "/indicators/": Permission.INDICATOR_READ,
    "/report/": Permission.REPORT_READ,
    "/people/": Permission.ACCOUNT_MANAGE,
    "/people/new": Permission.ACCOUNT_MANAGE,
    "/people/import": Permission.ACCOUNT_MANAGE,
    "/help/components": Permission.ACCOUNT_MANAGE,
    "/": Permission.HOME,
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_pages_only(as_role, role):
    client = as_role(role)
    for path, permission in PAGES.items():
        client.get(path, 200 if allowed({role}, permission) else 403)


@pytest.mark.parametrize("path", [path for path in PAGES])
def test_nobody_enters_without_signing_in(client, path):
    assert client.get(path, 302).location.startswith("/sign-in")


def test_every_role_and_permission_is_in_the_table():
    assert set(ROLES) == set(Role)
    assert set().union(*ROLES.values()) == set(Permission)
    assert not allowed([], Permission.HOME)
