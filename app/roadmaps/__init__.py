"""Programmes, policies, roadmaps, actions and their progress updates."""

from flask import Flask

from app.roadmaps import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
