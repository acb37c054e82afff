"""The agents' file, the indicators made from it, their tables."""

from flask import Flask

from app.indicators import commands, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(views.hr)
    app.cli.add_command(commands.hr)
