"""Questionnaires for the mission: versions, files, the builder."""

from app.surveys.questionnaires.views import outline, trial, versions, writing  # noqa: F401  (routes)
