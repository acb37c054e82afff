"""The agents' file, the indicators made from it, their tables."""

from flask import Flask

from app.indicators import commands, tasks, views  # noqa: F401  (tasks are registered by being imported)
from app.indicators.following import GIVERS, Giver
from app.indicators.following.hr import hr_figures
from app.indicators.following.surveys import survey_figures
from app.indicators.forms import agents_file
from app.indicators.instance import scale_in
from app.permissions import Permission


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(views.hr)
    app.register_blueprint(views.entered)
    app.cli.add_command(commands.hr)
    app.config["INDEX_SCALE"] = scale_in(app.config["SETTINGS"].index_scale)
    app.jinja_env.globals |= {
        "file_words": agents_file.file_words,
        "question_words": agents_file.question_words,
        "question_choices": agents_file.question_choices,
    }
    GIVERS["hr"] = Giver(Permission.INDICATOR_READ, hr_figures)
    GIVERS["survey"] = Giver(Permission.SURVEY_READ, survey_figures)
