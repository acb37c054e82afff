"""Questionnaires and campaigns for the mission, and results for those who may read them."""

from app.surveys.views.manage import (  # noqa: F401  (routes)
    campaigns,
    fielding,
    inviting,
    named,
    paper,
    questionnaires,
)
from app.surveys.views.manage.blueprint import bp

__all__ = ["bp"]
