"""Answers chosen at random among those that may be given; None when there is none."""

from __future__ import annotations

import random

from app.surveys.questionnaires.engine.path import offered
from app.surveys.questionnaires.engine.question import Draw, Given, Question
from app.surveys.questionnaires.engine.rules import Value

ALONE = 0.1  # how often an option that excludes the others is chosen
_SPREAD = 60  # how far above its minimum a number without a maximum goes


def _codes(question: Question, given: Given) -> list[str]:
    return [option.code for option in offered(question, given)]


def option(question: Question, given: Given, rng: random.Random) -> Value | None:
    codes = _codes(question, given)
    return rng.choice(codes) if codes else None


def options(question: Question, given: Given, rng: random.Random) -> Value | None:
    codes = _codes(question, given)
    alone = [option.code for option in question.options if option.exclusive]
    free = [code for code in codes if code not in alone]
    if not free or (alone and rng.random() < ALONE):
        return [rng.choice(alone)] if alone else None
    most = min(len(free), question.max_choices or len(free))
    chosen = rng.sample(free, rng.randint(min(max(1, question.min_choices), most), most))
    return [code for code in codes if code in chosen]


def ranking(question: Question, given: Given, rng: random.Random) -> Value | None:
    codes = _codes(question, given)
    return rng.sample(codes, min(len(codes), question.max_choices or len(codes)))


def number_from(usual: float) -> Draw:
    """A whole number within the bounds, from `usual` up when there is no minimum."""

    def draw(question: Question, given: Given, rng: random.Random) -> Value | None:
        low, high = question.bounds(given)
        least = low if isinstance(low, float) else usual
        most = high if isinstance(high, float) else least + _SPREAD
        return float(rng.randint(round(least), max(round(least), round(most))))

    return draw


def day_like(usual: str) -> Draw:
    """One of the bounds, or `usual` when there are none."""

    def draw(question: Question, given: Given, rng: random.Random) -> Value | None:
        bounds = [bound for bound in question.bounds(given) if isinstance(bound, str)]
        return rng.choice(bounds or [usual])

    return draw


def text(question: Question, given: Given, rng: random.Random) -> Value | None:
    return "Lorem ipsum dolor sit amet"[: question.max_length]


def nothing(question: Question, given: Given, rng: random.Random) -> Value | None:
    return None
