"""Questionnaires, campaigns, answering, results."""

from flask import Flask

from app.surveys import commands, tasks  # noqa: F401  (tasks are registered by being imported)
from app.surveys.forms import field_value, written
from app.surveys.presenting import benchmark_words, by_section, cell_text
from app.surveys.views import answering, builder, manage, results  # noqa: F401  (their routes)
from app.text import Text
from app.web import current_language


def init_app(app: Flask) -> None:
    app.jinja_env.filters["answer_text"] = lambda value, question: written(
        question, value, current_language()
    )
    app.jinja_env.filters["as_text"] = lambda value: Text.from_dict(value or {})
    app.jinja_env.filters["field_value"] = lambda value, question: field_value(
        value, question, current_language()
    )
    app.jinja_env.filters["by_section"] = by_section
    app.jinja_env.filters["cell_text"] = cell_text
    app.jinja_env.globals["benchmark_words"] = benchmark_words
    app.register_blueprint(manage.bp)
    app.register_blueprint(answering.bp)
    app.register_blueprint(results.open.bp)
    app.cli.add_command(commands.survey)
