"""The questionnaire on paper, where every answer has a number."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from app.surveys.questionnaires.engine import Question, Questionnaire, Section, Shape
from app.surveys.questionnaires.engine.order import blocks_in_order
from app.surveys.questionnaires.engine.piping import without_answers
from app.text import Text


@dataclass(frozen=True)
class Printed:
    """A question on paper: its number among all, its words, the items that share its scale."""

    number: int
    question: Question
    label: Text
    hint: Text
    items: Sequence[tuple[int, Text]] = ()


def printed(questionnaire: Questionnaire) -> list[tuple[Section, list[Printed]]]:
    """The questions page by page as paper shows them; a matrix is one, with its items.

    What an earlier answer would fill is left as dots.
    """
    numbers = itertools.count(1)
    pages = []
    for section in questionnaire.sections:
        shown = [q for q in section.questions if q.kind.shape is not Shape.CALCULATED]
        blocks = blocks_in_order([q for q in shown if not q.specifies])
        pages.append((section, [_printed(questionnaire, block, numbers) for block in blocks]))
    return pages


def _printed(
    questionnaire: Questionnaire, block: list[Question], numbers: Iterator[int]
) -> Printed:
    first = block[0]
    if not first.battery:
        number = next(numbers) if first.asked else 0
        return Printed(number, first, without_answers(first.label), without_answers(first.hint))
    battery = questionnaire.batteries[first.battery]
    items = [(next(numbers), without_answers(question.label)) for question in block]
    label, hint = without_answers(battery.label), without_answers(battery.hint)
    return Printed(items[0][0], first, label, hint, items)


def paper_html(
    questionnaire: Questionnaire,
    title: str,
    closes: str = "",
    slips: bool = True,
    before: Markup | str = "",
) -> str:
    """The document to print, in the language of the moment; `before` is what people read first."""
    return render_template(
        "surveys/paper.html",
        questionnaire=questionnaire,
        title=title,
        closes=closes,
        slips=slips,
        before=before,
        pages=printed(questionnaire),
    )
