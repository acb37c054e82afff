"""Results as pages, documents and files show them, in one language."""

from app.surveys.presenting.charts import benchmark_words
from app.surveys.presenting.context import cross_choices, presenter, published_context
from app.surveys.presenting.sentences import comparability_words, cross_title
from app.surveys.presenting.shown import Presenter, Shown, by_section, cell_text

__all__ = [
    "Presenter",
    "Shown",
    "benchmark_words",
    "by_section",
    "cell_text",
    "comparability_words",
    "cross_choices",
    "cross_title",
    "presenter",
    "published_context",
]
