"""The answers that LimeSurvey itself provides, in both languages."""

from __future__ import annotations

from app.surveys.questionnaires.formats.html_to_text import Bilingual


def _points(most: int) -> list[tuple[str, str, Bilingual]]:
    names = [str(number) for number in range(1, most + 1)]
    return [(name, name, {"fr": name, "en": name}) for name in names]


#: By type: the code in the file, the code here, the words.
FIXED: dict[str, list[tuple[str, str, Bilingual]]] = {
    "5": _points(5),
    "A": _points(5),
    "B": _points(10),
    "C": [
        ("Y", "yes", {"fr": "Oui", "en": "Yes"}),
        ("U", "uncertain", {"fr": "Sans certitude", "en": "Uncertain"}),
        ("N", "no", {"fr": "Non", "en": "No"}),
    ],
    "E": [
        ("I", "increase", {"fr": "En hausse", "en": "Increase"}),
        ("S", "same", {"fr": "Sans changement", "en": "Same"}),
        ("D", "decrease", {"fr": "En baisse", "en": "Decrease"}),
    ],
    "G": [
        ("F", "f", {"fr": "Femme", "en": "Female"}),
        ("M", "m", {"fr": "Homme", "en": "Male"}),
    ],
}
SCALES = {
    "5": "points_5",
    "A": "points_5",
    "B": "points_10",
    "C": "yes_uncertain_no",
    "E": "change",
}
YES_NO = {"Y": "yes", "N": "no"}
OTHER = {"fr": "Autre", "en": "Other"}
OTHER_NAME = "-oth-"
COMMENT = {"fr": "Commentaire", "en": "Comment"}
NOT_VALID = {"fr": "Cette réponse ne convient pas.", "en": "This answer is not valid."}
