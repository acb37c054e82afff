"""What every page has: assets, navigation, language."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, has_request_context
from flask_login import current_user
from markupsafe import Markup

from app.config import ROOT
from app.extensions import can_write
from app.permissions import ROLES, Permission, Role
from app.text import LANGUAGES
from app.web.files import reading_words
from app.web.language import current_language
from app.web.navigation import navigation
from app.web.render import present_page

STATIC = ROOT / "app" / "static"


@lru_cache(maxsize=1)
def static_path(folder: Path = STATIC) -> str:
    """Where all assets are, by a name for their present state: a changed file changes every address."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return f"/static/{digest.hexdigest()[:16]}"


@cache
def icon(name: str) -> Markup:
    """A decorative icon of the sprite."""
    return Markup(
        '<svg class="ico" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    ).format(f"{static_path()}/vendor/icons.svg", name)


def my_permissions() -> frozenset[Permission]:
    """What the person signed in may do, for the buttons of a page."""
    roles: frozenset[Role] = getattr(current_user, "roles", frozenset())
    return frozenset().union(*(ROLES[role] for role in roles))


def page_context() -> dict[str, Any]:
    if not has_request_context():
        return {}
    language = current_language()
    return {
        "language": language,
        "other_language": next(code for code in LANGUAGES if code != language),
        "here": present_page(),
        "navigation": navigation,
        "settings": current_app.config["SETTINGS"],
        "my_permissions": my_permissions,
        "demo_data": False,
    }


def init_app(app: Flask) -> None:
    app.context_processor(page_context)
    app.jinja_env.globals["icon"] = icon
    app.jinja_env.globals["reading_words"] = reading_words
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    @app.get("/healthz")
    def health() -> tuple[str, int]:
        """For machines: whether pages can be made and what is typed can be kept."""
        return ("ok", 200) if can_write() else ("the database cannot be written", 503)

    health.permission = None  # type: ignore[attr-defined]
