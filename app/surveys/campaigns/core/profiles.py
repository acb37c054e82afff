"""Profiles: how many invited people share one, and which answers could tell somebody apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.surveys.questionnaires.engine import Answers, Question, Questionnaire, Value
from app.surveys.questionnaires.engine.question import Missing

GROUPED = "grouped"

Profile = tuple[str, ...]


def grouped_profile(
    questionnaire: Questionnaire,
    answers: Mapping[str, Value],
    population: Sequence[tuple[Profile, int]],
    group: int,
) -> Answers:
    """The answers with a profile that at least `group` invited people are bound to share.

    `population` counts the invited people by the values of the questionnaire's profile questions,
    in their order. A profile question is kept only when it splits the people who share the answers
    before it into classes of `group` or more, for all of them; otherwise it is grouped for all of
    them, and so are the questions after it. Hence two ballots either show the same kept answers, or
    belong to two classes of `group` invited people each. People whose attribute is unknown to the
    directory join the class that they declare.
    """
    kept = dict(answers)
    codes = [question.code for question in questionnaire.profile]
    sharing = list(population)
    for position, code in enumerate(codes):
        classes: Counter[str] = Counter()
        for values, count in sharing:
            classes[values[position]] += count
        classes.pop("", None)
        value = kept.get(code)
        if any(size < group for size in classes.values()):
            _group(kept, codes[position:])
            break
        if not _told(value) or value not in classes:
            if _told(value):  # unknown to the directory: stored as if not given
                del kept[code]
            _group(kept, codes[position + 1 :])
            break
        sharing = [entry for entry in sharing if entry[0][position] == value]
    return kept


def _group(answers: Answers, codes: Sequence[str]) -> None:
    for code in codes:
        if _told(answers.get(code)):
            answers[code] = GROUPED


def _told(value: Value | None) -> bool:
    return isinstance(value, str) and value not in set(Missing) and value != GROUPED


def profile_value(question: Question, attribute: str) -> str:
    """The option that stands for this value of the attribute; the value itself when none does."""
    for option in question.options:
        if attribute in (option.covers or (option.code,)):
            return option.code
    return attribute


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


@dataclass(frozen=True)
class Forecast:
    """What the profile questions would reveal about the people invited, if stored as answered.

    `alone` people share their profile with nobody, `under` with fewer than the threshold. For each
    question, in their order: the classes that are too small, and whether its answers will be kept
    (`grouped_profile` groups a question and all that follow once a class is too small).
    """

    total: int
    alone: int
    under: int
    small_classes: tuple[tuple[str, tuple[str, ...]], ...]
    kept: tuple[str, ...]


def forecast(
    questionnaire: Questionnaire, population: Sequence[tuple[Profile, int]], group: int
) -> Forecast:
    """How many invited people the profile questions would single out, before anybody answers."""
    small = []
    for position, question in enumerate(questionnaire.profile):
        classes: Counter[str] = Counter()
        for values, count in population:
            classes[values[position]] += count
        sizes = sorted(value for value, size in classes.items() if value and size < group)
        small.append((question.code, tuple(sizes)))
    return Forecast(
        total=sum(count for _, count in population),
        alone=sum(count for _, count in population if count == 1),
        under=sum(count for _, count in population if count < group),
        small_classes=tuple(small),
        kept=_kept_for_all(questionnaire, population, group),
    )


def _kept_for_all(
    questionnaire: Questionnaire, population: Sequence[tuple[Profile, int]], group: int
) -> tuple[str, ...]:
    """The profile questions that are grouped for nobody."""
    codes = [question.code for question in questionnaire.profile]
    kept = set(codes)
    for values, _ in population:
        answers: Answers = dict(zip(codes, values, strict=True))
        stored = grouped_profile(questionnaire, answers, population, group)
        kept -= {code for code in codes if stored.get(code) == GROUPED}
    return tuple(code for code in codes if code in kept)
