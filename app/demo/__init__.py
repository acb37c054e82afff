"""Demonstration data, built on the real figures of Clermont Auvergne Métropole."""

from typing import Any

from flask import Flask, g

from app.demo import commands
from app.demo.models import DemoLoad
from app.extensions import db


def is_demo() -> bool:
    """Whether this database holds demonstration data, so that every page says it."""
    return db.session.get(DemoLoad, 1) is not None


def init_app(app: Flask) -> None:
    app.extensions["demo_data"] = is_demo
    app.cli.add_command(commands.demo)

    @app.context_processor
    def demo_context() -> dict[str, Any]:
        return {} if "failed" in g else {"demo_data": is_demo()}
