"""What was checked, carried by the page that asks to confirm it: nothing is stored until then."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import json
import zlib
from collections.abc import Mapping
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

#: How long a check may be confirmed.
LIFE = dt.timedelta(hours=4)


def seal(content: Mapping[str, Any], purpose: str, secret_key: str, now: dt.datetime) -> str:
    """Content for a hidden field to carry: compressed, and sealed with the instance's key for one
    purpose, so that the page holds nothing that can be read or changed."""
    dated = {**content, "until": (now + LIFE).timestamp()}
    packed = zlib.compress(json.dumps(dated, default=str).encode(), 6)
    return base64.b64encode(_box(purpose, secret_key).encrypt(packed)).decode()


def unseal(sealed: str, purpose: str, secret_key: str, now: dt.datetime) -> dict[str, Any] | None:
    """Content as it was sealed; None when it is too old, not ours, or for another purpose."""
    box = _box(purpose, secret_key)
    try:
        content: dict[str, Any] = json.loads(zlib.decompress(box.decrypt(base64.b64decode(sealed))))
    except (CryptoError, ValueError, zlib.error):
        return None
    until = dt.datetime.fromtimestamp(content.pop("until"), dt.UTC)
    if not now <= until <= now + LIFE:
        return None  # too old, or sealed under a clock that was ahead
    return content


def _box(purpose: str, secret_key: str) -> SecretBox:
    return SecretBox(hmac.new(secret_key.encode(), purpose.encode(), "sha256").digest())


def seal_bytes(content: bytes, purpose: str, secret_key: str) -> bytes:
    """Content that waits in the database, readable by this instance alone."""
    return bytes(_box(purpose, secret_key).encrypt(content))


def unseal_bytes(sealed: bytes, purpose: str, secret_key: str) -> bytes | None:
    """Content as it was sealed; None when it is not ours, or for another purpose."""
    try:
        return _box(purpose, secret_key).decrypt(sealed)
    except CryptoError:
        return None
