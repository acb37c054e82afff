"""The questions of a page as one respondent sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.surveys.questionnaires.engine import (
    Answers,
    Fault,
    Option,
    Path,
    Question,
    Questionnaire,
    Section,
    Value,
    follow,
)
from app.surveys.questionnaires.engine.model import CONFIRMED, Battery
from app.surveys.questionnaires.engine.order import blocks_shown, options_shown
from app.surveys.questionnaires.engine.path import required
from app.surveys.questionnaires.engine.piping import piped, worded
from app.surveys.questionnaires.engine.question import MISSING_LABELS
from app.surveys.questionnaires.forms.answer_words import headed, listed_options, written
from app.surveys.questionnaires.forms.words import fault_words
from app.text import Text
from app.web import current_language


@dataclass(frozen=True)
class ShownQuestion:
    """One question with its words, its answer or what was typed, and what is wrong with it."""

    question: Question
    label: Text
    hint: Text
    options: Sequence[Option]
    required: bool
    answer: Value | None = None
    typed: Sequence[str] | None = None
    error: str = ""
    soft: bool = False
    confirmed: bool = False
    texts: Mapping[str, ShownQuestion] = field(default_factory=dict)

    @property
    def chosen(self) -> Sequence[str]:
        """The values of the fields that are ticked or selected."""
        if self.typed is not None:
            return self.typed
        if isinstance(self.answer, list):
            return self.answer
        return [str(self.answer)] if self.answer is not None else []

    @property
    def missing(self) -> Sequence[Option]:
        return [Option(m.value, MISSING_LABELS[m]) for m in self.question.missing]

    @property
    def clearable(self) -> bool:
        """An answer that the browser does not let go of can be taken back by a button, which shows
        once there is one."""
        return self.question.kind.sticky and not self.required


def said(shown: ShownQuestion) -> str:
    """The whole answer in words, in the language of the moment: options to specify with their text."""
    question, answer, language = shown.question, shown.answer, current_language()
    texts = {code: text.answer for code, text in shown.texts.items() if text.answer is not None}
    codes = answer if isinstance(answer, list) else [answer]
    if not texts or not question.kind.chosen:
        return written(question, answer, language) if answer is not None else ""
    words = []
    for code in codes:
        label = written(question, [code] if question.kind.listed else code, language)  # type: ignore[list-item,arg-type]
        text = texts.get(str(code))
        words.append(label if text is None else f"{headed(label)} {text}")
    return listed_options(words, language)


@dataclass(frozen=True)
class QuestionBlock:
    """A place on the page: one question or the items of a matrix; empty while not reached."""

    key: str
    battery: Battery | None
    questions: Sequence[ShownQuestion]


@dataclass(frozen=True)
class Typed:
    """What was sent and could not be taken, and why."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)


NOTHING_TYPED = Typed()


def blocks_of(
    questionnaire: Questionnaire,
    section: Section,
    path: Path,
    answers: Answers,
    typed: Typed = NOTHING_TYPED,
) -> list[QuestionBlock]:
    """Every place of a page, in the order of this respondent, filled where it is reached."""
    reached = {question.code for question in path.questions_of(section)}
    blocks = []
    for block in blocks_shown(questionnaire, section, section.questions, answers):
        battery = questionnaire.batteries.get(block[0].battery)
        questions = [
            shown(questionnaire, question, path.given, answers, typed)
            for question in block
            if question.code in reached
        ]
        key = block[0].battery or block[0].code
        above = _quoting(battery, questionnaire, path.given) if battery else None
        blocks.append(QuestionBlock(key, above, questions))
    return blocks


def _quoting(battery: Battery, questionnaire: Questionnaire, given: Mapping[str, Value]) -> Battery:
    """The words above a matrix with the answers that they quote."""
    label, hint = (
        piped(text, questionnaire, given, written) for text in (battery.label, battery.hint)
    )
    return replace(battery, label=label, hint=hint)


def shown(
    questionnaire: Questionnaire,
    question: Question,
    given: Mapping[str, Value],
    answers: Answers,
    typed: Typed = NOTHING_TYPED,
) -> ShownQuestion:
    label, hint = worded(question, given)
    fault = typed.faults.get(question.code)
    texts = {
        option.code: shown(questionnaire, text, given, answers, typed)
        for option in question.options
        if option.specify
        and (text := questionnaire.by_code.get(f"{question.code}.{option.code}")) is not None
    }
    confirmed = answers.get(CONFIRMED)
    return ShownQuestion(
        question=question,
        label=piped(label, questionnaire, given, written),
        hint=piped(hint, questionnaire, given, written),
        options=options_shown(question, {**answers, **given}),
        required=required(question, given),
        answer=answers.get(question.code),
        typed=typed.values.get(question.code),
        error=fault_words(fault, question) if fault else "",
        soft=fault.soft if fault else False,
        confirmed=isinstance(confirmed, list) and question.code in confirmed,
        texts=texts,
    )


@dataclass(frozen=True)
class Answered:
    """A page of the check: its number among all, and the questions met on it."""

    number: int
    section: Section
    lines: Sequence[ShownQuestion]


def pages_answered(questionnaire: Questionnaire, answers: Answers) -> list[Answered]:
    """The questions met and their answers, page by page, as people read them."""
    path = follow(questionnaire, answers)
    return [
        Answered(
            questionnaire.page_numbers[section.code],
            section,
            [
                shown(questionnaire, question, path.given, answers)
                for question in questions
                if question.counted
            ],
        )
        for section, questions in path.pages
        if any(question.counted for question in questions)
    ]
