"""Answers given at random: what a questionnaire leads to, and what no walk has met."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.surveys.questionnaire.answers import Answers, failed_checks
from app.surveys.questionnaire.model import (
    CHOICE_KINDS,
    SEED,
    SEEDS,
    Question,
    QuestionKind,
    Questionnaire,
)
from app.surveys.questionnaire.path import Path, follow, offered, required
from app.surveys.questionnaire.rules import Value

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
            if value is None:
                break
            if not failed_checks([question], {**path.given, question.code: value}):
                answers[question.code] = value
                break


def _draw(question: Question, path: Path, rng: random.Random) -> Value | None:
    if not required(question, path.given) and rng.random() < _BLANK:
        return None
    if question.missing and rng.random() < _BLANK:
        return rng.choice(question.missing).value
    codes = [option.code for option in offered(question, path.given)]
    if question.kind in CHOICE_KINDS:
        return rng.choice(codes) if codes else None
    if question.kind is QuestionKind.MULTIPLE:
        return _some(question, codes, rng)
    if question.kind is QuestionKind.RANKING:
        return rng.sample(codes, min(len(codes), question.max_choices or len(codes)))
    if question.kind is QuestionKind.TEXT:
        return "Lorem ipsum dolor sit amet"[: question.max_length]
    return _measured(question, path, rng)


def _some(question: Question, codes: list[str], rng: random.Random) -> Value | None:
    alone = [option.code for option in question.options if option.exclusive]
    free = [code for code in codes if code not in alone]
    if not free or (alone and rng.random() < _BLANK):
        return [rng.choice(alone)] if alone else None
    most = min(len(free), question.max_choices or len(free))
    chosen = rng.sample(free, rng.randint(min(max(1, question.min_choices), most), most))
    return [code for code in codes if code in chosen]


def _measured(question: Question, path: Path, rng: random.Random) -> Value:
    low = question.low.evaluate(path.given) if question.low else None
    high = question.high.evaluate(path.given) if question.high else None
    if question.kind in (QuestionKind.DATE, QuestionKind.MONTH):
        given = [bound for bound in (low, high) if isinstance(bound, str)]
        return rng.choice(
            given or ["2024-06-03"[: 10 if question.kind is QuestionKind.DATE else 7]]
        )
    least = low if isinstance(low, float) else 1950.0 if question.kind is QuestionKind.YEAR else 0.0
    most = high if isinstance(high, float) else least + 60
    return float(rng.randint(round(least), max(round(least), round(most))))


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
        asked = [q.code for q in follow(questionnaire, answers).questions if q.asked]
        met.update(asked)
        lengths.append(len(asked))
    never = tuple(q.code for q in questionnaire.questions if q.asked and q.code not in met)
    return Coverage(len(lengths), met, max(lengths, default=0), min(lengths, default=0), never)
