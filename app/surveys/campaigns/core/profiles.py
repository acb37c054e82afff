"""Profiles: what is known of the people invited, by the answers of the questionnaire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from app.surveys.questionnaires.engine import Option, Question, Questionnaire
from app.text import plain

Profile = tuple[str, ...]


#: Letters and words by which files give the sex of people, for the codes of the directory.
_USUAL = {
    "woman": {"f", "w", "femme", "feminin", "female", "mme", "madame"},
    "man": {"h", "m", "homme", "masculin", "male", "monsieur"},
}


def profile_value(question: Question, attribute: str) -> str:
    """The option that stands for this value of the attribute: by its code or what it covers, its
    label in either language, or a usual letter. The value itself when none does."""
    wanted = plain(attribute.strip()).replace("_", " ")
    for option in question.options:
        if attribute in (option.covers or (option.code,)):
            return option.code
    for option in question.options:
        labels = {plain(option.code), plain(option.label.fr), plain(option.label.en)}
        if wanted in labels | _USUAL.get(option.code, set()):
            return option.code
    return attribute


def attribute_of(option: Option) -> str:
    """The value of the attribute that an option stands for, as the directory gives it."""
    return (option.covers or (option.code,))[0]


def option_of(question: Question, value: str) -> Option | None:
    """The option that stands for a value of the attribute, if one does."""
    code = profile_value(question, value)
    return next((option for option in question.options if option.code == code), None)


def attribute_value(question: Question, value: str) -> str:
    """A value as the directory gives it, when an option stands for it; else as it is written."""
    option = option_of(question, value)
    return attribute_of(option) if option and value not in option.covers else value


def population_of(
    questionnaire: Questionnaire, people: Sequence[Mapping[str, str]]
) -> list[tuple[Profile, int]]:
    """How many of these people share each profile that the questionnaire asks for.

    Each person is a mapping of attributes; an unknown attribute counts as the empty text.
    """
    asked = questionnaire.profile
    counts = Counter(
        tuple(profile_value(q, person.get(q.profile) or "") for q in asked) for person in people
    )
    return sorted(counts.items())
