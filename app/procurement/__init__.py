"""Tenders and the equality annex, whose form is a questionnaire of surveys."""

from flask import Flask

from app.procurement import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
