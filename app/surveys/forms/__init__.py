"""Forms and words of surveys."""

from app.surveys.forms.campaigns import (
    CampaignForm,
    LettersForm,
    OpenForm,
    PopulationForm,
    QuestionnaireFileForm,
    QuestionnaireForm,
    ReminderForm,
)
from app.surveys.forms.words import (
    audience_words,
    fault_words,
    loss_words,
    mode_words,
    opening_words,
    problem_words,
    state_words,
    unreadable_words,
)
from app.surveys.forms.written import field_value, written

__all__ = [
    "CampaignForm",
    "LettersForm",
    "OpenForm",
    "PopulationForm",
    "QuestionnaireFileForm",
    "QuestionnaireForm",
    "ReminderForm",
    "audience_words",
    "fault_words",
    "field_value",
    "loss_words",
    "mode_words",
    "opening_words",
    "problem_words",
    "state_words",
    "unreadable_words",
    "written",
]
