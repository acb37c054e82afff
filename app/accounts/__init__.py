"""People, sign-in, roles, directorates, audit."""

from flask import Flask

from app.accounts import commands, views
from app.accounts.sign_in import prepare


def init_app(app: Flask) -> None:
    prepare(app)
    app.register_blueprint(views.bp)
    app.register_blueprint(views.people)
    app.cli.add_command(commands.user)
    app.cli.add_command(commands.people)
