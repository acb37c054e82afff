"""From what a form sends to answers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app import cells
from app.cells import CellError
from app.surveys.questionnaire.model import CONFIRMED, Check, Missing, Question, QuestionKind
from app.surveys.questionnaire.path import offered, required
from app.surveys.questionnaire.rules import Result, Value

Answers: TypeAlias = dict[str, Value]
Given: TypeAlias = Mapping[str, Value]


class AnswerProblem(StrEnum):
    REQUIRED = "required"
    NOT_AN_OPTION = "not_an_option"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    EXCLUSIVE = "exclusive"
    DOUBLED = "doubled"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    NOT_A_MONTH = "not_a_month"
    NOT_A_YEAR = "not_a_year"
    NOT_A_DURATION = "not_a_duration"
    TOO_LONG = "too_long"
    CHECK = "check"


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer; the bounds that it passes, or the check that it fails."""

    problem: AnswerProblem
    low: Result = None
    high: Result = None
    check: Check | None = None

    @property
    def soft(self) -> bool:
        return self.check is not None and self.check.soft


class AnswerError(ValueError):
    def __init__(self, problem: AnswerProblem, low: Result = None, high: Result = None) -> None:
        super().__init__(problem)
        self.fault = Fault(problem, low, high)


def read_answers(
    questions: Sequence[Question],
    sent: Mapping[str, Sequence[str]],
    given: Given | None = None,
    confirmed: Sequence[str] = (),
) -> tuple[Answers, dict[str, Fault]]:
    """Answers to these questions, and for each answer that cannot be taken, why.

    `sent` maps a question's code to the values of its fields. An empty field is no answer. `given`
    are the other answers of the path, for bounds, options and checks that depend on them;
    `confirmed` the questions whose soft checks the respondent overrides, kept under `CONFIRMED`.
    """
    known: Answers = dict(given or {})
    for question in questions:
        if question.asked:
            known.pop(question.code, None)
    answers: Answers = {}
    faults: dict[str, Fault] = {}
    for question in questions:
        values = [value for value in sent.get(question.code, ()) if value.strip()]
        try:
            value = _read(question, values, known) if values else ""
            if value != "":
                answers[question.code] = known[question.code] = value
            elif question.asked and required(question, known):
                raise AnswerError(AnswerProblem.REQUIRED)
        except AnswerError as error:
            faults[question.code] = error.fault
    failed = failed_checks([q for q in questions if q.code in answers], known)
    overridden = [code for code, fault in failed.items() if fault.soft and code in confirmed]
    faults |= {code: fault for code, fault in failed.items() if code not in overridden}
    if overridden:
        answers[CONFIRMED] = overridden
    return answers, faults


def failed_checks(questions: Sequence[Question], given: Given) -> dict[str, Fault]:
    """The first check that each answered question fails; a check waits for its own answer."""
    failed = {}
    for question in questions:
        if str(given.get(question.code, "~")).startswith("~"):
            continue
        for check in question.checks:
            if not check.rule.holds(given):
                failed[question.code] = Fault(AnswerProblem.CHECK, check=check)
                break
    return failed


def _read(question: Question, values: list[str], given: Given) -> Value:
    reasons = [value for value in values if value in question.missing]
    if reasons and len(values) > 1:
        raise AnswerError(AnswerProblem.EXCLUSIVE)
    if reasons:
        return str(Missing(reasons[0]))
    return READERS[question.kind](question, values, given)


def _choice(question: Question, values: list[str], given: Given) -> Value:
    codes = {option.code for option in offered(question, given)}
    if len(values) > 1 or values[0] not in codes:
        raise AnswerError(AnswerProblem.NOT_AN_OPTION)
    return values[0]


def _choices(question: Question, values: list[str], given: Given) -> Value:
    codes = [option.code for option in offered(question, given)]
    if not set(values) <= set(codes):
        raise AnswerError(AnswerProblem.NOT_AN_OPTION)
    chosen = [code for code in codes if code in values]
    alone = any(o.exclusive for o in question.options if o.code in chosen)
    if len(chosen) > 1 and alone:
        raise AnswerError(AnswerProblem.EXCLUSIVE)
    if question.max_choices and len(chosen) > question.max_choices:
        raise AnswerError(AnswerProblem.TOO_MANY)
    if len(chosen) < question.min_choices and not alone:
        raise AnswerError(AnswerProblem.TOO_FEW)
    return chosen


