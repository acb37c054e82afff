"""The comparisons that a campaign declares before it opens, and what attributes are called."""

from __future__ import annotations

from collections.abc import Sequence

from app.statistics.disclosure import Cross
from app.surveys.questionnaires.engine import Questionnaire
from app.text import Text

#: Words for the attributes that the directory knows, after « selon ».
ATTRIBUTES = {
    "sex": Text("le sexe", "sex"),
    "category": Text("la catégorie", "category"),
    "directorate": Text("la direction", "directorate"),
    "territory": Text("le territoire", "territory"),
    "age": Text("l’âge", "age"),
}


def read_crosses(declared: Sequence[str]) -> list[Cross]:
    """Declared crosses, `sex` or `sex*territory`: every single attribute first."""
    crosses = [tuple(each.split("*")) for each in declared]
    single = dict.fromkeys((attribute,) for cross in crosses for attribute in cross)
    return [*single, *dict.fromkeys(cross for cross in crosses if len(cross) > 1)]


def attribute_label(questionnaire: Questionnaire, name: str) -> Text:
    """What an attribute is called: by the directory, else by the question that asks for it."""
    question = questionnaire.by_code[name]
    return ATTRIBUTES.get(question.profile) or question.label
