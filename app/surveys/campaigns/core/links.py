"""Personal links, resume codes, and the keys of drafts."""

from __future__ import annotations

import hashlib
import secrets

from app.links import base32, token

_SLIP_SIGNS = 6
_RESUME_BYTES = 15  # 120 bits: 24 characters of base 32


def link_token(secret_key: str, number: int, nonce: str) -> str:
    """The token of an invitation. Those made before nonces keep the links that were sent."""
    return token(secret_key, "invitation", number, nonce)


def slip_code(secret_key: str, number: int, nonce: str) -> str:
    """The short code of a paper slip: it opens nothing; the mission types it in with a sheet."""
    _, mac = link_token(secret_key, number, nonce).split("-", 1)
    return f"{number}-{mac[:_SLIP_SIGNS]}"


def new_resume_code() -> str:
    """A code that only the respondent holds; the draft's key follows from it."""
    text = base32(secrets.token_bytes(_RESUME_BYTES))
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
