"""Answers given at random: what a questionnaire leads to, and what no walk has met."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.surveys.questionnaires.engine.checks import failed_checks
from app.surveys.questionnaires.engine.form_answers import Answers
from app.surveys.questionnaires.engine.model import SEED, SEEDS, Questionnaire
from app.surveys.questionnaires.engine.path import Path, follow, required
from app.surveys.questionnaires.engine.question import Question
from app.surveys.questionnaires.engine.rules import Value

_TRIES = 20
_BLANK = 0.1  # how often an optional question is left empty, or a reason for not answering chosen


def walk(questionnaire: Questionnaire, rng: random.Random) -> Answers:
    """Answers that could be sent, chosen at random page by page.

    A check that no draw satisfies in a few tries leaves its question empty, as people do.
    """
    answers: Answers = {}
    if questionnaire.in_random_order:
        answers[SEED] = float(rng.randrange(SEEDS))
    done: set[str] = set()
    while True:
        path = follow(questionnaire, answers)
        question = next((q for q in path.questions if q.asked and q.code not in done), None)
        if question is None:
            return answers
        done.add(question.code)
        for _ in range(_TRIES):
            value = _draw(question, path, rng)
            given = path.given if value is None else {**path.given, question.code: value}
            if not failed_checks([question], given):
                if value is not None:
                    answers[question.code] = value
                break


def _draw(question: Question, path: Path, rng: random.Random) -> Value | None:
    if not required(question, path.given) and rng.random() < _BLANK:
        return None
    if question.missing and rng.random() < _BLANK:
        return rng.choice(question.missing).value
    return question.kind.draw(question, path.given, rng)


@dataclass(frozen=True)
class Coverage:
    """What many walks met: how often each question, the longest and the shortest path."""

    walks: int
    met: Counter[str]
    longest: int
    shortest: int
    never: tuple[str, ...]


def coverage(questionnaire: Questionnaire, walks: Iterable[Answers]) -> Coverage:
    met: Counter[str] = Counter()
    lengths = []
    for answers in walks:
        asked = [q.code for q in follow(questionnaire, answers).questions if q.counted]
        met.update(asked)
        lengths.append(len(asked))
    never = tuple(q.code for q in questionnaire.counted if q.code not in met)
    return Coverage(len(lengths), met, max(lengths, default=0), min(lengths, default=0), never)
