"""From what a form sends to answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

from app import cells
from app.cells import CellError, Trouble
from app.surveys.questionnaire.model import Missing, Question, QuestionKind
from app.surveys.questionnaire.rules import Value

Answers: TypeAlias = dict[str, Value]


class AnswerProblem(StrEnum):
    REQUIRED = "required"
    NOT_AN_OPTION = "not_an_option"
    TOO_MANY = "too_many"
    EXCLUSIVE = "exclusive"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    TOO_LONG = "too_long"


class AnswerError(ValueError):
    def __init__(self, problem: AnswerProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def read_answers(
    questions: Sequence[Question], sent: Mapping[str, Sequence[str]]
) -> tuple[Answers, dict[str, AnswerProblem]]:
    """Answers to these questions, and for each answer that cannot be taken, why.

    `sent` maps a question's code to the values of its fields. An empty field is no answer.
    """
    answers: Answers = {}
    problems: dict[str, AnswerProblem] = {}
    for question in questions:
        values = [value for value in sent.get(question.code, ()) if value.strip()]
        try:
            if values:
                answers[question.code] = _read(question, values)
            elif question.required:
                raise AnswerError(AnswerProblem.REQUIRED)
        except AnswerError as error:
            problems[question.code] = error.problem
    return answers, problems


def _read(question: Question, values: list[str]) -> Value:
    if values[0] in question.missing:
        return str(Missing(values[0]))
    return READERS[question.kind](question, values)


def _choice(question: Question, values: list[str]) -> Value:
    if len(values) > 1 or values[0] not in {option.code for option in question.options}:
        raise AnswerError(AnswerProblem.NOT_AN_OPTION)
    return values[0]


def _choices(question: Question, values: list[str]) -> Value:
    codes = [option.code for option in question.options]
    if not set(values) <= set(codes):
        raise AnswerError(AnswerProblem.NOT_AN_OPTION)
    chosen = [code for code in codes if code in values]
    if question.max_choices and len(chosen) > question.max_choices:
        raise AnswerError(AnswerProblem.TOO_MANY)
    if len(chosen) > 1 and any(o.exclusive for o in question.options if o.code in chosen):
        raise AnswerError(AnswerProblem.EXCLUSIVE)
    return chosen


def _number(question: Question, values: list[str]) -> Value:
    try:
        return cells.number(values[0], question.low, question.high)
    except CellError as error:
        outside = error.trouble is Trouble.OUT_OF_RANGE
        raise AnswerError(
            AnswerProblem.OUT_OF_RANGE if outside else AnswerProblem.NOT_A_NUMBER
        ) from None


def _date(question: Question, values: list[str]) -> Value:
    try:
        value: dt.date = cells.day(values[0].strip())
    except CellError:
        raise AnswerError(AnswerProblem.NOT_A_DATE) from None
    return value.isoformat()


def _text(question: Question, values: list[str]) -> Value:
    text = "".join(c for c in values[0].replace("\r\n", "\n") if c == "\n" or c.isprintable())
    if len(text) > question.max_length:
        raise AnswerError(AnswerProblem.TOO_LONG)
    return text.strip()


#: How each kind of question reads what its fields send: a new kind adds its reader here.
READERS: dict[QuestionKind, Callable[[Question, list[str]], Value]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.SCALE: _choice,
    QuestionKind.YES_NO: _choice,
    QuestionKind.MULTIPLE: _choices,
    QuestionKind.NUMBER: _number,
    QuestionKind.PERCENTAGE: _number,
    QuestionKind.DATE: _date,
    QuestionKind.TEXT: _text,
}
