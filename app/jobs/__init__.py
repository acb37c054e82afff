"""Background work: one table, one worker loop, the outbox of mail."""

from flask import Flask

from app.jobs import commands, tasks  # noqa: F401  (tasks are registered by being imported)


def init_app(app: Flask) -> None:
    app.cli.add_command(commands.worker)
    app.cli.add_command(commands.mail)
