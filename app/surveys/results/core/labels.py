"""What groups and reasons are called."""

from __future__ import annotations

from app.statistics.disclosure import REST, Cross, Group
from app.surveys.questionnaires.engine import Questionnaire
from app.surveys.questionnaires.engine.model import Absence
from app.surveys.questionnaires.engine.question import MISSING_LABELS
from app.text import Text, both

ALL = Text("Ensemble", "All")
ALL_CODE = "~all"
#: Words for the groups of people that nearly every table compares.
PEOPLE = {"woman": Text("Femmes", "Women"), "man": Text("Hommes", "Men")}
_TOGETHER = Text("Autres, regroupés", "Others, together")

REASON_LABELS = {
    **{reason.value: label for reason, label in MISSING_LABELS.items()},
    f"~{Absence.LEFT_EMPTY.value}": Text("Sans réponse", "Left empty"),
}


def group_label(questionnaire: Questionnaire, cross: Cross, group: Group) -> Text:
    """The name of a group, its values joined by commas; all people for the empty one."""
    if not group:
        return ALL
    if group == REST:
        return _TOGETHER
    parts = [_value(questionnaire, name, value) for name, value in zip(cross, group, strict=True)]
    return Text(", ".join(p.fr for p in parts), ", ".join(p.en for p in parts))


def _value(questionnaire: Questionnaire, name: str, value: str) -> Text:
    if value in PEOPLE:
        return PEOPLE[value]
    options = {option.code: option.label for option in questionnaire.by_code[name].options}
    return options.get(value) or both(value)


def group_code(group: Group) -> str:
    return "/".join(group) or ALL_CODE
