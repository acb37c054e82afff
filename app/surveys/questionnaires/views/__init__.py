"""Questionnaires for the mission: versions, files, the builder."""

from app.surveys.questionnaires.views import (  # noqa: F401  (routes)
    importing,
    outline,
    removing,
    trial,
    versions,
    writing,
)
