"""Programmes, policies, roadmaps, actions and their progress updates."""

from flask import Flask

from app.indicators.following import AIMS
from app.roadmaps import tasks, views  # noqa: F401  (its work and its routes)
from app.roadmaps.blueprint import bp
from app.roadmaps.core.paper import shortened
from app.roadmaps.core.periods import read_period
from app.roadmaps.forms import figures, steering_words, words
from app.roadmaps.forms.aimed import aims_of_roadmaps
from app.roadmaps.forms.standing import course_words, standing_words
from app.roadmaps.service.paces import GATE
from app.web.settings import hr_thresholds_of


def init_app(app: Flask) -> None:
    GATE["cell"] = hr_thresholds_of(app.config["SETTINGS"]).cell
    filters = app.jinja_env.filters
    filters["period_words"] = words.period_words
    filters["as_period"] = lambda code: words.period_words(read_period(code))
    filters["measured"], filters["counted"] = figures.measured, figures.counted
    filters["range_words"] = figures.range_words
    filters["shortened"] = shortened
    filters["standing_words"], filters["course_words"] = standing_words, course_words
    app.jinja_env.globals["roadmap_words"] = words
    app.jinja_env.globals["steering_words"] = steering_words
    AIMS["roadmaps"] = aims_of_roadmaps
    app.register_blueprint(bp)
