"""Campaigns for the mission, and answering for whoever is invited."""

from app.surveys.campaigns.views import (  # noqa: F401  (routes)
    announcing,
    answering,
    campaigns,
    classes,
    declaring,
    forecasting,
    inviting,
    messages,
    named_answers,
    opening_closing,
    paper,
    people,
)
