"""Survey structures of LimeSurvey (.lss), versions 3 to 6."""

from app.surveys.questionnaires.formats.limesurvey.reading import read_limesurvey

__all__ = ["read_limesurvey"]
