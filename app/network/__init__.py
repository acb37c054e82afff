"""The territory and its elected bodies."""

from flask import Flask

from app.network import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
