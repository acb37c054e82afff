"""What is kept of a secret link or sign-in."""

from __future__ import annotations

import hashlib


def token_hash(token: str) -> str:
    """What we keep of a secret link or sign-in: 128 random bits and more need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
