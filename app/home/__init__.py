"""The first page of each role, and the pages that every site owes its readers."""

from flask import Flask

from app.home import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
