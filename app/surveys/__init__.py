"""Questionnaires, campaigns, answering, results."""

from flask import Flask

from app.surveys import commands, tasks  # noqa: F401  (tasks are registered by being imported)
from app.surveys.views import answering, manage


def init_app(app: Flask) -> None:
    app.register_blueprint(manage.bp)
    app.register_blueprint(answering.bp)
    app.cli.add_command(commands.survey)
