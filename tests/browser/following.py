"""Pages that follow the work of a worker."""

from playwright.sync_api import Page, expect

from app.jobs.service import run_all


def follow(page: Page, javascript: bool) -> None:
    """Let the worker work, and wait for the page, which follows by itself or when it is asked."""
    expect(page.get_by_role("link", name="Recharger")).to_be_visible()
    run_all()
    if not javascript:
        page.get_by_role("link", name="Recharger").click()
    expect(page.get_by_role("link", name="Recharger")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
