"""The application factory."""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    accounts,
    backup,
    demo,
    home,
    indicators,
    jobs,
    network,
    procurement,
    reports,
    roadmaps,
    surveys,
)
from app.config import ROOT, Settings, read_settings
from app.extensions import babel, csrf, db, htmx, login_manager, migrate
from app.web import bodies, errors, formats, language, once, security, shell

FEATURES = (
    jobs,
    accounts,
    surveys,
    indicators,
    roadmaps,
    procurement,
    network,
    reports,
    home,
    demo,
    backup,
)


def _engine_options(url: str) -> dict[str, Any]:
    """How the database is reached; a failure is logged without whose it is."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True}
    waits = {"connect_timeout": 5, "tcp_user_timeout": 15_000}  # seconds, milliseconds
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_timeout": 10,
        "connect_args": waits,
    }


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from settings, by default those of the environment."""
    settings = settings or read_settings(os.environ)
    app = Flask(__name__, static_url_path=shell.static_path())
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        SESSION_COOKIE_NAME="session" if settings.local else "__Host-session",
        SESSION_COOKIE_SECURE=not settings.local,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
        TRUSTED_HOSTS=settings.hosts,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # Referrer-Policy: no-referrer; the token is what counts
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        BABEL_DEFAULT_LOCALE="fr",
        PROPAGATE_EXCEPTIONS=False,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    settings.instance.mkdir(parents=True, exist_ok=True)
    bodies.init_app(app)  # before what asks for the form: the token's check, the sign-in
    for extension in (db, csrf, htmx, login_manager):
        extension.init_app(app)
    app.request_class = bodies.FormRequest
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    babel.init_app(app, locale_selector=language.choose_language)
    app.register_blueprint(language.bp)
    for shell_part in (once, security, errors, formats, shell):
        shell_part.init_app(app)
    for feature in FEATURES:
        feature.init_app(app)
    return app
