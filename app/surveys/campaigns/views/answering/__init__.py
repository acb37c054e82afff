"""Answering a questionnaire, with or without an account, with or without JavaScript.

Nothing here writes to a log, a job or the audit: no trace joins a person to an hour.
"""

from app.surveys.campaigns.views.answering import entrance, pages, sending  # noqa: F401  (routes)
from app.surveys.campaigns.views.answering.respondent import bp

__all__ = ["bp"]
