"""Programmes, policies, roadmaps, actions and their progress updates."""

from flask import Flask

from app.roadmaps import views  # noqa: F401  (its routes)
from app.roadmaps.blueprint import bp
from app.roadmaps.forms import words


def init_app(app: Flask) -> None:
    app.jinja_env.filters["period_words"] = words.period_words
    app.jinja_env.globals["roadmap_words"] = words
    app.register_blueprint(bp)
