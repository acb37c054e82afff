"""Random orders that stay the same for one respondent: they follow from a stored seed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TypeVar

from app.surveys.questionnaires.engine.model import SEED, Questionnaire, Section
from app.surveys.questionnaires.engine.path import offered
from app.surveys.questionnaires.engine.question import Option, Question
from app.surveys.questionnaires.engine.rules import Value

Item = TypeVar("Item")


def shuffled(items: Sequence[Item], names: Sequence[str], seed: float, salt: str) -> list[Item]:
    """The items in the order that this seed gives to their names."""

    def place(pair: tuple[str, Item]) -> bytes:
        return hashlib.blake2b(f"{int(seed)}:{salt}:{pair[0]}".encode(), digest_size=8).digest()

    return [item for _, item in sorted(zip(names, items, strict=True), key=place)]


def _seed(answers: Mapping[str, Value]) -> float:
    seed = answers.get(SEED, 0.0)
    return seed if isinstance(seed, int | float) else 0.0


def options_shown(question: Question, answers: Mapping[str, Value]) -> list[Option]:
    """The options as this respondent sees them; exclusive ones and « other » stay last."""
    options = list(offered(question, answers))
    if not question.random:
        return options
    free = [o for o in options if not (o.exclusive or o.specify)]
    last = [o for o in options if o.exclusive or o.specify]
    return shuffled(free, [o.code for o in free], _seed(answers), question.code) + last


def blocks_shown(
    questionnaire: Questionnaire,
    section: Section,
    questions: Sequence[Question],
    answers: Mapping[str, Value],
) -> list[list[Question]]:
    """The questions of a page as this respondent sees them, in blocks: a matrix is one block.

    Texts that specify an option are left out: they are shown with their option.
    """
    shown = [question for question in questions if not question.specifies]
    blocks = [_ordered_items(questionnaire, b, answers) for b in blocks_in_order(shown)]
    if not section.random:
        return blocks
    names = [block[0].battery or block[0].code for block in blocks]
    return shuffled(blocks, names, _seed(answers), section.code)


def blocks_in_order(questions: Sequence[Question]) -> list[list[Question]]:
    """Questions as they follow each other, the items of a matrix together."""
    key = lambda question: question.battery or question.code  # noqa: E731
    return [list(block) for _, block in groupby(questions, key=key)]


def _ordered_items(
    questionnaire: Questionnaire, block: list[Question], answers: Mapping[str, Value]
) -> list[Question]:
    battery = block[0].battery
    if not battery or not questionnaire.batteries[battery].random:
        return block
    return shuffled(block, [question.code for question in block], _seed(answers), battery)
