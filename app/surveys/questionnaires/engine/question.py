"""A question, and what is declared of its kind: everything that the rest of the product asks of it.

Nothing else lists kinds. Whoever treats some questions differently asks their kind: what an answer
is (`shape`), whether it may be kept beside a profile (`content`), what its form has (`features`).
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Protocol, TypeAlias

from app.surveys.questionnaires.engine.rules import Result, Rule, Value
from app.surveys.questionnaires.engine.rules.counting import together
from app.text import Text

#: A text longer than this is written on several lines.
LONG_TEXT = 200


class Missing(StrEnum):
    """An answer that says why there is none; never the code of an option, which has no tilde."""

    DONT_KNOW = "~dont_know"
    PREFERS_NOT_TO_SAY = "~prefers_not_to_say"
    NOT_APPLICABLE = "~not_applicable"


MISSING_LABELS = {
    Missing.DONT_KNOW: Text("Je ne sais pas", "I don’t know"),
    Missing.PREFERS_NOT_TO_SAY: Text("Je préfère ne pas répondre", "I prefer not to say"),
    Missing.NOT_APPLICABLE: Text("Sans objet", "Not applicable"),
}


@dataclass(frozen=True)
class Option:
    """One answer to choose.

    `was` are codes that meant the same earlier; `covers` are the values of the attribute of the
    people invited that it stands for (its own code when empty).
    """

    code: str
    label: Text
    exclusive: bool = False
    relevant: Rule | None = None
    specify: bool = False
    was: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """A rule that an answer must satisfy, and what to say when it does not.

    A soft one may be overridden by the respondent: the override is recorded with the answers.
    `operands` are the answers that the rule looks at, through calculated ones too.
    """

    rule: Rule
    message: Text
    soft: bool = False
    operands: frozenset[str] = frozenset()

    @cached_property
    def together(self) -> Rule | None:
        """What is checked while its own answer is blank."""
        return together(self.rule)


@dataclass(frozen=True)
class Variant:
    """Other words for a question while a rule holds."""

    rule: Rule
    label: Text
    hint: Text


Given: TypeAlias = Mapping[str, Value]


class Shape(StrEnum):
    """What an answer is: rules, columns, results and files go by it."""

    OPTION = "option"  # the code of one option
    OPTIONS = "options"  # the codes of several, in the order of the questionnaire
    RANKING = "ranking"  # the codes of several, from the first to the last
    NUMBER = "number"
    DAY = "day"  # a day or a month, year first
    TEXT = "text"
    NOTHING = "nothing"  # read, not answered
    CALCULATED = "calculated"  # worked out from other answers, of any of the shapes above


class Content(StrEnum):
    """What answers may hold about the person who gives them."""

    CODED = "coded"  # a value that many share: kept beside the profile
    FREE = "free"  # people's own words: kept apart from all other answers


class Feature(StrEnum):
    """What the builder's form offers for a question."""

    OPTIONS = "options"
    EXCLUSIVE = "exclusive"  # an option that excludes the others
    SPECIFY = "specify"  # an option with a text of its own
    COUNT = "count"  # how many options may be chosen
    SCALE = "scale"
    ITEMS = "items"  # several sentences
    ORDER = "order"  # random
    BOUNDS = "bounds"
    LENGTH = "length"
    PROFILE = "profile"
    CALCULATION = "calculation"
    PROSE = "prose"  # its words are a text to read


class Formats(Protocol):
    """How numbers and days are written in one language."""

    @property
    def language(self) -> str: ...
    def decimal(self, value: float, digits: int) -> str: ...
    def percent(self, share: float, digits: int) -> str: ...
    def euros(self, value: float, digits: int) -> str: ...
    def day(self, value: dt.date) -> str: ...
    def month(self, value: dt.date) -> str: ...
    def listed(self, words: Sequence[str]) -> str: ...


#: From what the fields of a question send, on a page in a language, to its answer; raises
#: AnswerError.
Reader: TypeAlias = "Callable[[Question, list[str], Given, str], Value]"
#: An answer chosen at random among those that may be given; None when there is none.
Draw: TypeAlias = "Callable[[Question, Given, random.Random], Value | None]"
#: An answer in words; or as its field holds it.
Writer: TypeAlias = "Callable[[Question, Value, Formats], str]"
#: The bytes of the longest answer.
Size: TypeAlias = "Callable[[Question], int]"


@dataclass(frozen=True)
class XlsForm:
    """The words of XLSForm. A kind that they do not tell apart from another of its shape is
    `finer`: a column of our own names it."""

    type: str
    appearance: str = ""
    finer: bool = False


@dataclass(frozen=True)
class Codebook:
    """The words of DDI Codebook 2.5 (`var/@nature`, `varFormat/@category`)."""

    nature: str
    category: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the « add » list of the builder offers: a kind, or a matrix, which unfolds."""

    code: str
    title: Text
    example: Text
    features: frozenset[Feature] = frozenset()

    @property
    def asked(self) -> bool:
        """Whether people answer it."""
        return True


@dataclass(frozen=True, kw_only=True)
class Matrix(Entry):
    """Several sentences that share a scale: one question of `kind` for each."""

    kind: Kind


@dataclass(frozen=True, kw_only=True)
class Kind(Entry):
    """One kind of question.

    `template` draws its field on a screen and on paper. `how` says how to write an answer that
    could not be read. `options` are those of every question of the kind, `low` and `high` the usual
    bounds. `ordered` options are steps of a scale; `profiled` answers may be an attribute of the
    people invited; `sticky` ones cannot be taken back in the browser.
    """

    shape: Shape
    content: Content | None = None
    template: str
    read: Reader
    how: Text = field(default_factory=Text)
    draw: Draw
    size: Size
    words: Writer
    in_field: Writer
    options: tuple[Option, ...] = ()
    low: float | None = None
    high: float | None = None
    ordered: bool = False
    profiled: bool = False
    sticky: bool = False
    unit: str = ""
    xlsform: XlsForm
    codebook: Codebook

    @property
    def asked(self) -> bool:
        return self.shape not in (Shape.NOTHING, Shape.CALCULATED)

    @property
    def coded(self) -> bool:
        """Whether answers may be kept beside the profile of the person who gave them."""
        return self.content is Content.CODED

    @property
    def free(self) -> bool:
        """Whether answers are people's own words."""
        return self.content is Content.FREE

    @property
    def listed(self) -> bool:
        """Whether an answer is a list of options."""
        return self.shape in (Shape.OPTIONS, Shape.RANKING)

    @property
    def chosen(self) -> bool:
        """Whether an answer is made of options."""
        return self.listed or self.shape is Shape.OPTION

    @property
    def measured(self) -> bool:
        """Whether an answer is a number or a day."""
        return self.shape in (Shape.NUMBER, Shape.DAY)


@dataclass(frozen=True)
class Question:
    """One question; `options` is empty for numbers, dates and texts.

    `low` and `high` give a number, or a day written year first. `battery` is the matrix that the
    question is an item of; `specifies` the option whose text it is.
    """

    code: str
    kind: Kind
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

    def bounds(self, given: Given) -> tuple[Result, Result]:
        """The least and the most that an answer may be, given the answers before it."""
        return (
            self.low.evaluate(given) if self.low else None,
            self.high.evaluate(given) if self.high else None,
        )

    @property
    def asked(self) -> bool:
        return self.kind.asked

    @property
    def counted(self) -> bool:
        """Whether people count it: the box where an answer is specified is no question."""
        return self.asked and not self.specifies
