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

from app.surveys.questionnaire.rules import Rule
from app.text import Text


class QuestionKind(StrEnum):
    SINGLE = "single"
    DROPDOWN = "dropdown"
    MULTIPLE = "multiple"
    SCALE = "scale"
    YES_NO = "yes_no"
    RANKING = "ranking"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    AMOUNT = "amount"
    DURATION = "duration"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    TEXT = "text"
    STATEMENT = "statement"
    CALCULATED = "calculated"


_K = QuestionKind
CHOICE_KINDS = frozenset({_K.SINGLE, _K.DROPDOWN, _K.SCALE, _K.YES_NO})
#: Kinds whose answer is a list of options.
LIST_KINDS = frozenset({_K.MULTIPLE, _K.RANKING})
NUMBER_KINDS = frozenset({_K.NUMBER, _K.PERCENTAGE, _K.AMOUNT, _K.DURATION, _K.YEAR})
DATE_KINDS = frozenset({_K.DATE, _K.MONTH})
#: Kinds that nobody answers.
SILENT_KINDS = frozenset({_K.STATEMENT, _K.CALCULATED})
#: A text longer than this is written in several lines.
LONG_TEXT = 200


class Missing(StrEnum):
    """An answer that says why there is none; never the code of an option, which has no tilde."""

    DONT_KNOW = "~dont_know"
    PREFERS_NOT_TO_SAY = "~prefers_not_to_say"
    NOT_APPLICABLE = "~not_applicable"


class Absence(StrEnum):
    """Why a question has no answer at all: seen and left empty, off the path, or never met."""

    LEFT_EMPTY = "left_empty"
    SKIPPED = "skipped"
    NOT_REACHED = "not_reached"


MISSING_LABELS = {
    Missing.DONT_KNOW: Text("Je ne sais pas", "I don’t know"),
    Missing.PREFERS_NOT_TO_SAY: Text("Je préfère ne pas répondre", "I prefer not to say"),
    Missing.NOT_APPLICABLE: Text("Sans objet", "Not applicable"),
}

#: Names of the other fields of the forms that ask questions.
RESERVED_CODES = frozenset(
    {"go", "from", "shown", "clear", "confirmed", "csrf_token", "slip", "page", "device", "how"}
)
#: Key of the answers under which the questions are kept whose soft check was overridden.
CONFIRMED = "~confirmed"
#: Key under which the seed of the random orders is kept, one of `SEEDS` numbers.
SEED = "~seed"
SEEDS = 256


@dataclass(frozen=True)
class Option:
    """One answer to choose.

    `was` are codes that meant the same in earlier versions; `covers` are the values of the invited
    people's attribute that a profile option stands for (its own code when empty).
    """

    code: str
    label: Text
    exclusive: bool = False
    relevant: Rule | None = None
    specify: bool = False
    was: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()


YES_NO = (Option("yes", Text("Oui", "Yes")), Option("no", Text("Non", "No")))


@dataclass(frozen=True)
class Check:
    """A rule that an answer must satisfy, and what to say when it does not.

    A soft one may be overridden by the respondent: the override is recorded with the answers.
    """

    rule: Rule
    message: Text
    soft: bool = False


@dataclass(frozen=True)
class Variant:
    """Other words for a question while a rule holds."""

    rule: Rule
    label: Text
    hint: Text


@dataclass(frozen=True)
class Question:
    """One question; `options` is empty for numbers, dates and texts.

    `low` and `high` give a number, or a day written year first. `battery` is the matrix that the
    question is an item of; `specifies` the option whose text it is.
    """

    code: str
    kind: QuestionKind
    label: Text
    hint: Text = field(default_factory=Text)
    options: tuple[Option, ...] = ()
    missing: tuple[Missing, ...] = ()
    required: bool = False
    required_if: Rule | None = None
    relevant: Rule | None = None
    profile: str = ""
    low: Rule | None = None
    high: Rule | None = None
    max_length: int = 0
    min_choices: int = 0
    max_choices: int = 0
    random: bool = False
    checks: tuple[Check, ...] = ()
    variants: tuple[Variant, ...] = ()
    calculation: Rule | None = None
    battery: str = ""
    specifies: str = ""

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """Options, then the reasons for not answering that this question offers."""
        return self.options + tuple(Option(m.value, MISSING_LABELS[m]) for m in self.missing)

    def option(self, code: str) -> Option:
        return next(option for option in self.choices if option.code == code)

    @property
    def asked(self) -> bool:
        return self.kind not in SILENT_KINDS


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
