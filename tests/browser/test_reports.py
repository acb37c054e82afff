"""The report in a browser: the page that is given away, the round of a version by keyboard."""

import pytest

from app.reports import making
from app.reports.core.approval import Step
from app.reports.core.layouts import Layout
from app.reports.rendering import State, page
from app.text import LANGUAGES
from tests.browser.axe import axe_violations
from tests.browser.conftest import DESK, PHONE
from tests.reports.conftest import import_agents


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_that_is_given_away_is_for_everybody(app, chromium, now, tmp_path, language):
    import_agents(60, 2023, now)
    content = making.draft(2023, Layout.BUDGET, language)
    file = tmp_path / "report.html"
    file.write_text(page(content, State(1, Step.PUBLISHED, "Favorable.")), encoding="utf-8")
    for size in (DESK, PHONE):
        context = chromium.new_context(viewport=size, java_script_enabled=True)
        sheet = context.new_page()
        sheet.goto(file.as_uri())
        assert axe_violations(sheet) == []
        width = sheet.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"]
        context.close()
