"""Fingerprints, which show whether something has changed since a form was made from it."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def fingerprint(value: Any) -> str:
    """A short name of a value made of mappings, lists, texts and numbers."""
    content = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()
