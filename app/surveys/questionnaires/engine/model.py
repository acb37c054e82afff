"""What a questionnaire is made of, once read.

The document that people write has matrices, repeated groups and options with a text of their own.
Reading unfolds them, so that the engine knows plain questions only:

- a matrix gives one scale question for each of its items, which share a `battery`;
- a repeated section gives as many sections as it may have instances, `section.1`, `section.2`…,
  whose questions are `question.1`, `question.2`…;
- an option to specify gives the text question `question.option`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from app.surveys.questionnaires.engine.question import Question
from app.surveys.questionnaires.engine.rules import Rule
from app.text import Text


class Absence(StrEnum):
    """Why a question has no answer at all: seen and left empty, off the path, or never met."""

    LEFT_EMPTY = "left_empty"
    SKIPPED = "skipped"
    NOT_REACHED = "not_reached"


#: Names of the other fields of the forms that ask questions.
RESERVED_CODES = frozenset(
    [
        "go",
        "from",
        "shown",
        "clear",
        "confirmed",
        "csrf_token",
        "once",
        "slip",
        "page",
        "device",
        "how",
    ]
)
#: Key of the answers that holds the questions whose soft check was overridden.
CONFIRMED = "~confirmed"
#: Key under which the seed of the random orders is kept, one of `SEEDS` numbers.
SEED = "~seed"
SEEDS = 256


@dataclass(frozen=True)
class Battery:
    """What the items of a matrix share: the words above them, and whether their order is random."""

    label: Text
    hint: Text
    random: bool = False


@dataclass(frozen=True)
class Route:
    """Where to go after a section while a rule holds; an empty target ends the questionnaire."""

    rule: Rule
    target: str = ""


@dataclass(frozen=True)
class Section:
    """The questions of one page. `instance` numbers those of a repeated group, from 1."""

    code: str
    title: Text
    questions: tuple[Question, ...]
    relevant: Rule | None = None
    routes: tuple[Route, ...] = ()
    random: bool = False
    instance: int = 0


@dataclass(frozen=True)
class Dimension:
    """A scale declared over several questions, from 0 to 100.

    `high` says in words what a high score means; items of `reversed_items` count backwards.
    """

    code: str
    label: Text
    high: Text
    items: tuple[str, ...]
    reversed_items: frozenset[str] = frozenset()
    min_answered: int = 1


@dataclass(frozen=True)
class Questionnaire:
    code: str
    title: Text
    introduction: Text
    sections: tuple[Section, ...]
    dimensions: tuple[Dimension, ...] = ()
    batteries: Mapping[str, Battery] = field(default_factory=dict)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(q for section in self.sections for q in section.questions)

    @cached_property
    def counted(self) -> tuple[Question, ...]:
        """The questions that people count."""
        return tuple(question for question in self.questions if question.counted)

    @cached_property
    def by_code(self) -> dict[str, Question]:
        return {question.code: question for question in self.questions}

    @cached_property
    def page_numbers(self) -> dict[str, int]:
        """The number of each section's page, from 1, by the code of the section."""
        return {section.code: number for number, section in enumerate(self.sections, start=1)}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section that each question is on."""
        return {q.code: section for section in self.sections for q in section.questions}

    @cached_property
    def profile(self) -> tuple[Question, ...]:
        """Questions about the respondent that also are attributes of the invited people."""
        return tuple(question for question in self.questions if question.profile)

    @cached_property
    def in_random_order(self) -> bool:
        """Whether anything is shown in an order of the respondent's own."""
        own = any(q.random for q in self.questions) or any(s.random for s in self.sections)
        return own or any(battery.random for battery in self.batteries.values())
