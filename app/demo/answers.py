"""Managers and their answers to the survey, leaning as the authority described.

Published: 387 managers invited at the start of 2024, 226 answers; middling knowledge,
awareness that is widespread and stronger among women, low commitment, appetite for the future.
Every answer is generated from a fixed seed.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from app.surveys.questionnaires.engine import Answers, Question, Questionnaire, Shape
from app.text import Text

SEED = 387226
INVITED, ANSWERED = 387, 226
#: Answers by declared sex; the rest of the 226 prefers not to say.
BY_SEX = {"woman": 92, "man": 118}
OPENED, CLOSED = dt.date(2024, 1, 15), dt.date(2024, 2, 16)

_SIZES = (9, 24, 14, 8, 7, 22, 13, 21, 34, 18, 14, 16, 17, 27, 29, 12, 21, 18, 9, 16, 23, 15)

#: Shares of the five steps of a scale, by section: (women, men). No step is so rare that
#: disclosure control would hide most of a table.
_LEANING = {
    "knowledge": ((12, 22, 27, 26, 13), (13, 26, 28, 22, 11)),
    "sensitivity": ((9, 10, 13, 37, 31), (10, 15, 22, 34, 19)),
    "means": ((16, 27, 25, 20, 12), (17, 29, 26, 18, 10)),
    "commitment": ((18, 29, 25, 17, 11), (20, 32, 25, 14, 9)),
    "expectations": ((9, 10, 13, 36, 32), (10, 11, 18, 38, 23)),
}
#: The same of questions that lean as their section does not, in the order of their own options:
#: women see fewer equal chances (s2), and react more often (s3).
_OWN_LEANING = {
    "s2": ((17, 27, 24, 21, 11), (9, 16, 25, 31, 19)),
    "s3": ((13, 22, 19, 30, 16), (22, 17, 16, 20, 25)),
    "e1": ((9, 13, 26, 34, 18), (11, 16, 28, 31, 14)),
    "e4": ((10, 17, 26, 31, 16), (12, 20, 27, 27, 14)),
    "e7": ((21, 31, 23, 15, 10), (16, 27, 26, 19, 12)),
}
#: Agreeing means the opposite of leaning upwards.
_BACKWARDS = {"s2", "e7"}
#: How often each option of several choices is taken.
_FREQUENT = {"m5": (12, 18, 19, 12, 20, 22, 11)}

#: Categories compared as one: the few people of A+ would be too few.
CATEGORIES = ((Text("A (dont A+)", "A (including A+)"), ("a_plus", "a")),)
#: Directorates in areas of expertise, and how far people of each lean towards the upper steps.
AREAS = (
    (Text("Ressources", "Resources"), ("d01", "d02", "d03", "d04", "d05", "d06", "d07"), 0.05),
    (
        Text("Mobilités et espace public", "Mobility and public space"),
        ("d08", "d09", "d21", "d22"),
        -0.25,
    ),
    (Text("Aménagement et économie", "Planning and economy"), ("d10", "d11", "d13"), 0.0),
    (Text("Environnement", "Environment"), ("d14", "d15", "d16"), -0.1),
    (
        Text("Solidarités et culture", "Solidarity and culture"),
        ("d12", "d17", "d18", "d19", "d20"),
        0.3,
    ),
)


@dataclass(frozen=True)
class Manager:
    number: int
    sex: str
    category: str
    directorate: str


def managers() -> list[Manager]:
    """The 387 people invited."""
    rng = random.Random(SEED)
    people: list[Manager] = []
    for position, size in enumerate(_SIZES):
        for _ in range(size):
            sex = "woman" if rng.random() < 0.42 else "man"
            category = rng.choices(("a_plus", "a", "b", "c"), (7, 45, 33, 15))[0]
            people.append(Manager(len(people) + 1, sex, category, f"d{position + 1:02d}"))
    assert len(people) == INVITED, len(people)
    return people


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
    drawn: list[Answers] = [{} for _ in people]
    for section in questionnaire.sections:
        for question in section.questions:
            if question.profile:
                for (manager, sex, _), answers in zip(people, drawn, strict=True):
                    own = sex if question.profile == "sex" else getattr(manager, question.profile)
                    answers[question.code] = own
            else:
                for sex, (_, directorates, lean) in product(("woman", "man"), AREAS):
                    ours = [
                        answers
                        for (manager, _, _), answers in zip(people, drawn, strict=True)
                        if manager.sex == sex and manager.directorate in directorates
                    ]
                    given = _given(rng, section.code, question, sex, lean, len(ours))
                    for answers, values in zip(ours, given, strict=True):
                        answers[question.code] = values
    return drawn


def _given(
    rng: random.Random, section: str, question: Question, sex: str, lean: float, count: int
) -> list[str | list[str]]:
    """Answers of this many people of one sex and one area, in random order."""
    codes = [option.code for option in question.options]
    if question.kind.shape is Shape.OPTIONS:
        free = [option.code for option in question.options if not option.exclusive]
        weights = _FREQUENT.get(question.code, (1,) * len(free))
        most = question.max_choices or 2
        return [_chosen(rng, free, weights, rng.randint(1, most)) for _ in range(count)]
    shares: Sequence[float] = range(len(codes) + 2, 2, -1)
    if question.kind.ordered or question.code in _OWN_LEANING:
        women, men = _OWN_LEANING.get(question.code) or _LEANING[section]
        shares = women if sex == "woman" else men
    if question.kind.ordered:
        shares = [sum(shares[: -len(codes) + 1]), *shares[-len(codes) + 1 :]]
        lean = -lean if question.code in _BACKWARDS else lean
        shares = [share * math.exp(lean * place) for place, share in enumerate(shares)]
    shares = [share * rng.uniform(0.85, 1.15) for share in shares]
    codes_drawn: list[str | list[str]] = []
    silent = round(count * 0.05) if question.missing else 0
    for code, share in zip(codes, shares, strict=True):
        codes_drawn += [code] * round((count - silent) * share / sum(shares))
    codes_drawn += [question.missing[0].value] * silent if question.missing else []
    codes_drawn = codes_drawn[:count] + [codes[-2]] * (count - len(codes_drawn))
    rng.shuffle(codes_drawn)
    return codes_drawn


def _chosen(
    rng: random.Random, codes: Sequence[str], weights: Sequence[float], count: int
) -> list[str]:
    """So many different options, the heavier ones more often."""
    left = dict(zip(codes, weights, strict=True))
    chosen: list[str] = []
    while len(chosen) < count:
        [code] = rng.choices(list(left), list(left.values()))
        del left[code]
        chosen.append(code)
    return chosen