def _ranking(question: Question, values: list[str], given: Given) -> Value:
    """Options from the first to the last; a rank may be left out, an option not ranked twice."""
    if not set(values) <= {option.code for option in offered(question, given)}:
        raise AnswerError(AnswerProblem.NOT_AN_OPTION)
    if len(set(values)) < len(values):
        raise AnswerError(AnswerProblem.DOUBLED)
    if question.max_choices and len(values) > question.max_choices:
        raise AnswerError(AnswerProblem.TOO_MANY)
    if len(values) < question.min_choices:
        raise AnswerError(AnswerProblem.TOO_FEW)
    return values


def _bounded(question: Question, value: Value, given: Given) -> Value:
    low = question.low.evaluate(given) if question.low else None
    high = question.high.evaluate(given) if question.high else None
    same = type(value)
    if (isinstance(low, same) and value < low) or (isinstance(high, same) and value > high):  # type: ignore[operator]
        raise AnswerError(AnswerProblem.OUT_OF_RANGE, low=low, high=high)
    return value


def _number(question: Question, values: list[str], given: Given) -> Value:
    try:
        value = cells.number(values[0].replace("€", "").replace("%", ""))
    except CellError:
        raise AnswerError(AnswerProblem.NOT_A_NUMBER) from None
    if abs(value) > 1e12:
        raise AnswerError(AnswerProblem.OUT_OF_RANGE, low=-1e12, high=1e12)
    return _bounded(question, value, given)


_CLOCK = re.compile(r"(\d{1,4})\s*[h:]\s*(\d{1,2})?")


def _duration(question: Question, values: list[str], given: Given) -> Value:
    """Minutes, from hours and minutes: « 1 h 30 », 1:30, or minutes alone."""
    text = values[0].strip().lower().removesuffix("min").strip()
    found = _CLOCK.fullmatch(text)
    if found:
        hours, minutes = int(found.group(1)), int(found.group(2) or 0)
    elif text.isascii() and text.isdigit() and len(text) <= 6:
        hours, minutes = 0, int(text)
    else:
        raise AnswerError(AnswerProblem.NOT_A_DURATION)
    if found and minutes > 59:
        raise AnswerError(AnswerProblem.NOT_A_DURATION)
    return _bounded(question, float(hours * 60 + minutes), given)


def _date(question: Question, values: list[str], given: Given) -> Value:
    try:
        value: dt.date = cells.day(values[0].strip())
    except CellError:
        raise AnswerError(AnswerProblem.NOT_A_DATE) from None
    return _bounded(question, value.isoformat(), given)


_MONTH = re.compile(r"(?:(\d{4})-(\d{1,2})|(\d{1,2})\s*/\s*(\d{4}))")


def _month(question: Question, values: list[str], given: Given) -> Value:
    """A month written 11/2026 or 2026-11."""
    found = _MONTH.fullmatch(values[0].strip())
    if found is None:
        raise AnswerError(AnswerProblem.NOT_A_MONTH)
    year, month = int(found.group(1) or found.group(4)), int(found.group(2) or found.group(3))
    if not 1 <= month <= 12 or not 1900 <= year <= 2100:
        raise AnswerError(AnswerProblem.NOT_A_MONTH)
    return _bounded(question, f"{year}-{month:02d}", given)


def _year(question: Question, values: list[str], given: Given) -> Value:
    text = values[0].strip()
    if not re.fullmatch(r"[12]\d{3}", text):
        raise AnswerError(AnswerProblem.NOT_A_YEAR)
    return _bounded(question, float(text), given)


def _text(question: Question, values: list[str], given: Given) -> Value:
    text = "".join(c for c in values[0].replace("\r\n", "\n") if c == "\n" or c.isprintable())
    if len(text) > question.max_length:
        raise AnswerError(AnswerProblem.TOO_LONG)
    text = text.strip()
    # A text never begins by the sign of the reasons for not answering; this one looks the same.
    return "\u223c" + text[1:] if text.startswith("~") else text


#: How each kind of question reads what its fields send: a new kind adds its reader here.
READERS: dict[QuestionKind, Callable[[Question, list[str], Given], Value]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.DROPDOWN: _choice,
    QuestionKind.SCALE: _choice,
    QuestionKind.YES_NO: _choice,
    QuestionKind.MULTIPLE: _choices,
    QuestionKind.RANKING: _ranking,
    QuestionKind.NUMBER: _number,
    QuestionKind.PERCENTAGE: _number,
    QuestionKind.AMOUNT: _number,
    QuestionKind.DURATION: _duration,
    QuestionKind.DATE: _date,
    QuestionKind.MONTH: _month,
    QuestionKind.YEAR: _year,
    QuestionKind.TEXT: _text,
}
