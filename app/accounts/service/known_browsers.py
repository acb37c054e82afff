"""Browsers that an account has signed in with: what others in their network try is not theirs.

An authority is one network for thousands of people. Without this, somebody there who tries many
passwords would keep all the others out.
"""

from __future__ import annotations

import hmac
import secrets


def mark_of(email: str, key: str) -> str:
    """What a browser keeps once this account has signed in with it."""
    browser = secrets.token_hex(16)
    return f"{browser}.{_seal(browser, email, key)}"


def browser_of(mark: str, email: str, key: str) -> str:
    """The browser that has this mark of the account; empty when it has none."""
    browser, _, seal = mark.partition(".")
    return (
        browser if hmac.compare_digest(seal.encode(), _seal(browser, email, key).encode()) else ""
    )


def _seal(browser: str, email: str, key: str) -> str:
    said = f"known browser:{browser}:{email.strip().lower()}"
    return hmac.new(key.encode(), said.encode(), "sha256").hexdigest()
