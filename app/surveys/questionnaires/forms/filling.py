"""A page of questions as somebody fills it in: what its form sends becomes answers, what it shows
again, and where it leads. Who answers, and where answers are kept, is for those who ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.extensions import utcnow
from app.surveys.questionnaires.engine import (
    Answers,
    Fault,
    Option,
    Path,
    Question,
    Questionnaire,
    Section,
    follow,
    read_answers,
)
from app.surveys.questionnaires.engine.model import CONFIRMED
from app.surveys.questionnaires.engine.piping import placeholders
from app.surveys.questionnaires.engine.timing import minutes_of
from app.surveys.questionnaires.forms.answer_words import headed
from app.surveys.questionnaires.forms.question_blocks import (
    NOTHING_TYPED,
    QuestionBlock,
    Typed,
    blocks_of,
)
from app.web import current_language


@dataclass(frozen=True)
class Filled:
    """A page that was sent: the answers with its own, the questions that its form had, what their
    fields held, and what could not be taken.

    What cannot be read leaves the answer given before in its place.
    """

    questionnaire: Questionnaire
    section: Section
    answers: Answers
    asked: Sequence[Question]
    sent: Mapping[str, list[str]]
    faults: Mapping[str, Fault]

    @property
    def path(self) -> Path:
        return follow(self.questionnaire, self.answers)

    @property
    def untouched(self) -> set[str]:
        """Questions left empty so far: nothing is wrong with them before the page is left."""
        return {c for c in self.faults if not any(value.strip() for value in self.sent[c])}

    @property
    def wrong(self) -> Typed:
        """What was typed and cannot be taken, while the page is being filled in."""
        faults = {code: own for code, own in self.faults.items() if code not in self.untouched}
        return Typed({code: self.sent[code] for code in faults}, faults)

    @property
    def unfinished(self) -> Typed:
        """What keeps the page from being left: what cannot be taken, and what is missing."""
        return Typed({code: self.sent[code] for code in self.faults}, self.faults)

    def new_questions(self) -> list[Question]:
        """Questions of the page that its form did not have, and that these answers ask."""
        had = {question.code for question in self.asked}
        return [
            question
            for question in self.path.questions_of(self.section)
            if question.code not in had and question.counted
        ]

    def changed_blocks(self) -> tuple[list[QuestionBlock], list[QuestionBlock]]:
        """All places of the page as they are now, and those that these answers changed."""
        typed = self.wrong
        blocks = blocks_of(self.questionnaire, self.section, self.path, self.answers, typed)
        had = {question.code for question in self.asked}
        changed = [
            block
            for block in blocks
            if bool(block.questions) != _was_shown(block, self.section, had)
            or any(self._depends(shown.question, had) for shown in block.questions)
        ]
        return blocks, changed

    def _depends(self, question: Question, had: set[str]) -> bool:
        """Whether the words or the options of a question depend on another one of the same page."""
        rules = [o.relevant for o in question.options if o.relevant]
        rules += [variant.rule for variant in question.variants]
        battery = self.questionnaire.batteries.get(question.battery)
        texts = [each for each in (question, *question.variants, battery) if each is not None]
        quoted = "".join(each.label.fr + each.hint.fr for each in texts)
        return any(rule.references & had for rule in rules) or bool(placeholders(quoted) & had)


def filled(
    questionnaire: Questionnaire, section: Section, answers: Answers, form: MultiDict[str, str]
) -> Filled:
    """Read a page that was sent."""
    path = follow(questionnaire, answers)
    asked = _sent_questions(section, set(form.getlist("shown")))
    sent = {question.code: form.getlist(question.code) for question in asked}
    if (cleared := form.get("clear", "")) in sent:
        sent[cleared] = []
    confirmed, language = form.getlist("confirmed"), current_language()
    read, _ = read_answers(asked, sent, path.given, confirmed, language)
    others = {k: v for k, v in answers.items() if k not in sent and k != CONFIRMED}
    given = follow(questionnaire, others | read).given  # with the values calculated from this page
    read, faults = read_answers(asked, sent, given, confirmed, language)
    unread = {c for c in faults if c not in read and any(value.strip() for value in sent[c])}
    kept = others | {c: answers[c] for c in unread if c in answers} | read
    elsewhere = [c for c in answers.get(CONFIRMED, []) if c not in sent]  # type: ignore[union-attr]
    here = read.get(CONFIRMED, [])
    if elsewhere or here:
        kept[CONFIRMED] = [*elsewhere, *here]  # type: ignore[misc]
    return Filled(questionnaire, section, kept, asked, sent, faults)


def _sent_questions(section: Section, shown: set[str]) -> list[Question]:
    """The questions that the form had, texts of chosen options among them."""
    return [
        question
        for question in section.questions
        if question.code in shown or (question.specifies and _parent(question) in shown)
    ]


def _parent(question: Question) -> str:
    return question.code.removesuffix(f".{question.specifies}")


def _was_shown(block: QuestionBlock, section: Section, had: set[str]) -> bool:
    return any((q.battery or q.code) == block.key and q.code in had for q in section.questions)


@dataclass(frozen=True)
class Page:
    """A page to show: its places, what is wrong on it, how many pages of the path come before it
    and how many there are, about how many minutes are left from it to the end."""

    section: Section
    number: int
    blocks: Sequence[QuestionBlock]
    done: int
    count: int
    minutes: int

    def errors(self, language: str) -> list[tuple[str, str]]:
        """What is wrong on the page, for the summary above it: (field, words)."""
        return errors_of(self.blocks, language)


def page_of(
    questionnaire: Questionnaire,
    answers: Answers,
    number: int,
    typed: Typed = NOTHING_TYPED,
) -> Page:
    """The page of this number, from 1."""
    section, path = questionnaire.sections[number - 1], follow(questionnaire, answers)
    order = questionnaire.page_numbers
    return Page(
        section,
        number,
        blocks_of(questionnaire, section, path, answers, typed),
        sum(order[page.code] < number for page, _ in path.pages),
        len(path.pages),
        minutes_of(
            [q for page, qs in path.pages if order[page.code] >= number for q in qs],
            current_language(),
        ),
    )


def errors_of(blocks: Sequence[QuestionBlock], language: str) -> list[tuple[str, str]]:
    """What is wrong in these places: (field, words)."""
    return [
        (f"question-{each.question.code}", f"{headed(each.label[language])} {each.error}")
        for block in blocks
        for shown in block.questions
        for each in (shown, *shown.texts.values())
        if each.error
    ]


def saved_part(own: Filled) -> str:
    """The proof that an answer is saved, and the places of the page that it changed."""
    blocks, changed = own.changed_blocks()
    return render_template(
        "surveys/_saved.html",
        at=utcnow(),
        changed_blocks=changed,
        errors=errors_of(blocks, current_language()),
    )


def to_specify(option: Option) -> str:
    """What the box beside an answer to specify is called."""
    label = option.label[current_language()].rstrip()
    said = _("please specify")
    return label if label.endswith(":") else f"{headed(label)} {said}"


def page_to_resume(questionnaire: Questionnaire, answers: Answers) -> int:
    """The number of the page where a draft stops: the last one with an answer, or the next when
    nothing is left to answer there; 0 when the next thing to do is to check the answers."""
    path, order = follow(questionnaire, answers), questionnaire.page_numbers
    number = 1
    for section, questions in path.pages:
        if any(question.code in answers for question in questions):
            left = any(q.counted and q.code not in answers for q in questions)
            number = order[section.code] if left else _next(questionnaire, path, section)
    return number


def _next(questionnaire: Questionnaire, path: Path, section: Section) -> int:
    return neighbour(questionnaire, path, questionnaire.page_numbers[section.code], 1) or 0


def neighbour(questionnaire: Questionnaire, path: Path, number: int, step: int) -> int | None:
    """The number of the next page of the path, of the one before when `step` is negative; None at
    the end, and at the beginning."""
    order = questionnaire.page_numbers
    numbers = [order[section.code] for section, _ in path.pages]
    if step > 0:
        return next((n for n in numbers if n > number), None)
    return next((n for n in reversed(numbers) if n < number), None)
