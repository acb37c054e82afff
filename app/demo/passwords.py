"""Addresses and passwords of the demonstration's accounts."""

from __future__ import annotations

import base64
import hmac

from app.permissions import Role
from app.web.settings import settings

DOMAIN = "demo.example"


def password_of(role: Role) -> str:
    """The password of a demonstration account: from the instance's own key and the role."""
    mac = hmac.new(settings().secret_key.encode(), f"demo:{role}".encode(), "sha256").digest()
    return base64.b32encode(mac[:10]).decode().lower()
