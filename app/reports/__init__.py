"""The annual comparative situation report."""

from flask import Flask

from app.reports import commands, tasks, views  # noqa: F401  (tasks register by being imported)


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.cli.add_command(commands.report)
