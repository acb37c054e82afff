"""People, sign-in, roles, directorates, organisations, audit."""

from flask import Flask

from app.accounts import commands, tasks  # noqa: F401  (tasks are registered by being imported)
from app.accounts.sign_in import prepare
from app.accounts.views import organisations, people, signing_in


def init_app(app: Flask) -> None:
    prepare(app)
    app.register_blueprint(signing_in.bp)
    app.register_blueprint(people.bp)
    app.register_blueprint(organisations.bp)
    app.cli.add_command(commands.user)
    app.cli.add_command(commands.people)
