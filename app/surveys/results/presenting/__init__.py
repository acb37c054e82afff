"""Results as pages, documents and files show them, in one language."""

from app.surveys.results.presenting.charts import battery_chart, benchmark_words
from app.surveys.results.presenting.context import View, cross_choices, presenter, published_context
from app.surveys.results.presenting.notes import comparability_words, response_words
from app.surveys.results.presenting.presenter import Presenter, ShownMeasure
from app.surveys.results.presenting.wording import frozen_words, proposed_words

__all__ = [
    "Presenter",
    "ShownMeasure",
    "View",
    "battery_chart",
    "benchmark_words",
    "comparability_words",
    "cross_choices",
    "frozen_words",
    "presenter",
    "proposed_words",
    "published_context",
    "response_words",
]
