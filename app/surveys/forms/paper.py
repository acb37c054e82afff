"""The questionnaire on paper, and answers typed from it.

On paper every answer has a number; the entry screen takes these numbers from the keyboard.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template

from app.surveys.questionnaire import Question, Questionnaire
from app.surveys.questionnaire.model import CHOICE_KINDS, LIST_KINDS


def paper_html(
    questionnaire: Questionnaire, title: str, closes: str = "", slips: bool = True
) -> str:
    """The document to print, in the language of the moment."""
    numbers = {
        question.code: number
        for number, question in enumerate((q for q in questionnaire.questions if q.asked), start=1)
    }
    return render_template(
        "surveys/paper.html",
        questionnaire=questionnaire,
        title=title,
        closes=closes,
        slips=slips,
        numbers=numbers,
    )


def values_of(question: Question, typed: str) -> list[str]:
    """What the fields of a question would send, from the numbers typed for it.

    Choices are typed by number: `2`, or `1 3` for several, first to last for a ranking. A number
    that no answer has is sent as it is, so that the reader refuses it.
    """
    if question.kind not in CHOICE_KINDS | LIST_KINDS:
        codes = [m.value for m in question.missing]
        return [codes[0]] if typed.strip() == "-" and codes else [typed]
    codes = [option.code for option in question.choices]
    return [_numbered(codes, number) for number in typed.replace(",", " ").split()]


def _numbered(codes: Sequence[str], number: str) -> str:
    known = number.isascii() and number.isdigit() and 1 <= int(number) <= len(codes)
    return codes[int(number) - 1] if known else number
