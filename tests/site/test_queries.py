"""What a page asks the database does not grow with the rows that it shows."""

import pytest

from tests.site.crowd import asked_by, fill
from tests.site.walking import site  # noqa: F401  (a fixture)

pytestmark = pytest.mark.slow

MOST = 40


def test_pages_ask_no_more_of_a_hundred_rows_than_of_ten(site):  # noqa: F811
    fill(0, 10)
    few = asked_by(site)
    fill(10, 100)
    many = asked_by(site)
    worst = {path: (few[path], many[path]) for path in many}
    grown = {path: n for path, n in worst.items() if n[1] > n[0] or n[1] > MOST}
    print(f"sql_max {max(many.values())} statements")
    assert grown == {}, "\n".join(map(str, sorted(grown.items(), key=lambda i: i[1])))
