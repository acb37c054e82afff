"""Questionnaires for the mission: versions, files, the builder."""

from app.surveys.questionnaires.views import outline, parts, trial, versions  # noqa: F401  (routes)
