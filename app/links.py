"""Personal links: a token that needs our key, so that no copy of the data gives it away."""

from __future__ import annotations

import base64
import hmac
import secrets

_MAC_BYTES = 16


def new_nonce() -> str:
    """What makes a link its own, even if its number is given out again."""
    return secrets.token_hex(8)


def token(secret_key: str, purpose: str, number: int, nonce: str) -> str:
    """The token of row `number` of what links are for; what was made before nonces has none."""
    message = f"{purpose}:{number}" + (f":{nonce}" if nonce else "")
    mac = hmac.new(secret_key.encode(), message.encode(), "sha256").digest()
    return f"{number}-{base32(mac[:_MAC_BYTES])}"


def number_in(code: str) -> int | None:
    """The number that a token names; the caller checks the code itself against the row's own."""
    number = code.split("-", 1)[0]
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    return int(number)


def same_code(expected: str, typed: str) -> bool:
    """Whether two codes are the same, in constant time."""
    return hmac.compare_digest(expected.encode(), typed.strip().lower().encode())


def base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()
