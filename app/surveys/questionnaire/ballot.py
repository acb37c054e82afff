"""Ballots of one size: their length says nothing of what is in them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.surveys.questionnaire.model import (
    CONFIRMED,
    LIST_KINDS,
    SEED,
    Question,
    QuestionKind,
    Questionnaire,
)
from app.surveys.questionnaire.rules import Value

_NUMBER_BYTES = 24
_UTF8_BYTES = 4  # the longest sign of a text, and more than an escaped quote or line break
_AROUND = 8  # quotes, colon and comma of one answer
_ROUNDED_TO = 256


def ballot_size(questionnaire: Questionnaire) -> int:
    """Bytes that hold the longest possible answers to this questionnaire."""
    asked = [question for question in questionnaire.questions if question.asked]
    longest = 2 + sum(len(q.code) + _AROUND + _longest(q) for q in asked)
    longest += len(CONFIRMED) + _AROUND + sum(len(q.code) + 4 for q in asked if q.checks)
    longest += len(SEED) + _AROUND + _NUMBER_BYTES
    return -(-longest // _ROUNDED_TO) * _ROUNDED_TO


def _longest(question: Question) -> int:
    codes = [len(option.code) + 4 for option in question.choices]
    if question.kind is QuestionKind.TEXT:
        own = question.max_length * _UTF8_BYTES
    elif question.kind in LIST_KINDS:
        own = sum(codes)
    else:
        own = _NUMBER_BYTES
    return max([own, *codes])


def pad_ballot(answers: Mapping[str, Value], size: int) -> bytes:
    """The answers in exactly `size` bytes. Raises ValueError when they do not fit."""
    content = json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()
    if len(content) > size:
        raise ValueError("the answers are longer than this questionnaire allows")
    return content.ljust(size)


def open_ballot(content: bytes) -> dict[str, Value]:
    """The answers in a padded ballot."""
    answers: dict[str, Value] = json.loads(content)
    return answers
