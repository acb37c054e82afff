"""What a page asks the database does not grow with the rows that it shows."""

import re

import pytest

from tests.people import Client
from tests.site.crowd import asked_by, fill, statements
from tests.site.walking import site  # noqa: F401  (a fixture)

pytestmark = pytest.mark.slow

MOST = 40
WRITES = re.compile("INSERT|UPDATE|DELETE")


def test_pages_ask_no_more_of_a_hundred_rows_than_of_ten(site):  # noqa: F811
    fill(0, 10)
    few = asked_by(site)
    fill(10, 100)
    many = asked_by(site)
    counts = {path: (len(few[path]), len(asked)) for path, asked in many.items()}
    print(f"sql_max {max(most for _, most in counts.values())} statements")
    grown = {path: n for path, n in counts.items() if n[1] > n[0] or n[1] > MOST}
    assert grown == {}, "\n".join(map(str, sorted(grown.items(), key=lambda i: i[1])))
    written = {path for path, asked in many.items() if any(WRITES.match(s) for s in asked)}
    assert written == {path for path in many if _traced(site, path)}


def test_heads_of_pages_are_those_of_reading(site):  # noqa: F811
    """Mail scanners and previews of links ask for them: no view takes them for a form."""
    for path in site.paths:
        status = site.client._request("GET", path).status_code
        with statements() as asked:
            head = site.client._request("HEAD", path)
        assert (head.status_code, head.data) == (status, b""), path
        assert _traced(site, path) or not any(WRITES.match(each) for each in asked), path


def test_nobody_unknown_takes_a_turn_to_write(site, monkeypatch):  # noqa: F811
    turns = []
    for place in ("app.web.guard", "app.web.once"):
        monkeypatch.setattr(f"{place}.begin_writing", lambda: turns.append(1))
    for path in (p for p in site.paths if _traced(site, p)):
        Client(site.app).get(path, 302)
        assert turns == [], path
        site.client._request("GET", path)
        assert turns.pop() == 1, path


def _traced(site, path):  # noqa: F811
    """Whether reading this page is declared to be written in the audit."""
    endpoint, _ = site.app.url_map.bind("localhost").match(path.split("?")[0])
    return getattr(site.app.view_functions[endpoint], "traced", False)
