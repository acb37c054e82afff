"""Reasons for not answering in the vocabulary of DDI."""

from __future__ import annotations

from app.surveys.questionnaires.engine import Missing
from app.surveys.questionnaires.engine.question import MISSING_LABELS
from app.text import Text

_MISSING_TYPES = {
    Missing.DONT_KNOW: "DK",
    Missing.PREFERS_NOT_TO_SAY: "REF",
    Missing.NOT_APPLICABLE: "NA",
}


def missing_words(missing: Missing) -> tuple[Text, str]:
    return MISSING_LABELS[missing], _MISSING_TYPES[missing]
