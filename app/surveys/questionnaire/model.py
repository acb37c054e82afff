"""What a questionnaire is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from app.surveys.questionnaire.rules import Rule
from app.text import Text


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    YES_NO = "yes_no"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    TEXT = "text"


CHOICE_KINDS = frozenset({QuestionKind.SINGLE, QuestionKind.SCALE, QuestionKind.YES_NO})


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
    code: str
    label: Text
    exclusive: bool = False


YES_NO = (Option("yes", Text("Oui", "Yes")), Option("no", Text("Non", "No")))


@dataclass(frozen=True)
class Question:
    """One question; `options` is empty for numbers, dates and texts."""

    code: str
    kind: QuestionKind
    label: Text
    hint: Text = field(default_factory=Text)
    options: tuple[Option, ...] = ()
    missing: tuple[Missing, ...] = ()
    required: bool = False
    relevant: Rule | None = None
    profile: str = ""
    low: float | None = None
    high: float | None = None
    max_length: int = 0
    max_choices: int = 0

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """Options, then the reasons for not answering that this question offers."""
        return self.options + tuple(Option(m.value, MISSING_LABELS[m]) for m in self.missing)

    def option(self, code: str) -> Option:
        return next(option for option in self.choices if option.code == code)


@dataclass(frozen=True)
class Section:
    """The questions of one page."""

    code: str
    title: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    code: str
    title: Text
    introduction: Text
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(q for section in self.sections for q in section.questions)

    @cached_property
    def by_code(self) -> dict[str, Question]:
        return {question.code: question for question in self.questions}

    @cached_property
    def profile(self) -> tuple[Question, ...]:
        """Questions about the respondent that also are attributes of the invited people."""
        return tuple(question for question in self.questions if question.profile)
