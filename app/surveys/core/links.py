"""Personal links, resume codes, and the keys of drafts."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_LINK_BYTES = 16
_SLIP_SIGNS = 6
_RESUME_BYTES = 15  # 120 bits: 24 signs of base 32


def link_token(secret_key: str, invitation_id: int) -> str:
    """The personal link of an invitation: nothing of it is stored, so no copy of data leaks it."""
    mac = hmac.new(secret_key.encode(), f"invitation:{invitation_id}".encode(), "sha256").digest()
    return f"{invitation_id}-{_base32(mac[:_LINK_BYTES])}"


def invitation_of_token(secret_key: str, token: str) -> int | None:
    """The invitation that a personal link names, or None when the link was not made by us."""
    number = token.split("-", 1)[0]
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    expected = link_token(secret_key, int(number))
    return int(number) if hmac.compare_digest(expected.encode(), token.encode()) else None


def slip_code(secret_key: str, invitation_id: int) -> str:
    """The short code of a paper slip: it opens nothing, the mission types it in for a sheet."""
    number, mac = link_token(secret_key, invitation_id).split("-", 1)
    return f"{number}-{mac[:_SLIP_SIGNS]}"


def invitation_of_slip(secret_key: str, code: str) -> int | None:
    """The invitation of a slip, or None when the code was not made by us."""
    number = code.split("-", 1)[0]
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        return None
    expected = slip_code(secret_key, int(number))
    return int(number) if hmac.compare_digest(expected.encode(), code.lower().encode()) else None


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
