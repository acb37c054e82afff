"""Surveys, in three features: questionnaires, campaigns, results. Each knows those before it."""

from flask import Flask

from app.surveys.blueprint import bp
from app.surveys.campaigns import commands, tasks  # noqa: F401  (tasks register by being imported)
from app.surveys.campaigns.views import answering
from app.surveys.questionnaires import views  # noqa: F401  (its routes)
from app.surveys.questionnaires.engine.piping import dotted
from app.surveys.questionnaires.forms.answer_words import field_value, written
from app.surveys.questionnaires.forms.filling import to_specify
from app.surveys.questionnaires.forms.question_blocks import said
from app.surveys.results import tasks as result_tasks  # noqa: F401
from app.surveys.results.presenting import benchmark_words, response_words
from app.surveys.results.views import open as public_page
from app.text import Text
from app.web import current_language


def init_app(app: Flask) -> None:
    app.jinja_env.filters["answer_text"] = lambda value, question: written(
        question, value, current_language()
    )
    app.jinja_env.filters["said"] = said
    app.jinja_env.filters["dotted"] = dotted
    app.jinja_env.filters["to_specify"] = to_specify
    app.jinja_env.filters["as_text"] = lambda value: Text.from_dict(value or {})
    app.jinja_env.filters["field_value"] = lambda value, question: field_value(
        value, question, current_language()
    )
    app.jinja_env.globals["response_words"] = response_words
    app.jinja_env.globals["benchmark_words"] = benchmark_words
    app.register_blueprint(bp)
    app.register_blueprint(answering.bp)
    app.register_blueprint(public_page.bp)
    app.cli.add_command(commands.survey)
