"""Results as pages, documents and files show them, in one language."""

from app.surveys.results.presenting.charts import benchmark_words
from app.surveys.results.presenting.context import cross_choices, presenter, published_context
from app.surveys.results.presenting.notes import comparability_words
from app.surveys.results.presenting.presenter import Presenter, ShownMeasure, by_section, cell_text

__all__ = [
    "Presenter",
    "ShownMeasure",
    "benchmark_words",
    "by_section",
    "cell_text",
    "comparability_words",
    "cross_choices",
    "presenter",
    "published_context",
]
