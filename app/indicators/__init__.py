"""The agents' file, the indicators made from it, their tables."""

from functools import partial

from flask import Flask

from app.indicators import commands, views
from app.indicators.following import GIVERS
from app.indicators.following.hr import hr_figures
from app.indicators.following.surveys import survey_figures
from app.web.settings import hr_thresholds_of


def init_app(app: Flask) -> None:
    app.register_blueprint(views.bp)
    app.register_blueprint(views.hr)
    app.cli.add_command(commands.hr)
    GIVERS["hr"] = partial(hr_figures, hr_thresholds_of(app.config["SETTINGS"]))
    GIVERS["survey"] = survey_figures
