"""Ballots of one size: their length says nothing of what is in them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.surveys.questionnaires.engine.kinds import sizing
from app.surveys.questionnaires.engine.model import CONFIRMED, SEED, Questionnaire
from app.surveys.questionnaires.engine.question import Question
from app.surveys.questionnaires.engine.rules import Value

_SEED_BYTES = 24
_AROUND = 8  # quotes, colon and comma of one answer
_ROUNDED_TO = 256


def ballot_size(questionnaire: Questionnaire) -> int:
    """How many bytes hold the longest possible answers to this questionnaire."""
    asked = [question for question in questionnaire.questions if question.asked]
    longest = 2 + sum(len(q.code) + _AROUND + _longest(q) for q in asked)
    longest += len(CONFIRMED) + _AROUND + sum(len(q.code) + 4 for q in asked if q.checks)
    longest += len(SEED) + _AROUND + _SEED_BYTES
    return -(-longest // _ROUNDED_TO) * _ROUNDED_TO


def _longest(question: Question) -> int:
    """One option or one reason for not answering is an answer too."""
    codes = [len(option.code) + sizing.AROUND for option in question.choices]
    return max([question.kind.size(question), *codes])


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
