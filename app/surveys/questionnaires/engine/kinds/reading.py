"""From what the fields of a question send to its answer. Each raises AnswerError."""

from __future__ import annotations

import datetime as dt
import re

from app import cells
from app.cells import CellError, Trouble
from app.surveys.questionnaires.engine.faults import AnswerError, AnswerProblem
from app.surveys.questionnaires.engine.path import offered
from app.surveys.questionnaires.engine.question import Given, Question
from app.surveys.questionnaires.engine.rules import Value
from app.surveys.questionnaires.engine.rules.values import is_below


def option(question: Question, values: list[str], given: Given, language: str) -> Value:
    codes = {option.code for option in offered(question, given)}
    if len(values) > 1 or values[0] not in codes:
        raise AnswerError(AnswerProblem.NOT_AN_OPTION)
    return values[0]


def options(question: Question, values: list[str], given: Given, language: str) -> Value:
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


def ranking(question: Question, values: list[str], given: Given, language: str) -> Value:
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
    low, high = question.bounds(given)
    if is_below(value, low, equal=False) or is_below(high, value, equal=False):
        raise AnswerError(AnswerProblem.OUT_OF_RANGE, low=low, high=high)
    return value


def number(question: Question, values: list[str], given: Given, language: str) -> Value:
    text = values[0].replace("€", "").replace("%", "")
    try:
        value = cells.number(text, language=language)
    except CellError as error:
        if error.trouble is Trouble.OUT_OF_RANGE:
            most = cells.LARGEST
            raise AnswerError(AnswerProblem.OUT_OF_RANGE, low=-most, high=most) from None
        if error.trouble is Trouble.TWO_READINGS:
            raise AnswerError(AnswerProblem.TWO_READINGS, error.expected) from None
        raise AnswerError(AnswerProblem.UNREADABLE) from None
    return _bounded(question, value, given)


_CLOCK = re.compile(r"(\d{1,4})\s*[h:]\s*(\d{1,2})?")


def duration(question: Question, values: list[str], given: Given, language: str) -> Value:
    """Minutes, from hours and minutes: « 1 h 30 », 1:30, or minutes alone."""
    text = values[0].strip().lower().removesuffix("min").strip()
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes = int(clock.group(1)), int(clock.group(2) or 0)
    elif text.isascii() and text.isdigit() and len(text) <= 6:
        hours, minutes = 0, int(text)
    else:
        raise AnswerError(AnswerProblem.UNREADABLE)
    if clock and minutes > 59:
        raise AnswerError(AnswerProblem.UNREADABLE)
    return _bounded(question, float(hours * 60 + minutes), given)


def day(question: Question, values: list[str], given: Given, language: str) -> Value:
    try:
        value: dt.date = cells.day(values[0].strip())
    except CellError:
        raise AnswerError(AnswerProblem.UNREADABLE) from None
    return _bounded(question, value.isoformat(), given)


_MONTH = re.compile(r"(?:(\d{4})-(\d{1,2})|(\d{1,2})\s*/\s*(\d{4}))")


def month(question: Question, values: list[str], given: Given, language: str) -> Value:
    """A month written 11/2026 or 2026-11."""
    match = _MONTH.fullmatch(values[0].strip())
    if match is None:
        raise AnswerError(AnswerProblem.UNREADABLE)
    of_year, place = int(match.group(1) or match.group(4)), int(match.group(2) or match.group(3))
    if not 1 <= place <= 12 or not 1900 <= of_year <= 2100:
        raise AnswerError(AnswerProblem.UNREADABLE)
    return _bounded(question, f"{of_year}-{place:02d}", given)


def year(question: Question, values: list[str], given: Given, language: str) -> Value:
    text = values[0].strip()
    if not re.fullmatch(r"[12]\d{3}", text):
        raise AnswerError(AnswerProblem.UNREADABLE)
    return _bounded(question, float(text), given)


def text(question: Question, values: list[str], given: Given, language: str) -> Value:
    written = "".join(c for c in values[0].replace("\r\n", "\n") if c == "\n" or c.isprintable())
    if len(written) > question.max_length:
        raise AnswerError(AnswerProblem.TOO_LONG)
    written = written.strip()
    # A text never begins with the sign of the reasons for not answering; this one looks the same.
    return "\u223c" + written[1:] if written.startswith("~") else written


def nothing(question: Question, values: list[str], given: Given, language: str) -> Value:
    """Nobody answers: whatever is sent is no answer."""
    return ""
