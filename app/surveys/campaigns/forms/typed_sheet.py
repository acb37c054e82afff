"""Answers typed in from paper, by the numbers printed there."""

from __future__ import annotations

from collections.abc import Sequence

from app.surveys.questionnaires.engine import Question


def values_of(question: Question, typed: str) -> list[str]:
    """What the fields of a question would send, from the numbers typed for it.

    Choices are typed by number: `2`, or `1 3` for several, first to last for a ranking. A number
    that no answer has is sent as it is, so that the reader refuses it.
    """
    if not question.kind.chosen:
        codes = [m.value for m in question.missing]
        return [codes[0]] if typed.strip() == "-" and codes else [typed]
    codes = [option.code for option in question.choices]
    return [_numbered(codes, number) for number in typed.replace(",", " ").split()]


def _numbered(codes: Sequence[str], number: str) -> str:
    known = (
        number.isascii() and number.isdigit() and len(number) < 4 and 1 <= int(number) <= len(codes)
    )
    return codes[int(number) - 1] if known else number
