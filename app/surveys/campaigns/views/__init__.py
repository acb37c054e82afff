"""Campaigns for the mission, and answering for whoever is invited."""

from app.surveys.campaigns.views import (  # noqa: F401  (routes)
    announcing,
    answering,
    campaigns,
    classes,
    forecasting,
    inviting,
    named_answers,
    opening_closing,
    paper,
)
