"""The path is recomputed from the answers, never stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.surveys.questionnaires.engine.model import CONFIRMED, SEED, Absence, Questionnaire, Section
from app.surveys.questionnaires.engine.question import Option, Question, Shape
from app.surveys.questionnaires.engine.rules import Value


@dataclass(frozen=True)
class Path:
    """The questions that these answers lead to, page by page.

    `given` holds the answers that count, with calculated values; an answer off the path is not in
    it. `ended` says that a route ended the questionnaire before its last page.
    """

    pages: tuple[tuple[Section, tuple[Question, ...]], ...]
    given: Mapping[str, Value]
    ended: bool

    @property
    def questions(self) -> list[Question]:
        return [question for _, questions in self.pages for question in questions]

    def questions_of(self, section: Section) -> tuple[Question, ...]:
        return next((questions for page, questions in self.pages if page is section), ())


def follow(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> Path:
    """The path of these answers."""
    given: dict[str, Value] = {}
    pages = []
    target: str | None = None
    for section in questionnaire.sections:
        if target is not None and section.code != target:
            continue
        target = None
        if section.relevant is not None and not section.relevant.holds(given):
            continue
        reached = _reached(section, answers, given)
        if reached:
            pages.append((section, reached))
        for route in section.routes:
            if route.rule.holds(given):
                target = route.target
                break
    return Path(tuple(pages), given, target == "")


def _reached(
    section: Section, answers: Mapping[str, Value], given: dict[str, Value]
) -> tuple[Question, ...]:
    reached = []
    for question in section.questions:
        if question.relevant is not None and question.relevant.evaluate(given) is not True:
            continue
        code = question.code
        if question.kind.shape is Shape.CALCULATED:
            value = question.calculation.evaluate(given) if question.calculation else None
            if value is not None:
                given[code] = stored(value)
            continue
        reached.append(question)
        if code in answers:
            given[code] = answers[code]
    return tuple(reached)


def stored(value: str | float | bool | list[str]) -> Value:
    """A calculated truth is `yes` or `no`, like the answer to a yes-no question."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def relevant_questions(
    questionnaire: Questionnaire, answers: Mapping[str, Value]
) -> list[Question]:
    """Questions on the path of these answers, statements among them."""
    return follow(questionnaire, answers).questions


def cleaned(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> dict[str, Value]:
    """The answers that count, in the order of the questionnaire, without calculated values.

    What goes with them stays: overridden checks of counted answers, the seed of random orders.
    """
    path = follow(questionnaire, answers)
    counted = {q.code: answers[q.code] for q in path.questions if q.code in answers}
    for code, value in list(counted.items()):
        counted[code] = _offered_only(questionnaire.by_code[code], value, path.given)
    counted = {code: value for code, value in counted.items() if value not in ("", [])}
    confirmed = answers.get(CONFIRMED)
    asked = {question.code for question in path.questions}
    if isinstance(confirmed, list) and (kept := [code for code in confirmed if code in asked]):
        counted[CONFIRMED] = kept
    if SEED in answers and questionnaire.in_random_order:
        counted[SEED] = answers[SEED]
    return counted


def offered(question: Question, given: Mapping[str, Value]) -> tuple[Option, ...]:
    """The options that these answers leave to choose from."""
    if all(option.relevant is None for option in question.options):
        return question.options
    return tuple(o for o in question.options if o.relevant is None or o.relevant.holds(given))


def _offered_only(question: Question, value: Value, given: Mapping[str, Value]) -> Value:
    """An answer without the options that an earlier answer has since ruled out."""
    if not any(option.relevant for option in question.options):
        return value
    codes = {option.code for option in offered(question, given)} | set(question.missing)
    if isinstance(value, list):
        return [code for code in value if code in codes]
    return value if value in codes else ""


def required(question: Question, given: Mapping[str, Value]) -> bool:
    """Whether an answer is asked for, given the answers before it."""
    if question.required_if is not None:
        return question.required_if.holds(given)
    return question.required


def lacking(path: Path) -> list[Question]:
    """Questions of the path that must be answered and are not."""
    return [q for q in path.questions if q.code not in path.given and required(q, path.given)]


def absence(
    questionnaire: Questionnaire,
    answers: Mapping[str, Value],
    code: str,
    reached: int | None = None,
) -> Absence | None:
    """Why a question has no answer; None when it has one.

    `reached` is the number of pages met, for answers that were not sent; all of them otherwise.
    """
    path = follow(questionnaire, answers)
    if code in path.given:
        return None
    pages: Sequence[tuple[Section, tuple[Question, ...]]] = path.pages
    on_path = [q.code for _, questions in pages for q in questions]
    met = [q.code for _, questions in pages[:reached] for q in questions]
    if code in met:
        return Absence.LEFT_EMPTY
    if code in on_path or (path.ended and after_end(questionnaire, path, code)):
        return Absence.NOT_REACHED
    return Absence.SKIPPED


def after_end(questionnaire: Questionnaire, path: Path, code: str) -> bool:
    """Whether a question lies on a page after the last one of this path."""
    last = path.pages[-1][0] if path.pages else questionnaire.sections[0]
    order = [section.code for section in questionnaire.sections]
    return order.index(questionnaire.section_of[code].code) > order.index(last.code)
