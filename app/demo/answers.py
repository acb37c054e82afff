"""Managers and their answers to the survey, leaning as the authority described.

Published: 387 managers invited at the start of 2024, 226 answers; middling knowledge, sensitivity
widespread and stronger among women, low commitment, appetite for the future. Every answer is
generated from a fixed seed.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from app.surveys.questionnaire import Answers, Question, Questionnaire, QuestionKind

SEED = 387226
INVITED, ANSWERED = 387, 226
#: Answers by declared sex; the rest of the 226 prefers not to say.
BY_SEX = {"woman": 92, "man": 118}
OPENED, CLOSED = dt.date(2024, 1, 15), dt.date(2024, 2, 16)

_SIZES = (9, 24, 14, 8, 7, 22, 13, 21, 34, 18, 14, 16, 17, 27, 29, 12, 21, 18, 9, 16, 23, 15)

#: Chances of the five steps of a scale, by section: (women, men).
_LEANING = {
    "knowledge": ((8, 22, 30, 30, 10), (10, 26, 30, 27, 7)),
    "sensitivity": ((3, 6, 14, 41, 36), (7, 14, 23, 38, 18)),
    "means": ((14, 28, 28, 22, 8), (16, 30, 28, 20, 6)),
    "commitment": ((17, 31, 26, 19, 7), (20, 33, 27, 15, 5)),
    "expectations": ((2, 5, 12, 44, 37), (5, 9, 19, 42, 25)),
}


@dataclass(frozen=True)
class Manager:
    number: int
    sex: str
    category: str
    directorate: str


def managers() -> list[Manager]:
    """The 387 people invited."""
    rng = random.Random(SEED)
    found: list[Manager] = []
    for position, size in enumerate(_SIZES):
        for _ in range(size):
            sex = "woman" if rng.random() < 0.42 else "man"
            category = rng.choices(("a_plus", "a", "b", "c"), (4, 48, 33, 15))[0]
            found.append(Manager(len(found) + 1, sex, category, f"d{position + 1:02d}"))
    assert len(found) == INVITED, len(found)
    return found


def respondents(invited: Sequence[Manager]) -> list[tuple[Manager, str, dt.date]]:
    """Who answered, the sex they declare, and the day: (manager, code, day)."""
    rng = random.Random(SEED + 1)
    chosen: list[tuple[Manager, str, dt.date]] = []
    days = [OPENED + dt.timedelta(days=offset) for offset in range((CLOSED - OPENED).days)]
    left = list(invited)
    rng.shuffle(left)
    for sex, count in BY_SEX.items():
        ours = [manager for manager in left if manager.sex == sex][:count]
        chosen += [(manager, sex, rng.choice(days)) for manager in ours]
    taken = {manager.number for manager, _, _ in chosen}
    others = [manager for manager in left if manager.number not in taken]
    silent = others[: ANSWERED - len(chosen)]
    chosen += [(manager, "~prefers_not_to_say", rng.choice(days)) for manager in silent]
    return chosen


def answers_of(
    questionnaire: Questionnaire, people: Sequence[tuple[Manager, str, dt.date]]
) -> list[Answers]:
    """Answers of each respondent, in their order."""
    rng = random.Random(SEED + 2)
    found: list[Answers] = [{} for _ in people]
    for section in questionnaire.sections:
        for question in section.questions:
            for (manager, sex, _), answers in zip(people, found, strict=True):
                if question.profile == "sex":
                    answers[question.code] = sex
                elif question.profile:
                    answers[question.code] = getattr(manager, question.profile)
                else:
                    answers[question.code] = _answer(rng, section.code, question, manager.sex)
    return found


def _answer(rng: random.Random, section: str, question: Question, sex: str) -> str | list[str]:
    if question.missing and rng.random() < 0.04:
        return question.missing[0].value
    codes = [option.code for option in question.options]
    if question.kind is QuestionKind.SCALE:
        women, men = _LEANING[section]
        return rng.choices(codes, women if sex == "woman" else men)[0]
    if question.kind is QuestionKind.MULTIPLE:
        free = [option.code for option in question.options if not option.exclusive]
        return rng.sample(free, rng.randint(1, question.max_choices or 2))
    return rng.choices(codes, range(len(codes), 0, -1))[0]
