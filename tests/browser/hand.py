"""What somebody does at a page, counted."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from app.documents.spreadsheets import XLSX


class Hand:
    """Somebody at a page: each click, field filled, file chosen is one act."""

    def __init__(self) -> None:
        self.acts = 0

    def goes(self, page: Page, address: str) -> None:
        self.acts += 1
        page.goto(address)

    def clicks(self, target: Locator) -> None:
        self.acts += 1
        target.click()

    def writes(self, target: Locator, words: str) -> None:
        self.acts += 1
        target.fill(words)

    def sends(self, target: Locator, name: str, content: bytes) -> None:
        self.acts += 1
        target.set_input_files({"name": name, "mimeType": XLSX, "buffer": content})


def press_until(page: Page, what: str, key: str = "Tab") -> None:
    for _ in range(80):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", what):
            return
    raise AssertionError(f"the keyboard does not reach {what}")
