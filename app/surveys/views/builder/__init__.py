"""Writing a questionnaire, without writing code."""

from app.surveys.views.builder import outline, parts, trial  # noqa: F401  (routes)
