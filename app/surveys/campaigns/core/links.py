"""Personal links, resume codes, and the keys of drafts."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_LINK_BYTES = 16
_SLIP_SIGNS = 6
_RESUME_BYTES = 15  # 120 bits: 24 characters of base 32


def new_nonce() -> str:
    """What makes the link of an invitation its own, even if its number is given out again."""
    return secrets.token_hex(8)


def link_token(secret_key: str, number: int, nonce: str) -> str:
    """The token of an invitation: it needs our key, so no copy of the data leaks it.

    Invitations made before nonces have none, and keep the links that were sent.
    """
    message = f"invitation:{number}" + (f":{nonce}" if nonce else "")
    mac = hmac.new(secret_key.encode(), message.encode(), "sha256").digest()
    return f"{number}-{_base32(mac[:_LINK_BYTES])}"


def slip_code(secret_key: str, number: int, nonce: str) -> str:
    """The short code of a paper slip: it opens nothing; the mission types it in with a sheet."""
    _, mac = link_token(secret_key, number, nonce).split("-", 1)
    return f"{number}-{mac[:_SLIP_SIGNS]}"


def number_in(code: str) -> int | None:
    """The number of the invitation that a token or a slip names; the caller checks the code itself
    against the invitation's own."""
    number = code.split("-", 1)[0]
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    return int(number)


def same_code(expected: str, typed: str) -> bool:
    """Whether two codes are the same, in constant time."""
    return hmac.compare_digest(expected.encode(), typed.strip().lower().encode())


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()


def new_resume_code() -> str:
    """A code that only the respondent holds; the draft's key follows from it."""
    text = _base32(secrets.token_bytes(_RESUME_BYTES))
    return "-".join(text[i : i + 6] for i in range(0, 24, 6))


def draft_key(resume_code: str, invitation_id: int) -> bytes:
    """The 32-byte key of a draft. 120 random bits need no slow derivation."""
    code = "".join(resume_code.split()).replace("-", "").lower()
    return hashlib.blake2b(
        code.encode(),
        digest_size=32,
        person=b"isonomia-draft",
        salt=f"{invitation_id}".encode()[:16],
    ).digest()
