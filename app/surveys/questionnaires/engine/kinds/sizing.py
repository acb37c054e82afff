"""The bytes of the longest answer in a ballot, leaving aside reasons for not answering."""

from __future__ import annotations

from app.surveys.questionnaires.engine.question import Question

_SHORT = 24
_SIGN = 4  # the longest character in UTF-8, and more than an escaped quote or line break
AROUND = 4  # quotes and comma of one code


def short(question: Question) -> int:
    """A number, a day; the code of one option, which the ballot compares with all of them."""
    return _SHORT


def codes(question: Question) -> int:
    return sum(len(choice.code) + AROUND for choice in question.choices)


def text(question: Question) -> int:
    return question.max_length * _SIGN
